// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/table.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

#include "tools/trunkline/screen/line.hpp"

namespace tools {
namespace {

// ECMA-48 SGR.
std::string_view colour_of(Mood mood) {
    switch (mood) {
        case Mood::plain:
            return "";
        case Mood::good:
            return "\x1B[32m";
        case Mood::attention:
            return "\x1B[33m";
        case Mood::bad:
            return "\x1B[31m";
    }
    return "";
}

std::string coloured(const Cell& cell, bool in_colour) {
    const std::string_view colour = colour_of(cell.mood);
    if (!in_colour || colour.empty()) return cell.text;
    return fmt::format("{}{}\x1B[0m", colour, cell.text);
}

std::vector<std::size_t> widths_of(const std::vector<Row>& rows) {
    std::vector<std::size_t> widths;
    for (const Row& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], screen::columns_of(row[i].text));
        }
    }
    return widths;
}

}  // namespace

std::string table_text(const std::vector<Row>& rows, bool in_colour) {
    const std::vector<std::size_t> widths = widths_of(rows);
    std::string text;
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += coloured(row[i], in_colour);
            const bool last = i + 1 == row.size();
            text.append(last ? 0 : widths[i] - screen::columns_of(row[i].text) + 2, ' ');
        }
        text += '\n';
    }
    return text;
}

bool wants_colour() {
    const char* forbidden = std::getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) == 1 && (forbidden == nullptr || *forbidden == '\0');
}

std::string printable(std::string_view text) {
    if (text.empty()) return "-";
    std::string shown;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        const bool shows = octet >= ' ' && octet != 0x7F;
        shown += shows ? std::string(1, c) : fmt::format("\\x{:02X}", octet);
    }
    return shown;
}

}  // namespace tools
