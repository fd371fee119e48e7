// SPDX-License-Identifier: GPL-2.0-or-later
// What a simulated board is made of, as the configuration says.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "driver/base/chunk.hpp"
#include "driver/base/ids.hpp"
#include "driver/board/cable.hpp"
#include "driver/board/span/span_plan.hpp"

namespace driver {

// An E1 or a T1 on a cable, which belongs to the caller and outlives the board.
struct SimulatedSpanPlan : SpanPlan {
    std::variant<E1Cable*, T1Cable*> cable{};
    // The far end's clock is another than the bus's: slips are expected, and need a millisecond or
    // two that wait in the cable. That is also so when the clocks differ as the line begins.
    // Without, speech is that much sooner, and a line that turns out to be slow has a hole before
    // it slips.
    bool own_clock{};
};

// A telephone on its two wires (FXS).
struct StationPlan {
    LineId line;
    LoopCable* cable{};
    Law law{};
    std::uint8_t connector{};
};

// Lines go on without gaps from the first span's to the last station's.
struct BoardPlan {
    std::vector<SimulatedSpanPlan> spans;
    std::vector<StationPlan> stations;
    std::uint32_t second_of_day{};  // when the board starts, UTC: quarters are those of the clock
};

}  // namespace driver
