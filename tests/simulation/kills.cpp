// SPDX-License-Identifier: GPL-2.0-or-later
// kill -9 at random instants, under calls. The center is the three programs as `trunkline run` runs
// them; callers, agents and the host application go on. Prints its seed.
//
//   host      the JSON client that resumes from its last number has every event once; the database
//   has
//             every call once
//   control   talk goes on without a lost chunk; service is back within two seconds; views agree
//   firmware  calls cut off are recorded with cause 41, every call has its record; the spans come
//   back
#include <csignal>
#include <cstdio>
#include <fstream>
#include <random>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "driver/base/log.hpp"
#include "tools/firstcall/show.hpp"
#include "tools/firstcall/traffic.hpp"
#include "tools/office/chance.hpp"
#include "tools/program/program.hpp"

namespace {

using driver::Result;
using driver::Ticks;
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
    std::uint32_t calls{};

    void expect(bool good, const std::string& sentence) {
        if (!good) wrong.push_back(sentence);
    }
};

pid_t pid_of(const Show& show, const std::string& program) {
    std::ifstream file(show.scene().settings.run / (program + ".pid"));
    pid_t pid = 0;
    file >> pid;
    return pid;
}

void pass(Show& show, Ticks time) {
    const Ticks until = tools::machine_ticks() + time;
    while (tools::machine_ticks() < until) show.step();
}

// From the kill until control answers a command again.
Ticks absence_of_control(Show& show) {
    const Ticks killed = tools::machine_ticks();
    while (tools::machine_ticks() - killed < Ticks{20s}) {
        show.crm().ask_whether_control_is_there();
        pass(show, 20ms);
        if (show.crm().control_has_answered()) break;
    }
    return tools::machine_ticks() - killed;
}

void kill_once(Show& show, const Plan& plan, Findings& findings) {
    const pid_t victim = pid_of(show, plan.program);
    kill(victim, SIGKILL);
    if (plan.program == "control") {
        const Ticks away = absence_of_control(show);
        findings.longest_absence = std::max(findings.longest_absence, away);
        findings.expect(away <= Ticks{2s}, fmt::format("control was away for {} ms", away.count()));
    }
    if (plan.program == "firmware") {
        pass(show, 1s);
        const Ticks deadline = tools::machine_ticks() + Ticks{40s};
        while (!show.world().office_ready() && tools::machine_ticks() < deadline) show.step();
        findings.expect(show.world().office_ready(), "the spans did not come back in 40 s");
    }
}

// A firmware's death cuts calls off; the record must say so. Those it cut before control heard of
// them were dialled in the last moment.
void judge_cut_calls(Show& show, Findings& findings) {
    for (tools::firstcall::CallStory* story : show.book().rest()) {
        if (!story->lived) {
            findings.expect(false, story->ani + ": no account of the caller");
            continue;
        }
        const bool unheard_of = !story->record && !story->lived->answered_at;
        if (unheard_of) continue;
        findings.expect(story->record.has_value(), story->ani + ": no record");
        if (!story->record) continue;
        using tools::office::Verdict;
        const Verdict verdict = story->lived->verdict;
        const bool cut = verdict == Verdict::line_lost || verdict == Verdict::cut_off;
        const int cause = story->record->value("cause", 0);
        findings.expect(
            !cut || cause == 41,
            fmt::format("{}: cut off, but its record says cause {}", story->ani, cause));
    }
}

void judge(Show& show, const Plan& plan, Findings& findings) {
    findings.expect(show.crm().missing() == 0,
                    fmt::format("the host link left out {} events", show.crm().missing()));
    findings.expect(show.crm().repeated() == 0,
                    fmt::format("the host link repeated {} events", show.crm().repeated()));
    findings.calls = show.book().totals().calls;
    if (plan.program == "firmware") return judge_cut_calls(show, findings);
    findings.expect(show.world().summary().missed == Ticks{},
                    fmt::format("{} ms of talk were lost", show.world().summary().missed.count()));
    for (const auto* story : show.book().rest()) {
        for (const auto& sentence : show.book().disagreements(*story)) {
            findings.expect(false, story->ani + ": " + sentence);
        }
    }
}

Result<Findings> perform(const Plan& plan) {
    tools::firstcall::Options options;
    options.seed = plan.seed;
    options.port = plan.port;
    options.folder = plan.folder;
    options.agents = 6;
    options.rate = 1500;
    options.shortest_s = 5;
    options.longest_s = 12;
    // Calls keep coming as long as there is somebody to kill.
    const double seconds_per_kill = plan.program == "firmware" ? 7.0 : 2.5;
    options.calls =
        static_cast<std::uint32_t>(plan.times * seconds_per_kill * options.rate / 3600) + 6;
    auto show = Show::open(options);
    if (!show) return driver::Error{show.error()};
    const auto started = (*show)->wait_for_start();
    if (!started) return driver::Error{started.error()};
    if (plan.program == "host") (*show)->book().serial_may_repeat();
    (*show)->schedule(draw_callers(options));
    tools::office::Chance chance(plan.seed);
    Findings findings;
    pass(**show, 5s);
    for (int i = 0; i < plan.times; ++i) {
        pass(**show, chance.between(500ms, 3s));
        kill_once(**show, plan, findings);
        fmt::print("{} killed {} of {} times\n", plan.program, i + 1, plan.times);
        std::fflush(stdout);
    }
    while (!(*show)->over()) (*show)->step();
    const std::uint32_t stuck = (*show)->count_stuck();
    findings.expect(stuck == 0,
                    fmt::format("{} contacts, calls or agents never came to rest", stuck));
    (*show)->read_records();
    judge(**show, plan, findings);
    return findings;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Kills one of the center's programs at random instants, under calls."};
    Plan plan;
    plan.seed = std::random_device{}();
    app.add_option("program", plan.program)->check(CLI::IsMember({"firmware", "control", "host"}));
    app.add_option("--times", plan.times)->capture_default_str();
    app.add_option("--seed", plan.seed);
    app.add_option("--port", plan.port)->capture_default_str();
    app.add_option("--folder", plan.folder, "keep what the center writes here");
    app.footer("Example: kills control --times 20 --seed 7");
    CLI11_PARSE(app, argc, argv);
    driver::log_from(driver::LogLevel::error);
    fmt::print("kills {} --times {} --seed {}\n", plan.program, plan.times, plan.seed);
    const auto findings = perform(plan);
    if (!findings) return tools::fail("kills", findings.error());
    for (const std::string& sentence : findings->wrong) fmt::print("WRONG: {}\n", sentence);
    fmt::print("{} killed {} times under {} calls: {} things wrong{}\n", plan.program, plan.times,
               findings->calls, findings->wrong.size(),
               plan.program == "control"
                   ? fmt::format("; longest absence {} ms", findings->longest_absence.count())
                   : "");
    return findings->wrong.empty() ? 0 : 1;
}
