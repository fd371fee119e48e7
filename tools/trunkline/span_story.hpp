// SPDX-License-Identifier: GPL-2.0-or-later
// Everything about a span in words.
#pragma once

#include <string>

#include "host_bridge/dialects/json_value.hpp"
#include "tools/trace/phrase.hpp"

namespace tools {

// Of one object of span_facts(): how it is and since when, what to do about its alarms, what was
// counted, what is tested.
std::string story_of(const host_bridge::Json& facts, trace::Language language = {});

}  // namespace tools
