// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline: the technician's CLI, and the launcher of the center.
#include <cstdio>
#include <system_error>

#include "tools/program/program.hpp"
#include "tools/trunkline/vocabulary.hpp"

int main(int argc, char** argv) {
    tools::CommandLine line;
    CLI::App app;
    tools::add_vocabulary(app, line);
    try {
        const int code = tools::obey(app, line, argc, argv);
        if (std::fflush(stdout) == 0) return code;
    } catch (const std::system_error&) {  // by fmt::print
    }
    return tools::fail("trunkline", "standard output takes no more: is its disk full?");
}
