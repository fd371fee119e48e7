// SPDX-License-Identifier: GPL-2.0-or-later
// One call for people: its parties, what each may do, who speaks.
#pragma once

#include <string>

#include "host_bridge/dialects/json_value.hpp"
#include "tools/trace/phrase.hpp"

namespace tools {

// `call` as host lists it.
std::string call_text(const host_bridge::Json& call, trace::Language language, bool in_colour);

}  // namespace tools
