// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline-twin: plays a scenario, or gives a line here faults. Usually started by `trunkline
// twin`. Links libpri, so the program as a whole is GPL-2.0.
#include <CLI/CLI.hpp>

#include "driver/base/log.hpp"
#include "tools/program/program.hpp"
#include "tools/twin/account.hpp"
#include "tools/twin/live_line.hpp"

namespace tools::twin {
namespace {

using driver::Error;
using driver::Result;

constexpr int not_met = 3;

struct Options {
    std::filesystem::path scenario;
    std::optional<std::uint64_t> seed;
    std::filesystem::path folder;
    AccountOptions account;
    std::filesystem::path config{"trunkline.toml"};
    unsigned span{};
    std::vector<std::string> faults;
};

Result<int> play(const Options& options) {
    const std::int64_t begun = machine_ns();
    auto scenario = read_scenario(options.scenario);
    if (!scenario) return Error{scenario.error()};
    if (options.seed) scenario->seed = *options.seed;
    Account account(*scenario, options.account);
    auto twin = Twin::open(*scenario, options.folder, account);
    if (!twin) return Error{twin.error()};
    const auto played = (*twin)->play();
    if (!played) return Error{played.error()};
    const auto judgements = (*twin)->judge();
    account.sum_up(judgements, (*twin)->outside(), static_cast<double>(machine_ns() - begun) / 1e9);
    return std::ranges::all_of(judgements, &Judgement::met) ? 0 : not_met;
}

Result<int> disturb(const Options& options) {
    const auto faults = faults_of(options.faults);
    if (!faults) return Error{faults.error()};
    const auto done = disturb_live(options.config, options.span, *faults);
    if (!done) return Error{done.error()};
    return 0;
}

void add_words(CLI::App& app, Options& options) {
    CLI::App* run = app.add_subcommand(
        "run", "play a scenario, and see whether the center does what it expects");
    run->add_option("scenario", options.scenario, "a TOML file")->required()->type_name("FILE");
    run->add_option("--seed", options.seed, "instead of the scenario's own");
    run->add_option("--keep", options.folder, "keep the center's folder (journal, records) here")
        ->type_name("FOLDER");
    run->add_flag("--json", options.account.json, "print JSON, an object a line");
    run->add_flag("--events", options.account.every_event, "tell every event of the host link");
    CLI::App* line =
        app.add_subcommand("disturb", "give the cable of a running center's span faults, or none");
    line->add_option("--config", options.config, "the center's configuration")
        ->type_name("FILE")
        ->capture_default_str();
    line->add_option("span", options.span, "its number")->required();
    line->add_option("fault", options.faults, "such as to_center.wrong_bits=1000000")
        ->type_name("NAME=VALUE");
}

}  // namespace
}  // namespace tools::twin

int main(int argc, char** argv) {
    CLI::App app{
        "A whole center, its lines with their faults and the people outside, on a virtual clock."};
    app.require_subcommand(1);
    tools::twin::Options options;
    tools::twin::add_words(app, options);
    app.footer(
        "Examples:\n"
        "  trunkline-twin run tools/twin/scenarios/cable_cut.toml\n"
        "  trunkline-twin disturb 1 to_center.cut=true\n"
        "Exit codes: 0 done, every expectation was met; 1 it could not be done; 2 the command "
        "line makes no sense; 3 an expectation was not met.");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    driver::log_from(driver::LogLevel::error);
    const bool runs = app.got_subcommand("run");
    const auto done = runs ? tools::twin::play(options) : tools::twin::disturb(options);
    return done ? *done : tools::fail("trunkline-twin", done.error());
}
