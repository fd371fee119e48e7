// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/call/line_book.hpp"

#include <algorithm>

namespace pbx {

LineBook::LineBook(std::vector<Line> lines) : lines_(std::move(lines)) {
    for (std::size_t i = 0; i < lines_.size(); ++i) INVARIANT(lines_[i].device.line.value == i);
}

const Line& LineBook::operator[](LineId line) const {
    INVARIANT(contains(line));
    return lines_[line.value];
}

std::optional<LineId> LineBook::station(std::string_view number) const {
    const auto found = std::ranges::find_if(lines_, [&](const Line& line) {
        return line.is_station() && line.device.station.view() == number;
    });
    if (found == lines_.end()) return std::nullopt;
    return found->device.line;
}

bool LineBook::has_group(std::string_view group) const {
    return std::ranges::any_of(
        lines_, [&](const Line& line) { return !line.is_station() && line.group.view() == group; });
}

}  // namespace pbx
