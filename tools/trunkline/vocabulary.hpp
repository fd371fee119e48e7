// SPDX-License-Identifier: GPL-2.0-or-later
// The words of the CLI, told to CLI11. Help, man page and completion are made from the same tree.
#pragma once

#include <deque>
#include <string>

#include <CLI/CLI.hpp>

#include "tools/trunkline/commands.hpp"

namespace tools {

// What the command line said, and how it ended. Outlives the app.
struct CommandLine {
    CommonOptions common;
    RunOptions run;
    JournalOptions journal;
    TraceOptions trace;
    RecordingOptions recording;
    ToneOptions tone;
    FaxOptions fax;
    MailboxOptions mailbox;
    TwinOptions twin;
    ImportOptions imports;
    std::deque<Order> orders;  // one per verb; CLI11 keeps references to their fields
    std::string shell{"bash"};
    WatchOptions watch;
    LineOptions line;
    QualityOptions quality;
    CallOptions call;
    bool day{};                  // span counters
    std::string span;            // span show
    std::string language{"en"};  // alarm, span show
    int exit_code{};
};

// Adds every command and option to a fresh app. Each command stores the exit code it ends with.
void add_vocabulary(CLI::App& app, CommandLine& line);

// Understands the words and does what they say. Returns the exit code.
int obey(CLI::App& app, CommandLine& line, int argc, const char* const* argv);

}  // namespace tools
