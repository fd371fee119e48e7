// SPDX-License-Identifier: GPL-2.0-or-later
// What can be listed, and which columns people see of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/trunkline/cells.hpp"

namespace tools {

struct Column {
    std::string title;
    Look look;
};

struct Listing {
    std::string name;  // as host knows it and the CLI calls it
    std::string help;
    std::string none;  // the sentence for an empty list
    std::vector<Column> columns;
    std::string under{};  // the command it is a word of, and that word: "span", "counters"
    std::string word{};
};

std::vector<Listing> listings();

// A title line and a line for each item; or the sentence.
std::string listing_text(const Listing& listing, const host_bridge::Json& items, bool in_colour);

}  // namespace tools
