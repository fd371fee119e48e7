// SPDX-License-Identifier: GPL-2.0-or-later
// How one value of a listing's item is shown to people.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "driver/base/ticks.hpp"
#include "host_bridge/dialects/json_value.hpp"
#include "tools/trunkline/table.hpp"

namespace tools {

// Takes its value from the item.
using Look = std::function<Cell(const host_bridge::Json& item)>;

// The value at a JSON pointer; null if it is not there.
host_bridge::Json value_at(const host_bridge::Json& item, const std::string& path);
std::string text_at(const host_bridge::Json& item, const std::string& path);
bool yes_at(const host_bridge::Json& item, const std::string& path);
// A whole number; 0 if it is not there.
std::uint64_t number_at(const host_bridge::Json& item, const std::string& path);

// "12:03:04", by this machine's clock.
std::string time_of_day();
// "12.345 s"
std::string in_seconds(driver::Ticks time);

// Text or a number, as it is.
Look shown(std::string path);
// A number that says which one; 0 is none.
Look id(std::string path);
// A count of something bad: coloured unless it is 0.
Look trouble(std::string path);
// A moment, by this machine's clock: today's by the hour, others by the day. `path` is of a time as
// RFC 3339 has it.
Look moment(std::string path);

}  // namespace tools
