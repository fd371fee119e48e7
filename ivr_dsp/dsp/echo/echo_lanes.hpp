// SPDX-License-Identifier: GPL-2.0-or-later
// What sixteen echo cancellers remember, side by side: the memory that the kernels of every
// instruction set work on. Samples are in steps of µ-law (simd/samples.hpp), powers are mean
// squares of them; an echo path's coefficient 1.0 is 2^30.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ivr_dsp/dsp/simd/isa.hpp"

namespace ivr_dsp {

// One number, or a pair of 16-bit samples, of each lane.
struct alignas(64) LaneInts {
    std::int32_t of[lanes]{};
};
struct alignas(64) LaneFloats {
    float of[lanes]{};
};

// Two samples of what each line has heard, and the pair that begins one sample earlier.
struct HeardPair {
    LaneInts pair;
    LaneInts before;
};

inline constexpr std::size_t echo_order = 8;         // one equation for each sample of a chunk
inline constexpr std::int32_t half_a_step = 0x8000;  // of a coefficient cut to 16 bits: rounds it

struct EchoLanes {
    LaneInts cancels;     // -1, or 0 where the line is passed as it is
    LaneInts suppresses;  // -1, or 0 without the non-linear processor
    // Sums over the taps of x[n] x[n - lag], x being what the line hears: high * 2^20 + low.
    LaneInts sum_high[echo_order];
    LaneInts sum_low[echo_order];

    // What the next millisecond does before it filters: the front takes the back's coefficients, or
    // the back the front's (masks); then the back steps: pairs of 16-bit factors of the last eight
    // samples, and how far their products are shifted, to the right or (negative) to the left.
    LaneInts to_front;
    LaneInts to_back;
    LaneInts step[echo_order / 2];
    LaneInts shift;

    LaneFloats offset;       // DC of what the line says
    LaneFloats far_offset;   // and of what it hears
    LaneFloats far_peak;     // highest sample that the line has heard of late
    LaneFloats near;         // power of what the line says,
    LaneFloats echo;         // of the front's idea of the echo in it,
    LaneFloats front_error;  // of what is left
    LaneFloats back_error;   // and would be left by the back
    LaneFloats leak;         // what is left, as share of the echo, while only the far end talks
    LaneFloats echo_share;   // what is left, as share of all that the line says: for ERLE
    LaneFloats long_share;   // the same over half a second, from the call's beginning
    LaneInts loud_ms;        // for so long yet what the line says is too loud for an echo
    LaneInts unlikely_ms;    // or for an echo of this path
    LaneInts better_ms;      // for so long the back has been better than the front
    LaneInts worse_ms;

    LaneFloats floor;      // power of the background noise
    LaneFloats lowest;     // power of what was left in this quarter of a second
    LaneInts floor_ms;     // of this quarter of a second
    LaneFloats far_sum;    // in it: power of what the line heard,
    LaneFloats near_sum;   // and said
    LaneFloats path_gain;  // of the echo path, in power: no quarter of late brought back less
    LaneFloats slope;      // correlation of neighbouring samples of the background noise
    LaneFloats quick;      // as front_error and echo, over a few milliseconds
    LaneFloats expected;
    LaneInts talks_ms;   // for so long yet somebody is taken to talk on the line
    LaneFloats open;     // share of what is left that passes; the rest is comfort noise
    LaneFloats comfort;  // its last sample
    LaneInts chance;
};

}  // namespace ivr_dsp
