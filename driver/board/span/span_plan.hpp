// SPDX-License-Identifier: GPL-2.0-or-later
// What every board must know of a span, whatever its line is plugged into.
#pragma once

#include <cstdint>
#include <optional>

#include "driver/base/chunk.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"
#include "driver/framing/defects.hpp"
#include "driver/framing/e1_multiframe.hpp"
#include "driver/framing/t1_superframe.hpp"

namespace driver {

// What E1 and T1 differ in. Timeslots count from 1; a millisecond's chunks from `first_timeslot`.
struct SpanForm {
    AlarmTimes alarm_times;
    std::uint8_t timeslots{};
    std::uint8_t first_timeslot{};
    std::uint8_t cas_timeslot{};  // that signalling bits take for themselves; 0: none
};
inline constexpr SpanForm e1_form{e1_alarm_times, 31, 0, 16};
inline constexpr SpanForm t1_form{t1_alarm_times, 24, 1, 0};

struct SpanPlan {
    SpanId id{};
    Law law{};
    std::uint8_t d_timeslot{};  // 16 of an E1, 24 of a T1 as a rule; 0: every timeslot is a channel
    LineId first_line{};        // of the lowest timeslot; the others follow without gaps
    E1Crc4 crc4{E1Crc4::automatic};     // of an E1
    T1Framing framing{T1Framing::esf};  // of a T1
    // A T1's far end may ask by code for a loop here, which ends after this time if it does not.
    bool answers_loop_codes{true};
    Ticks answered_loop_lasts{std::chrono::minutes(10)};
    // Of an ESF line: we are the network, and say so in performance reports (T1.403 §9.4.2).
    bool is_carrier{};
    // For LOS, LOF and AIS. Without: the form's.
    std::optional<AlarmTimes> alarm_times{};
    // So many path violations make a second of a line with a CRC severely errored; 0: as RFC 4805
    // (ses_thresholds).
    std::uint32_t ses_threshold{};
    // Channels have signalling bits; an E1's are in timeslot 16 (SpanForm), no channel then.
    bool cas{};
};

}  // namespace driver
