// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include "host_bridge/dialects/json_value.hpp"

namespace tools {

// Prints what host lists as a table for people: the columns that matter, one row an item.
void print_listing(const std::string& listing, const host_bridge::Json& items);

}  // namespace tools
