// SPDX-License-Identifier: GPL-2.0-or-later
// The words of `twin`; the program trunkline-twin, which lies beside this one, does what they say.
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <unistd.h>

#include "tools/program/program.hpp"
#include "tools/trunkline/verb.hpp"

namespace tools {
namespace {

// Becomes trunkline-twin; returns only if it cannot.
int become_twin(std::vector<std::string> words) {
    const auto program =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() / "trunkline-twin";
    words.insert(words.begin(), program);
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv(program.c_str(), arguments.data());
    return fail("trunkline", fmt::format("{}: {}: install it beside trunkline", program.string(),
                                         std::strerror(errno)));
}

void add_run(CLI::App& twin, CommandLine& line) {
    TwinOptions& options = line.twin;
    CLI::App* run = twin.add_subcommand(
        "run",
        "play a scenario: a whole center, its lines with their faults and the people outside, on a "
        "virtual clock; exit code 3 if the center does not do what the scenario expects");
    run->add_option("scenario", options.scenario, "a TOML file")->required()->type_name("FILE");
    run->add_option("--seed", options.seed, "instead of the scenario's own")->type_name("NUMBER");
    run->add_option("--keep", options.folder, "keep the center's folder (journal, records) here")
        ->type_name("FOLDER");
    run->add_flag("--events", options.every_event, "tell every event of the host link");
    run->callback([&line] {
        std::vector<std::string> words{"run", line.twin.scenario};
        if (!line.twin.seed.empty()) words.insert(words.end(), {"--seed", line.twin.seed});
        if (!line.twin.folder.empty()) words.insert(words.end(), {"--keep", line.twin.folder});
        if (line.twin.every_event) words.emplace_back("--events");
        if (line.common.json) words.emplace_back("--json");
        line.exit_code = become_twin(std::move(words));
    });
    add_example(*run, "tools/twin/scenarios/cable_cut.toml");
}

void add_disturb(CLI::App& twin, CommandLine& line) {
    TwinOptions& options = line.twin;
    CLI::App* disturb = twin.add_subcommand(
        "disturb", "give the cable of a span here faults, in place of those it has");
    disturb->add_option("span", options.span, "its number")->required()->type_name("NUMBER");
    disturb->add_option("fault", options.faults, "such as to_center.wrong_bits=1000000")
        ->required()
        ->type_name("NAME=VALUE");
    CLI::App* mend = twin.add_subcommand("mend", "make the cable of a span here perfect again");
    mend->add_option("span", options.span, "its number")->required()->type_name("NUMBER");
    const auto run = [&line] {
        std::vector<std::string> words{"disturb", "--config", line.common.config, line.twin.span};
        words.insert(words.end(), line.twin.faults.begin(), line.twin.faults.end());
        line.exit_code = become_twin(std::move(words));
    };
    disturb->callback(run);
    mend->callback(run);
    add_example(*disturb, "1 to_center.cut=true");
    add_example(*mend, "1");
}

}  // namespace

void add_twin(CLI::App& app, CommandLine& line) {
    CLI::App* twin = app.add_subcommand("twin", "lines with faults, and a center to try them on")
                         ->require_subcommand(1);
    twin->group("Try it out");
    add_run(*twin, line);
    add_disturb(*twin, line);
    add_example(*twin, "run tools/twin/scenarios/cable_cut.toml");
}

}  // namespace tools
