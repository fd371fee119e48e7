// SPDX-License-Identifier: GPL-2.0-or-later
// What control knows about the lines: where each is, whom it reaches, which trunk group it is in.
#pragma once

#include <optional>
#include <vector>

#include "driver/base/invariant.hpp"
#include "pbx/journal/events.hpp"

namespace pbx {

struct Line {
    Device device;  // span and timeslot of a trunk, or a station's number
    Name group;     // trunk group; empty for a station
    [[nodiscard]] bool is_station() const { return !device.station.empty(); }
};

// All lines, by LineId, as configured. Immutable.
class LineBook {
  public:
    LineBook() = default;
    // `lines[i].device.line` must be i.
    explicit LineBook(std::vector<Line> lines);

    [[nodiscard]] bool contains(LineId line) const { return line.value < lines_.size(); }
    [[nodiscard]] const Line& operator[](LineId line) const;
    [[nodiscard]] const std::vector<Line>& all() const { return lines_; }
    [[nodiscard]] std::optional<LineId> station(std::string_view number) const;
    [[nodiscard]] bool has_group(std::string_view group) const;

  private:
    std::vector<Line> lines_;
};

}  // namespace pbx
