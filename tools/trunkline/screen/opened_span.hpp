// SPDX-License-Identifier: GPL-2.0-or-later
// One span on the whole screen.
#pragma once

#include "tools/trunkline/screen/layout.hpp"

namespace tools::screen {

// Its state, counters, alarms with what to do about them, timeslots, and who is in them.
void add_opened_span(std::vector<Line>& lines, const Picture& picture, const View& view);

}  // namespace tools::screen
