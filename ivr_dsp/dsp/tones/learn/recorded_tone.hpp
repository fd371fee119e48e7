// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"

namespace ivr_dsp {

// The tone in one recording: its frequencies, and when it sounds.
struct RecordedTone {
    struct Frequency {
        double hz{};
        double level_dbm0{};
    };
    std::vector<Frequency> frequencies;  // one or two, rising
    double purity{};                     // their share of the power while they sound
    // Milliseconds of sound and pause in turn, sound first. The first and the last may be cut.
    std::vector<double> turns_ms;
    bool cut_at_start{};
};

// Nothing: no tone that is pure enough for long enough.
std::optional<RecordedTone> tone_in(Law law, std::span<const Chunk> recording);

}  // namespace ivr_dsp
