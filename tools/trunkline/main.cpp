// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline: the technician's CLI, and the launcher of the center.
#include <CLI/CLI.hpp>

#include "tools/program/version.hpp"
#include "tools/trunkline/vocabulary.hpp"

int main(int argc, char** argv) {
    CLI::App app{"Trunkline, a call center on cards: run it, look at it, ask it."};
    tools::CommandLine line;
    app.require_subcommand(1);
    app.fallthrough();
    app.set_version_flag("--version", std::string(tools::version));
    app.add_option("--config", line.common.config, "the configuration")
        ->envname("TRUNKLINE_CONFIG")
        ->capture_default_str();
    app.add_flag("--json", line.common.json, "print JSON, for programs");
    app.footer(
        "Examples:\n"
        "  trunkline run\n"
        "  trunkline span\n"
        "  trunkline agent set 4001 ready --station 2001\n"
        "  trunkline journal tail --follow --name 'call.*'\n"
        "Exit codes: 0 done, 1 failed, 3 something was found wrong, 100 and up wrong usage.");
    tools::add_running(app, line);
    tools::add_looking(app, line);
    tools::add_asking(app, line);
    tools::add_journal(app, line);
    CLI11_PARSE(app, argc, argv);
    return line.exit_code;
}
