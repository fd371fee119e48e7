// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/complaints.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace tools {
namespace {

// A mistake is one line, whatever the file says.
std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        const bool shows = octet >= ' ' && octet != 0x7F;
        line += shows ? std::string(1, c) : fmt::format("\\x{:02X}", octet);
    }
    return line;
}

}  // namespace

void Complaints::add(std::size_t line, std::string_view what) {
    lines_.emplace(line, fmt::format("{}:{}: {}", file_, line, one_line(what)));
}

void Complaints::add(const Place& place, std::string_view what) {
    add(place.line, fmt::format("{}: {}", place.setting, what));
}

std::string Complaints::text() const {
    std::string all;
    for (const auto& [line, text] : lines_) add_lines(all, text);
    return all;
}

void add_lines(std::string& all, std::string_view more) {
    if (!all.empty() && !more.empty()) all += '\n';
    all += more;
}

// Levenshtein's, one row at a time.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({changed, row[j] + 1, row[j - 1] + 1}));
        }
    }
    return row.back();
}

}  // namespace tools
