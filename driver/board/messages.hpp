// SPDX-License-Identifier: GPL-2.0-or-later
// What a board tells control. Crosses border 1; carried by pbx/signalling/messages.hpp.
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"

namespace driver {

// Defects and failures of one span as G.775 and T1.231 name them, and its D-channel's state.
struct SpanStatus {
    SpanId span;
    bool loss_of_signal{};
    bool loss_of_frame{};
    bool alarm_indication{};     // AIS, all ones from the far end
    bool remote_alarm{};         // RAI: the far end does not hear us
    bool signalling_up{};        // Q.921 link established
    std::uint32_t slips{};       // controlled slips since the firmware started
    std::uint32_t bad_frames{};  // D-channel: wrong FCS, abort, length; or not fetched in time
    FIELDS(span, loss_of_signal, loss_of_frame, alarm_indication, remote_alarm, signalling_up,
           slips, bad_frames)
    friend bool operator==(const SpanStatus&, const SpanStatus&) = default;
    // Speech does not pass, in one direction at least.
    [[nodiscard]] bool failed() const {
        return loss_of_signal || loss_of_frame || alarm_indication || remote_alarm;
    }
    [[nodiscard]] bool usable() const { return !failed() && signalling_up; }
};

// How punctual the tick was. Late ticks are caught up, never dropped.
struct TickHealth {
    std::uint64_t ticks{};
    std::uint64_t late_ticks{};  // ticks that began over 1 ms after their time
    std::uint32_t longest_late_ms{};
    std::uint32_t longest_work_us{};  // of one tick
    FIELDS(ticks, late_ticks, longest_late_ms, longest_work_us)
};

}  // namespace driver
