// SPDX-License-Identifier: GPL-2.0-or-later
// What is wrong at the office's end of a span. Faults of the line itself are the cable's
// (driver/board/line_faults.hpp).
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"

namespace tools::office {

// Settable at any time; as made, everything is right.
struct TrunkFaults {
    // The exchange's D-channel is dead: it sends flags and hears nothing; framing and speech go on.
    bool silent{};
    bool without_crc4{};      // E1: timeslot 0 without a CRC-4 multiframe
    bool superframe{};        // T1: SF (D4) where ESF was agreed
    std::int16_t level_db{};  // gain of all its people say, -60 to 20
    FIELDS(silent, without_crc4, superframe, level_db)
    friend bool operator==(const TrunkFaults&, const TrunkFaults&) = default;
};

// The office as a whole.
struct OfficeFaults {
    std::int16_t tone_drift_per_mille{};  // of the frequencies of all keys pressed, -100 to 100
    FIELDS(tone_drift_per_mille)
    friend bool operator==(const OfficeFaults&, const OfficeFaults&) = default;
};

}  // namespace tools::office
