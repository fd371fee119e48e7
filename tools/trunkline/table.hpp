// SPDX-License-Identifier: GPL-2.0-or-later
// Text in aligned columns, in colour where a person looks at a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tools {

// What a word means for whoever looks after the center.
enum class Mood { plain, good, attention, bad };

struct Cell {
    std::string text;
    Mood mood{Mood::plain};
};
using Row = std::vector<Cell>;

// The rows as lines, each column as wide as its widest cell, two blanks between.
std::string table_text(const std::vector<Row>& rows, bool in_colour);

// Standard output is a terminal, and NO_COLOR (no-color.org) does not forbid it.
bool wants_colour();

// Text from outside (numbers, names, reasons) as it may be printed: control characters, which could
// move a terminal's cursor, as \xNN; nothing as "-".
std::string printable(std::string_view text);

}  // namespace tools
