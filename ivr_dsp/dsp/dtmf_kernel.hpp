// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "driver/base/chunk.hpp"
#include "ivr_dsp/dsp/simd/isa.hpp"
#include "ivr_dsp/dsp/simd/lane_laws.hpp"

namespace ivr_dsp {

inline constexpr std::size_t dtmf_ticks_per_look = 4;
// Eight tones of DTMF and two within the band of dial tones.
inline constexpr std::size_t dtmf_tones = 8;
inline constexpr std::size_t dtmf_probes = 10;

// What sixteen channels have heard since the last look.
struct alignas(64) DtmfHeard {
    driver::Chunk chunks[dtmf_ticks_per_look][lanes];
};

// Sixteen channels: what one look leaves for the next. 2.5 KiB, so that thousands of channels stay
// in the second-level cache. Rows by lane; a phasor is a pair of 16-bit numbers.
struct alignas(64) DtmfLanes {
    template <class Number>
    using Row = Number[lanes];
    using PhasorRow = std::int16_t[2 * lanes];

    LaneLaws laws;
    // Windows of twelve ticks begin every four: the one that has heard eight, and the one that has
    // heard four.
    PhasorRow two_thirds[dtmf_probes];
    PhasorRow one_third[dtmf_probes];
    Row<float> energy_two_thirds;
    Row<float> energy_one_third;
    // The strongest low tone and the strongest high tone of the last look.
    Row<std::int32_t> last_tone[2];
    PhasorRow last_window[2];
    Row<float> dial_before[2];  // power at a dial tone's frequencies, one look and two ago
    Row<float> dial_tone;       // power of the dial tone that goes on
    // A pair of tones that may become a digit, and what its looks add up to. Digits are places in
    // dtmf_digits, or -1.
    Row<std::int32_t> candidate;
    Row<std::int32_t> looks;
    Row<std::int32_t> absent_looks;
    Row<float> power;  // of everything
    Row<float> low_power;
    Row<float> high_power;
    Row<float> low_turn_re;
    Row<float> low_turn_im;
    Row<float> high_turn_re;
    Row<float> high_turn_im;
    Row<std::int32_t> digit;  // begun and not ended
    Row<std::int32_t> digit_absent_looks;
};

// DtmfRules as a look needs them. Powers are mean squares of 16-bit samples.
struct DtmfLimits {
    float least_power;
    float least_tone_power;
    float most_twist;
    float least_twist;
    std::int32_t looks_to_end;
    bool beside_dial_tone;
    float digit_tangent[dtmf_tones];  // of the phase gained at the edge of the tolerance
    float look_tangent[dtmf_tones];   // a single look may be a little farther off
};

// What one look found: digits that began and ended, or -1.
struct DtmfFound {
    std::int32_t began[lanes];
    std::int32_t ended[lanes];
};

struct DtmfKernel {
    // After every four ticks. True if anything was found.
    bool (*look)(const DtmfHeard& heard, DtmfLanes& batch, const DtmfLimits& limits,
                 DtmfFound& found);
};
IVR_DSP_KERNEL(DtmfKernel, dtmf_kernel)

}  // namespace ivr_dsp
