// SPDX-License-Identifier: GPL-2.0-or-later
// What alarms say in the operator's language. The center tells them in English, with their names;
// in Chinese they are known by name.
#pragma once

#include <string>

#include "host_bridge/dialects/json_value.hpp"
#include "tools/trace/phrase.hpp"
#include "tools/trunkline/listings.hpp"

namespace tools {

// `told`: the center's own words, which stand for an alarm that is not known by name.
std::string alarm_text(const std::string& alarm, bool active, const std::string& told,
                       trace::Language language);

// The same, of alarms as host lists them.
host_bridge::Json alarms_in(trace::Language language, host_bridge::Json alarms);
Listing alarm_listing(trace::Language language);

}  // namespace tools
