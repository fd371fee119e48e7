// SPDX-License-Identifier: GPL-2.0-or-later
// Spans as rows of a screen.
#pragma once

#include "tools/trunkline/screen/layout.hpp"

namespace tools::screen {

// A heading and at most `rows` - 1 spans, the chosen one among them.
void add_spans(std::vector<Line>& lines, const Picture& picture, const View& view,
               std::size_t rows);

// "alarm LOS", "up"; how it is meant.
std::string state_of(const SpanPicture& span, Language language);
Mood mood_of(const SpanPicture& span);

// A character for each timeslot, to be understood without colour: . idle, r ringing, T talking, x
// out of service, D the D-channel.
void add_timeslots(LineWriter& line, const SpanPicture& span);

}  // namespace tools::screen
