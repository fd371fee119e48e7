// SPDX-License-Identifier: GPL-2.0-or-later
// What a board with a DAHDI kernel driver is made of, as the configuration says.
#pragma once

#include <cstdint>
#include <vector>

#include "driver/base/ticks.hpp"
#include "driver/board/span/span_plan.hpp"

namespace driver {

// How audio passes between the kernel and us. Every millisecond of a block is one the far end waits
// for, every block is two system calls a channel.
struct DahdiBuffers {
    // 2, 4, 8 or 16: the kernel's smallest buffer is 16 samples.
    Ticks block{2};
    // Kept against unpunctual ticks, the kernel's and ours, each way.
    Ticks reserve{4};
};

// Settings of a line that dahdi_cfg would make, were we not told to.
struct DahdiLine {
    bool ami{};              // its code; otherwise HDB3 of an E1, B8ZS of a T1
    std::uint8_t lbo{};      // line build-out, 0-7
    std::uint16_t timing{};  // as a source of the card's clock; 0: never
};

struct DahdiSpanPlan : SpanPlan {
    bool e1{true};
    std::uint16_t kernel_span{};  // its number in /proc/dahdi, 1-128
    bool configure{};             // set the span up; otherwise take it as dahdi_cfg left it
    DahdiLine line;

    // The timeslot of an E1's signalling bits is the framer's: no program opens it.
    [[nodiscard]] bool has_file(unsigned timeslot) const {
        return !cas || !e1 || timeslot != e1_form.cas_timeslot;
    }
};

struct DahdiPlan {
    std::vector<DahdiSpanPlan> spans;
    DahdiBuffers buffers;
    std::uint32_t second_of_day{};  // when the board starts, UTC: quarters are those of the clock
};

}  // namespace driver
