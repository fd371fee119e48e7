// SPDX-License-Identifier: GPL-2.0-or-later
// How good a line is, as people read it.
#pragma once

#include <string>

#include "host_bridge/dialects/json_value.hpp"
#include "tools/trace/phrase.hpp"

namespace tools {

// `row`: an item of the listing "quality". A line for each thing that is told, with a hint if there
// is one.
std::string quality_text(const host_bridge::Json& row, trace::Language language);
// The same in one line, for who watches.
std::string quality_line(const host_bridge::Json& row, trace::Language language);
// Somebody is not heard, or a sample in a thousand is clipped.
bool is_poor(const host_bridge::Json& row);

}  // namespace tools
