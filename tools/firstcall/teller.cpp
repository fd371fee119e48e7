// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firstcall/teller.hpp"

#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace tools::firstcall {

using namespace std::chrono_literals;

void Teller::begin(const Scene& scene) {
    if (options_.json) return;
    fmt::print("A center with {} {} spans, {} agents and 2 queues; {} callers, seed {}{}\n",
               options_.spans, options_.t1 ? "T1" : "E1", options_.agents, options_.calls,
               options_.seed, options_.in_virtual_time ? ", virtual clock" : "");
    if (!scene.temporary) fmt::print("Everything it writes is in {}\n", scene.folder.string());
    std::fflush(stdout);
}

void Teller::tell(CallBook& book, Ticks now) {
    for (CallStory* story : book.complete()) tell_call(book, *story);
    if (now < next_progress_ || options_.json) return;
    next_progress_ = now + (options_.in_virtual_time ? Ticks{600s} : Ticks{5s});
    if (isatty(STDERR_FILENO) == 1) {
        fmt::print(stderr, "\r{} of {} calls told, {} s into it ", told_, options_.calls,
                   now.count() / 1000);
    }
}

void Teller::tell_rest(CallBook& book) {
    for (CallStory* story : book.rest()) tell_call(book, *story);
}

// What is wrong with no one call.
void Teller::tell_finding(const std::string& kind, const std::string& heading,
                          const Json& finding) const {
    if (options_.json) {
        Json line;
        line[kind] = finding;
        return fmt::print("{}\n", line.dump());
    }
    fmt::print("{}: {}\n", heading,
               finding.is_string() ? finding.get<std::string>() : finding.dump());
}

void Teller::complain(const std::string& sentence) const {
    tell_finding("mismatch", "MISMATCH", sentence);
}

void Teller::tell_stuck(const Json& what) const {
    tell_finding("stuck", "STUCK", what);
}

void Teller::tell_call(const CallBook& book, CallStory& story) {
    story.told = true;
    ++told_;
    if (first_tick_ < 0 && story.seen[0]) first_tick_ = story.seen[0]->tick;
    const auto wrong = book.disagreements(story);
    if (options_.json) return print_json(story, wrong);
    if (!options_.quiet || !wrong.empty()) print_steps(story, wrong);
}

void Teller::print_steps(const CallStory& story, const std::vector<std::string>& wrong) const {
    if (isatty(STDERR_FILENO) == 1) fmt::print(stderr, "\r{:<60}\r", "");
    fmt::print("\nCaller {}: {}\n", story.ani,
               story.lived ? std::string(name_of(story.lived->verdict)) : "no account");
    for (std::size_t i = 0; i < steps; ++i) {
        if (!story.seen[i]) continue;
        const double at = static_cast<double>(story.seen[i]->tick - first_tick_) / 1000;
        fmt::print("  {:>9.3f}  ({}) {}\n", at, i + 1, story.seen[i]->text);
    }
    for (const std::string& sentence : wrong) fmt::print("  MISMATCH: {}\n", sentence);
    std::fflush(stdout);
}

void Teller::print_json(const CallStory& story, const std::vector<std::string>& wrong) const {
    Json line{
        {"ani",     story.ani                                                    },
        {"contact", story.contact                                                },
        {"device",  story.device                                                 },
        {"verdict", story.lived ? std::string(name_of(story.lived->verdict)) : ""},
        {"outcome", story.record ? story.record->value("outcome",                  std::string{}) : ""},
        {"mismatches",         wrong                                                          }
    };
    for (std::size_t i = 0; i < steps; ++i) {
        if (!story.seen[i]) continue;
        line["steps"].push_back(Json{
            {"step", i + 1              },
            {"tick", story.seen[i]->tick},
            {"text", story.seen[i]->text}
        });
    }
    fmt::print("{}\n", line.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void Teller::sum_up(const Totals& totals, const office::OfficeSummary& office, Ticks lived) const {
    const double multiple = static_cast<double>(lived.count()) / 1000 / totals.seconds;
    if (options_.json) {
        const Json line{
            {"calls",              totals.calls            },
            {"answered",           totals.answered         },
            {"abandoned",          totals.abandoned        },
            {"blocked",            totals.blocked          },
            {"mismatches",         totals.mismatches       },
            {"lost",               totals.lost             },
            {"stuck",              totals.stuck            },
            {"late_ticks",         totals.late_ticks       },
            {"seconds",            totals.seconds          },
            {"seed",               options_.seed           },
            {"real_time_multiple", multiple                },
            {"cross_connections",  office.cross_connections},
            {"talked_ms",          office.talked.count()   },
            {"missed_ms",          office.missed.count()   }
        };
        fmt::print("{}\n", line.dump());
        return;
    }
    fmt::print(
        "\n{} calls: {} answered, {} abandoned or left, {} found all lines busy; {} mismatches "
        "between the callers' view and the records, {} lost, {} stuck, {} late ticks\n",
        totals.calls, totals.answered, totals.abandoned, totals.blocked, totals.mismatches,
        totals.lost, totals.stuck, totals.late_ticks);
    fmt::print(
        "Callers and agents heard each other for {} s, missed {} ms, heard {} strangers; took "
        "{:.1f} "
        "s{}\n",
        office.talked.count() / 1000, office.missed.count(), office.cross_connections,
        totals.seconds,
        options_.in_virtual_time ? fmt::format(", {:.1f} times real time", multiple) : "");
}

}  // namespace tools::firstcall
