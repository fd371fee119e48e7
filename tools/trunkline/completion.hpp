// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace tools {

// A script for bash that completes commands, options and their choices: source it, or put it in
// /etc/bash_completion.d. zsh takes it after bashcompinit.
std::string bash_completion(const CLI::App& app);

}  // namespace tools
