// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/screen/line.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tools::screen {
namespace {

struct Character {
    char32_t code{};
    std::size_t octets{1};
};

// The first character of UTF-8; an octet that begins none stands for itself.
Character first_of(std::string_view text) {
    const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = octet(0);
    const std::size_t octets = lead < 0xC0 ? 1 : (lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4));
    if (octets == 1 || octets > text.size()) return {lead, 1};
    char32_t code = lead & (0x7FU >> octets);
    for (std::size_t i = 1; i < octets; ++i) code = code << 6U | (octet(i) & 0x3FU);
    return {code, octets};
}

// Where Unicode's East Asian Width (UAX 11) is wide, as far as Chinese text goes.
bool is_wide(char32_t code) {
    struct Range {
        char32_t first;
        char32_t last;
    };
    constexpr std::array wide{
        Range{0x1100,  0x115F },
        Range{0x2E80,  0x303E },
        Range{0x3041,  0xA4CF },
        Range{0xAC00,  0xD7A3 },
        Range{0xF900,  0xFAFF },
        Range{0xFE30,  0xFE6F },
        Range{0xFF00,  0xFF60 },
        Range{0xFFE0,  0xFFE6 },
        Range{0x20000, 0x3FFFD},
    };
    return std::ranges::any_of(
        wide, [code](const Range& range) { return code >= range.first && code <= range.last; });
}

std::size_t width_of(const Character& character) {
    return is_wide(character.code) ? 2 : 1;
}

// Octets of the beginning that takes at most so many columns.
std::size_t octets_within(std::string_view text, std::size_t columns) {
    std::size_t octets = 0;
    while (octets < text.size()) {
        const Character character = first_of(text.substr(octets));
        if (width_of(character) > columns) break;
        columns -= width_of(character);
        octets += character.octets;
    }
    return octets;
}

}  // namespace

std::size_t columns_of(std::string_view text) {
    std::size_t columns = 0;
    while (!text.empty()) {
        const Character character = first_of(text);
        columns += width_of(character);
        text.remove_prefix(character.octets);
    }
    return columns;
}

std::string cut(std::string_view text, std::size_t columns) {
    if (columns_of(text) <= columns) return std::string(text);
    constexpr std::string_view mark = "..";
    if (columns <= mark.size()) return std::string(mark.substr(0, columns));
    return std::string(text.substr(0, octets_within(text, columns - mark.size()))).append(mark);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
    std::vector<std::string> lines;
    while (!text.empty() && columns > 1) {
        std::size_t octets = octets_within(text, columns);
        const auto blank = text.rfind(' ', octets);
        const bool breaks =
            octets < text.size() && blank != std::string_view::npos && blank > octets / 2;
        if (breaks) octets = blank;
        lines.emplace_back(text.substr(0, octets));
        text.remove_prefix(octets);
        while (text.starts_with(' ')) text.remove_prefix(1);
    }
    return lines;
}

LineWriter& LineWriter::add(std::string_view text, Style style) {
    const bool blank = text.find_first_not_of(' ') == std::string_view::npos;
    std::string fits = blank ? std::string(text.substr(0, left_)) : cut(text, left_);
    left_ -= columns_of(fits);
    if (!fits.empty()) line_.push_back({std::move(fits), style});
    return *this;
}

LineWriter& LineWriter::left(std::string_view text, std::size_t width, Style style) {
    const std::string fits = cut(text, width);
    const std::size_t blanks = width - columns_of(fits);
    return add(fits, style).add(std::string(blanks + 1, ' '), {.reversed = style.reversed});
}

LineWriter& LineWriter::right(std::string_view text, std::size_t width, Style style) {
    const std::string fits = cut(text, width);
    const std::size_t blanks = width - columns_of(fits);
    const Style between{.reversed = style.reversed};
    return add(std::string(blanks, ' '), between).add(fits, style).add(" ", between);
}

LineWriter& LineWriter::fill(Style style) {
    return fill_to(0, style);
}

LineWriter& LineWriter::fill_to(std::size_t columns_left, Style style) {
    if (left_ <= columns_left) return *this;
    return add(std::string(left_ - columns_left, ' '), style);
}

}  // namespace tools::screen
