// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace tools {

// trunkline(1): every command, option and example of the CLI, and the three programs it starts.
// Source for groff or mandoc, in the macros of man(7).
std::string man_page(const CLI::App& app);

}  // namespace tools
