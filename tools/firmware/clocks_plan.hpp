// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "driver/board/clock/clocks.hpp"
#include "tools/config/settings.hpp"

namespace tools {

// Which boards are clock domains, and which spans their sources.
driver::ClocksPlan clocks_plan(const Settings& settings);

// The span runs by another clock than the bus: its far end does not follow us, nor we it.
bool has_own_clock(const SpanSettings& span);

}  // namespace tools
