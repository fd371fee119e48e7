// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "driver/board/messages.hpp"
#include "driver/board/pci/te4/te4_cards.hpp"
#include "driver/board/span/span_plan.hpp"

namespace driver {

// The times after which these boards' own driver tells an alarm; unless set otherwise.
inline constexpr AlarmTimes pci_alarm_times{.declare = 2500ms, .clear = 1s};

// One port of the board, in order.
struct PciSpanPlan : SpanPlan {
    bool is_t1{};
    bool ami{};                // else HDB3 or B8ZS
    std::uint8_t build_out{};  // T1: 0 to 3 for 0, -7.5, -15, -22.5 dB
    // The board's clock follows the line with the least of these that is good; 0: never this one.
    std::uint16_t timing{};
};

struct PciBoardPlan {
    Te4Card card;
    std::vector<PciSpanPlan> spans;
    Ticks wait_to_restore{10s};  // before the clock goes back to a better line
    std::size_t ahead{3};        // see Te4Dma
    std::uint32_t second_of_day{};
    BoardTrouble kept_out{};  // why there is no card; none: there is
};

}  // namespace driver
