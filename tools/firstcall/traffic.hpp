// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "tools/firstcall/options.hpp"
#include "tools/office/chance.hpp"
#include "tools/office/script.hpp"

namespace tools::firstcall {

// Callers drawn from the seed, each with an ANI of his own; they dial from the first half second
// on. They listen for the greeting, choose a queue, wait or leave or give up, talk,
// hang up or are hung up.
std::vector<office::CallerScript> draw_callers(const Options& options);

// Agents talk a little longer than the longest caller, then hang up.
driver::Ticks agent_talk(const Options& options);

// A number that exists nowhere else in the run.
std::string ani_of(std::uint32_t caller);

}  // namespace tools::firstcall
