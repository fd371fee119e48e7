// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>

#include "driver/base/ticks.hpp"
#include "ivr_dsp/dsp/dtmf_spectrum.hpp"

namespace ivr_dsp {

// What a tick brought. At most one digit begins and one ends; both when one follows the other
// without a pause.
struct DtmfChange {
    char began{};  // 0-9 * # A-D, or 0
    char ended{};
    driver::Ticks at{};  // the tick in which it was decided
    float level_dbm0{};  // of both tones of the digit that began
    explicit operator bool() const { return began != 0 || ended != 0; }
};

// Finds DTMF digits on one channel by ITU-T Q.24 (the values of its AT&T column): tones within 1.5
// % count and beyond 3.5 % do not, each from 0 to -25 dBm0, the high one 4 dB stronger to 8 dB
// weaker; 40 ms make a digit and 23 ms do not; 40 ms of pause part two and 10 ms do not. Realtime:
// no allocation, and the same decisions in every build.
class DtmfDetector {
  public:
    explicit DtmfDetector(Law law) noexcept : spectrum_(law), law_(law) {}

    // Call every tick. A digit begins 28-40 ms after its first sample, 34 on the average, and ends
    // 24-38 ms after its last.
    DtmfChange hear(const Chunk& chunk, driver::Ticks now) noexcept;

  private:
    // A pair of tones that may become a digit: what its looks add up to.
    struct Candidate {
        char digit{};
        int looks{};
        float low_power{};
        float high_power{};
        Phasor low_turn{};
        Phasor high_turn{};
    };

    DtmfChange judge(const DtmfLook& look) noexcept;
    [[nodiscard]] char digit_in(const DtmfLook& look) const noexcept;
    [[nodiscard]] char digit_ended(char seen) noexcept;
    void add_to_candidate(const DtmfLook& look, char seen) noexcept;
    [[nodiscard]] bool is_digit(const DtmfLook& last) const noexcept;

    DtmfSpectrum spectrum_;
    Law law_;
    int ticks_since_look_{};
    Candidate candidate_;
    int candidate_absent_looks_{};
    char digit_{};  // begun and not ended, or 0
    int digit_absent_looks_{};
};

}  // namespace ivr_dsp
