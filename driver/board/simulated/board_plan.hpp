// SPDX-License-Identifier: GPL-2.0-or-later
// What a simulated board is made of, as the configuration says.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "driver/base/chunk.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"
#include "driver/board/cable.hpp"
#include "driver/framing/defects.hpp"
#include "driver/framing/e1_multiframe.hpp"
#include "driver/framing/t1_superframe.hpp"

namespace driver {

// An E1 or a T1. Its cable belongs to the caller and outlives the board.
struct SpanPlan {
    SpanId id{};
    std::variant<E1Cable*, T1Cable*> cable{};
    Law law{};
    std::uint8_t d_timeslot{};  // 16 of an E1, 24 of a T1 as a rule; 0: every timeslot is a channel
    LineId first_line{};        // of the lowest timeslot; the others follow without gaps
    E1Crc4 crc4{E1Crc4::automatic};     // of an E1
    T1Framing framing{T1Framing::esf};  // of a T1
    // The far end's clock is another than the bus's: slips are expected, and need a millisecond or
    // two that wait in the cable. That is also so when the clocks differ as the line begins.
    // Without, speech is that much sooner, and a line that turns out to be slow has a hole before
    // it slips.
    bool own_clock{};
    // A T1's far end may ask by code for a loop here, which ends after this time if it does not.
    bool answers_loop_codes{true};
    Ticks answered_loop_lasts{std::chrono::minutes(10)};
    // For LOS, LOF and AIS. Without: e1_alarm_times, t1_alarm_times.
    std::optional<AlarmTimes> alarm_times{};
    // So many path violations make a second of a line with a CRC severely errored; 0: as RFC 4805
    // (ses_thresholds).
    std::uint32_t ses_threshold{};
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
    std::vector<SpanPlan> spans;
    std::vector<StationPlan> stations;
    std::uint32_t second_of_day{};  // when the board starts, UTC: quarters are those of the clock
};

}  // namespace driver
