// SPDX-License-Identifier: GPL-2.0-or-later
// Records as lines a person can read:
//     out 4711 @86400123 call.offered contact.contact=12 contact.ani=2125550100 … device.line=3
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pbx/journal/record.hpp"

namespace pbx {

// One line: kind, number, tick, name, then path=value for every field.
std::string line_of(const Record& record);

// Every field as "path=value", in order. Text with blanks or quotes is quoted, control characters
// are \xNN; an enumeration says its name, a cause its Q.850 number, Ticks are milliseconds.
std::vector<std::string> fields_of(const In& record);
std::vector<std::string> fields_of(const Event& event);

}  // namespace pbx
