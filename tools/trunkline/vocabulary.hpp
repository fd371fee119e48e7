// SPDX-License-Identifier: GPL-2.0-or-later
// The words of the CLI, told to CLI11. Each command stores the exit code it ends with.
#pragma once

#include <deque>

#include <CLI/CLI.hpp>

#include "tools/trunkline/commands.hpp"

namespace tools {

// What the command line said, and how it ended. Outlives the app.
struct CommandLine {
    CommonOptions common;
    RunOptions run;
    JournalOptions journal;
    std::deque<Order> orders;  // one per verb; CLI11 keeps references to their fields
    int exit_code{};
};

void add_running(CLI::App& app, CommandLine& line);
void add_looking(CLI::App& app, CommandLine& line);
void add_asking(CLI::App& app, CommandLine& line);
void add_journal(CLI::App& app, CommandLine& line);

}  // namespace tools
