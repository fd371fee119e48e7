// SPDX-License-Identifier: GPL-2.0-or-later
// Opening a span of DAHDI, checking it against the configuration, or setting it up. May wait.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "driver/base/result.hpp"
#include "driver/board/dahdi/dahdi_link.hpp"
#include "driver/board/dahdi/dahdi_plan.hpp"
#include "driver/board/owned_file.hpp"

namespace driver {

// A span that is open; closed with this.
struct OpenSpan {
    OwnedFile control;                // /dev/dahdi/ctl
    std::vector<OwnedFile> channels;  // in order of timeslots
    DahdiFiles files;                 // the same, for the tick
};

// Errors say what is missing or does not match, and the remedy (no driver, no permission, no such
// span, not configured, held by another program); `why` says it in a word.
Result<OpenSpan> open_dahdi_span(const DahdiSpanPlan& plan, const DahdiBuffers& buffers,
                                 BoardTrouble& why);
inline Result<OpenSpan> open_dahdi_span(const DahdiSpanPlan& plan, const DahdiBuffers& buffers) {
    BoardTrouble why{};
    return open_dahdi_span(plan, buffers, why);
}

// What a driver says of its line, and has counted.
struct DahdiCounters {
    std::uint32_t crc_errors{};
    std::uint32_t framing_errors{};
    std::uint32_t far_end_errors{};
};
struct DahdiState {
    bool loss_of_signal{};
    bool out_of_frame{};
    bool alarm_indication{};
    bool remote_alarm{};
    DahdiCounters counters;
};
// Nothing: the span is no more.
std::optional<DahdiState> ask_dahdi_span(const OpenSpan& span, std::uint16_t kernel_span);

// Closes a loop in the board, or opens it. False: its driver cannot.
bool loop_dahdi_span(const OpenSpan& span, std::uint16_t kernel_span, SpanLoop loop);

}  // namespace driver
