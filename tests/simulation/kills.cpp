// SPDX-License-Identifier: GPL-2.0-or-later
// What happens to one of the center's programs at random instants, under calls: kill -9, or for
// `pauses` a stop of 10 to 200 ms. The center is the three programs as `trunkline run` runs them;
// callers, agents and the host application go on. Prints its seed.
//
//   host      the JSON client that resumes from its last number has every event once; the database
//             has every call once
//   control   talk goes on without a lost chunk; service is back, and how soon is told; views agree
//   firmware  calls cut off are recorded with cause 41, by SMDR and in the database, too; of all
//             others the views agree; the spans come back
//   pauses    the firmware stands still: the tick catches up and says so; views agree
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>

#include <fmt/format.h>

#include "driver/base/log.hpp"
#include "tests/simulation/real_time.hpp"
#include "tools/firstcall/records.hpp"
#include "tools/firstcall/show.hpp"
#include "tools/firstcall/traffic.hpp"
#include "tools/office/chance.hpp"
#include "tools/program/options.hpp"
#include "tools/program/program.hpp"

namespace {

using driver::Result;
using driver::Ticks;
using simulation::pass;
using simulation::pass_until;
using simulation::pid_of;
using tools::firstcall::CallStory;
using tools::firstcall::Show;
using namespace std::chrono_literals;

struct Plan {
    std::string program{"control"};
    int times{20};
    std::uint64_t seed{};
    std::uint16_t port{5085};
    std::string folder;  // what the center wrote stays here, if given
};

// What went wrong, a sentence each.
struct Findings {
    std::vector<std::string> wrong;
    Ticks longest_absence{};
    Ticks paused{};
    Ticks talked{};
    std::uint64_t late_ticks{};
    std::uint32_t calls{};
    std::uint32_t cut{};

    void expect(bool good, const std::string& sentence) {
        if (!good) wrong.push_back(sentence);
    }
};

// With a busy machine's slowness: how fast programs are back is measured, not judged.
constexpr Ticks patience = 40s;

// From the kill until control answers a command again.
Ticks absence_of_control(Show& show) {
    const Ticks killed = tools::machine_ticks();
    while (tools::machine_ticks() - killed < patience) {
        show.crm().ask_whether_control_is_there();
        pass(show, 20ms);
        if (show.crm().control_has_answered()) break;
    }
    return tools::machine_ticks() - killed;
}

// The one that followed the one killed last: each kill takes a life.
Result<pid_t> next_victim(Show& show, const std::string& program, pid_t last) {
    pid_t next = 0;
    const auto lives = [&] { return (next = pid_of(show, program)) > 1 && next != last; };
    if (pass_until(show, patience, lives)) return next;
    return driver::Error{program + " was not started again"};
}

Result<void> send(pid_t pid, int signal) {
    if (kill(pid, signal) == 0) return {};
    return driver::Error{fmt::format("no signal {} to {}: {}", signal, pid, std::strerror(errno))};
}

// `last`: whom it killed.
Result<void> kill_once(Show& show, const Plan& plan, Findings& findings, pid_t& last) {
    const auto victim = next_victim(show, plan.program, last);
    if (!victim) return driver::Error{victim.error()};
    if (auto sent = send(*victim, SIGKILL); !sent) return sent;
    last = *victim;
    if (plan.program == "control") {
        const Ticks away = absence_of_control(show);
        findings.longest_absence = std::max(findings.longest_absence, away);
        findings.expect(away < patience, "control did not answer again");
    }
    if (plan.program == "host") {
        // One that is killed before it could serve would say nothing of what it serves.
        const auto next = next_victim(show, plan.program, last);
        if (!next) return driver::Error{next.error()};
        findings.expect(pass_until(show, patience, [&] { return show.crm().ready(); }),
                        "host did not serve again");
    }
    if (plan.program == "firmware") {
        pass(show, 1s);
        findings.expect(pass_until(show, patience, [&] { return show.world().office_ready(); }),
                        "the spans did not come back");
    }
    return {};
}

Result<void> pause_once(Show& show, tools::office::Chance& chance, Findings& findings) {
    const pid_t firmware = pid_of(show, "firmware");
    if (firmware <= 1) return driver::Error{"no firmware runs"};
    const Ticks time = chance.between(10ms, 200ms);
    if (auto sent = send(firmware, SIGSTOP); !sent) return sent;
    pass(show, time);
    if (auto sent = send(firmware, SIGCONT); !sent) return sent;
    findings.paused += time;
    findings.expect(show.world().office_ready(),
                    fmt::format("a stop of {} ms took a span down", time.count()));
    return {};
}

// A firmware's death cuts calls off; every record must say so. Those it cut before control heard of
// them were dialled in the last moment.
void judge_cut_call(const CallStory& story, std::size_t rows, Findings& findings) {
    const bool unheard_of = !story.record && !story.lived->answered_at;
    if (unheard_of) return;
    findings.expect(story.record.has_value(), story.ani + ": no record");
    if (!story.record) return;
    const int cause = story.record->value("cause", 0);
    findings.expect(cause == 41,
                    fmt::format("{}: cut off, but its record says cause {}", story.ani, cause));
    findings.expect(story.smdr.size() == 1,
                    fmt::format("{}: cut off, {} SMDR records", story.ani, story.smdr.size()));
    findings.expect(rows == 1,
                    fmt::format("{}: cut off, {} rows in the database", story.ani, rows));
    ++findings.cut;
}

bool is_cut(const CallStory& story) {
    using tools::office::Verdict;
    return story.lived &&
           (story.lived->verdict == Verdict::line_lost || story.lived->verdict == Verdict::cut_off);
}

void judge_calls(Show& show, const Plan& plan, Findings& findings) {
    const auto stored =
        tools::firstcall::stored_calls(show.scene().settings.host.sqlite.front().path);
    if (!stored) return findings.expect(false, stored.error());
    for (const CallStory* story : show.book().rest()) {
        if (plan.program == "firmware" && is_cut(*story)) {
            const auto rows =
                std::ranges::count(*stored, story->ani, &tools::firstcall::StoredCall::ani);
            judge_cut_call(*story, static_cast<std::size_t>(rows), findings);
            continue;
        }
        for (const auto& sentence : show.book().disagreements(*story)) {
            findings.expect(false, story->ani + ": " + sentence);
        }
    }
}

void judge(Show& show, const Plan& plan, Findings& findings) {
    const auto expect_none = [&](std::uint64_t number, const char* sentence) {
        findings.expect(number == 0, fmt::format("{} {}", number, sentence));
    };
    const auto lived = show.world().summary();
    const auto totals = show.book().totals();
    expect_none(show.crm().missing(), "events left out by the host link");
    expect_none(show.crm().repeated(), "events repeated by the host link");
    expect_none(lived.cross_connections, "callers or agents heard a stranger");
    expect_none(totals.lost, "calls without a record");
    findings.expect(lived.talked > Ticks{}, "nobody talked");
    findings.calls = totals.calls;
    findings.talked = lived.talked;
    findings.late_ticks = show.crm().late_ticks();
    judge_calls(show, plan, findings);
    if (plan.program != "firmware") {
        expect_none(static_cast<std::uint64_t>(lived.missed.count()), "ms of talk were lost");
    }
    if (plan.program == "pauses") {
        findings.expect(findings.late_ticks > 0, "the center reports no late tick");
    }
}

tools::firstcall::Options options_of(const Plan& plan) {
    tools::firstcall::Options options;
    options.seed = plan.seed;
    options.port = plan.port;
    options.folder = plan.folder;
    options.agents = 8;
    options.rate = 2400;
    options.shortest_s = 3;
    options.longest_s = 8;
    // Calls keep coming as long as there is somebody to kill.
    const double seconds_per_kill = plan.program == "firmware" ? 3.5
                                    : plan.program == "pauses" ? 0.9
                                                               : 1.5;
    options.calls =
        static_cast<std::uint32_t>(plan.times * seconds_per_kill * options.rate / 3600) + 4;
    return options;
}

Result<void> disturb(Show& show, const Plan& plan, Findings& findings) {
    tools::office::Chance chance(plan.seed);
    pid_t last = 0;
    const Ticks longest_gap = plan.program == "pauses" ? 1s : 2s;
    pass(show, 3s);
    for (int i = 0; i < plan.times; ++i) {
        pass(show, chance.between(longest_gap / 3, longest_gap));
        auto done = plan.program == "pauses" ? pause_once(show, chance, findings)
                                             : kill_once(show, plan, findings, last);
        if (!done) return done;
        fmt::print("{}: {} of {}\n", plan.program, i + 1, plan.times);
        std::fflush(stdout);
    }
    return {};
}

Result<Findings> perform(const Plan& plan) {
    const auto options = options_of(plan);
    auto show = Show::open(options);
    if (!show) return driver::Error{show.error()};
    const auto started = (*show)->wait_for_start();
    if (!started) return driver::Error{started.error()};
    if (plan.program == "host") (*show)->book().serial_may_repeat();
    (*show)->schedule(draw_callers(options));
    Findings findings;
    const auto disturbed = disturb(**show, plan, findings);
    if (!disturbed) return driver::Error{disturbed.error()};
    while (!(*show)->over()) (*show)->step();
    for (const auto& what : (*show)->stuck()) {
        findings.expect(false, "never came to rest: " + what.dump());
    }
    (*show)->read_records();
    judge(**show, plan, findings);
    return findings;
}

void print(const Plan& plan, const Findings& findings) {
    for (const std::string& sentence : findings.wrong) fmt::print("WRONG: {}\n", sentence);
    const bool pauses = plan.program == "pauses";
    fmt::print("{} {} {} times under {} calls, {} s of talk: {} things wrong",
               pauses ? "firmware" : plan.program, pauses ? "stopped" : "killed", plan.times,
               findings.calls, findings.talked.count() / 1000, findings.wrong.size());
    if (pauses) {
        fmt::print("; {} ms in all, {} late ticks", findings.paused.count(), findings.late_ticks);
    }
    if (plan.program == "control") {
        fmt::print("; longest absence {} ms", findings.longest_absence.count());
    }
    if (plan.program == "firmware") fmt::print("; {} calls cut off", findings.cut);
    fmt::print("\n");
}

}  // namespace

int main(int argc, char** argv) {
    Plan plan;
    plan.seed = std::random_device{}();
    tools::Options options(
        "Kills or stops one of the center's programs at random instants, under calls.");
    options.add("program", plan.program, "whom to kill; pauses: stops the firmware for a while")
        .must_be_one_of({"firmware", "control", "host", "pauses"});
    options.add("--times", plan.times, "how often").shows_default();
    options.add("--seed", plan.seed, "the same seed kills at the same instants (default: random)");
    options.add("--port", plan.port, "TCP port of the host link").shows_default();
    options.add("--folder", plan.folder, "keep what the center writes here");
    options.example("kills control --times 20 --seed 7");
    if (const auto end = options.read(argc, argv)) return *end;
    driver::log_from(driver::LogLevel::error);
    fmt::print("kills {} --times {} --seed {}\n", plan.program, plan.times, plan.seed);
    const auto findings = perform(plan);
    if (!findings) return tools::fail("kills", findings.error());
    print(plan, *findings);
    return findings->wrong.empty() ? 0 : 1;
}
