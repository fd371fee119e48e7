// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/twin/account.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

namespace tools::twin {
namespace {

double seconds_of(Ticks at) {
    return static_cast<double>(at.count()) / 1000;
}

std::string found(const Judgement& judgement) {
    return judgement.text.empty() ? fmt::format("{}", judgement.found) : judgement.text;
}

}  // namespace

Account::Account(const Scenario& scenario, AccountOptions options)
    : scenario_(scenario), options_(options) {
    if (options_.json) {
        const Json first{
            {"scenario", scenario_.name },
            {"title",    scenario_.title},
            {"seed",     scenario_.seed }
        };
        fmt::print("{}\n", first.dump());
    } else {
        fmt::print("{}\n{}; seed {}\n\n", scenario_.title, scenario_.name, scenario_.seed);
    }
}

void Account::clear_progress() {
    if (in_progress_) fmt::print(stderr, "\r\033[K");
    in_progress_ = false;
}

void Account::say(Ticks at, std::string_view who, std::string_view what) {
    clear_progress();
    if (!options_.json) return fmt::print("{:10.3f}  {:<8} {}\n", seconds_of(at), who, what);
    const Json line{
        {"at",   seconds_of(at)},
        {"who",  who           },
        {"what", what          }
    };
    fmt::print("{}\n", line.dump());
}

void Account::begins() {
    begun_ = true;
    say(Ticks{}, "scenario", "begins");
}

void Account::happens(Ticks at, std::string_view what) {
    say(at, "line", what);
}

void Account::event(Ticks at, const Json& event) {
    const std::string type = event.value("type", std::string{});
    if (type == "system.alarm") {
        const std::string alarm = event.value("alarm", std::string{});
        const bool active = event.value("active", false);
        return say(at, active ? "ALARM" : "over",
                   options_.json ? alarm : event.value("text", alarm));
    }
    if (options_.every_event && begun_) say(at, "event", event.dump());
}

void Account::call_ended(Ticks at, const office::CallExperience& call) {
    say(at, "caller", to_text(call));
}

// Good ones only among all events.
void Account::phone_ended(Ticks at, const office::PhoneExperience& use) {
    if (options_.every_event || use.wrong_partner > Ticks{}) say(at, "station", to_text(use));
}

void Account::lives(Ticks at) {
    if (::isatty(STDERR_FILENO) == 0) return;
    fmt::print(stderr, "\r{:.0f} s of {:.0f} s\033[K", seconds_of(at), seconds_of(scenario_.lasts));
    (void)std::fflush(stderr);
    in_progress_ = true;
}

void Account::sum_up(const std::vector<Judgement>& judgements, const office::OfficeSummary& outside,
                     double seconds) {
    clear_progress();
    const auto unmet = std::ranges::count(judgements, false, &Judgement::met);
    if (options_.json) {
        Json last{
            {"expectations", judgements.size()            },
            {"unmet",        Json::array()                },
            {"outside",      Json::parse(to_json(outside))},
            {"lived",        seconds_of(scenario_.lasts)  },
            {"seconds",      seconds                      }
        };
        for (const Judgement& one : judgements) {
            if (one.met) continue;
            last["unmet"].push_back({
                {"line",     one.expectation->line     },
                {"expected", sentence(*one.expectation)},
                {"found",    found(one)                }
            });
        }
        return fmt::print("{}\n", last.dump());
    }
    fmt::print("\n{}\n", to_text(outside));
    for (const Judgement& one : judgements) {
        fmt::print("{}  {}:{}: {}{}\n", one.met ? "met    " : "NOT MET", scenario_.name,
                   one.expectation->line, sentence(*one.expectation),
                   one.met ? "" : "; found " + found(one));
    }
    fmt::print(
        "{} of {} expectations met; {:.0f} s lived in {:.1f} s, {:.1f} times as fast as "
        "life\n",
        judgements.size() - static_cast<std::size_t>(unmet), judgements.size(),
        seconds_of(scenario_.lasts), seconds, seconds_of(scenario_.lasts) / seconds);
}

}  // namespace tools::twin
