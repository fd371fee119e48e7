// SPDX-License-Identifier: GPL-2.0-or-later
// One line of a screen, in columns of a terminal: an ideograph takes two.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/trunkline/table.hpp"

namespace tools::screen {

struct Style {
    Mood mood{Mood::plain};
    bool strong{};    // titles
    bool reversed{};  // what is chosen; the bars at the top and the bottom
};
struct Piece {
    std::string text;
    Style style;
};
using Line = std::vector<Piece>;

// How many columns UTF-8 text takes.
std::size_t columns_of(std::string_view text);
// So much of it as fits; what was cut ends with "..".
std::string cut(std::string_view text, std::size_t columns);
// In lines of at most so many columns, broken at blanks where there are any.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

// A line being written from left to right, never wider than the screen.
class LineWriter {
  public:
    explicit LineWriter(std::size_t columns) : left_(columns) {}

    LineWriter& add(std::string_view text, Style style = {});
    // In a column so wide, and a blank after it.
    LineWriter& left(std::string_view text, std::size_t width, Style style = {});
    LineWriter& right(std::string_view text, std::size_t width, Style style = {});
    // Blanks up to the end of the screen.
    LineWriter& fill(Style style);
    // Blanks until only so many columns are left.
    LineWriter& fill_to(std::size_t columns_left, Style style);
    [[nodiscard]] std::size_t room() const { return left_; }
    [[nodiscard]] Line line() const { return line_; }

  private:
    std::size_t left_;
    Line line_;
};

}  // namespace tools::screen
