// SPDX-License-Identifier: GPL-2.0-or-later
// Pieces of a scenario's file. What is wrong is added to the troubles of the table.
#pragma once

#include <string_view>

#include <toml++/toml.h>

#include "driver/base/ticks.hpp"
#include "tools/office/toml_table.hpp"
#include "tools/twin/expectation.hpp"

namespace tools::twin {

// Seconds, as in trunkline.toml; parts of them may be told. True if the key was there and right.
bool read_seconds(office::TomlTable& table, std::string_view key, Ticks& value);
// A table in the table; empty if it is not there.
toml::table table_at(office::TomlTable& table, std::string_view key);
// An [[expect]] of a scenario that lasts so long.
Expectation read_expectation(office::TomlTable table, int line, Ticks lasts);

}  // namespace tools::twin
