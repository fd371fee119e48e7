// SPDX-License-Identifier: GPL-2.0-or-later
// One way over all taps for each millisecond: the back filter takes the step that the millisecond
// before asked for, then both filters say what echo they expect. All in integers.
#pragma once

#include "ivr_dsp/dsp/echo/echo_kernel.hpp"
#include "ivr_dsp/dsp/echo/echo_values.hpp"

namespace ivr_dsp::IVR_DSP_ISA {

inline constexpr int taps_at_once = 16;  // a sum of as many products cannot overflow

// The second sample of a pair and the first of the next.
IVR_DSP_INLINE Ints between(Ints pair, Ints next) noexcept {
    return ((pair >> 16) & 0xFFFF) | (next << 16);
}
// The upper halves of two coefficients, the later one low.
IVR_DSP_INLINE Ints packed(Ints tap, Ints later) noexcept {
    return ((later >> 16) & 0xFFFF) | (tap & ints(-0x10000));
}

// The samples that sixteen taps meet in this millisecond and the one before: even[j + 12] begins
// 2j samples after the chunk's first, odd[j + 11] one sample earlier.
struct Met {
    Ints even[16];
    Ints odd[15];
};
IVR_DSP_INLINE Met met_by(const LaneInts* row, std::size_t lane) noexcept {
    Met met;
#pragma GCC unroll 16
    for (int j = 0; j < 16; ++j) met.even[j] = load<Ints>(&row[j - 12].of[lane]);
#pragma GCC unroll 16
    for (int j = 0; j < 15; ++j) met.odd[j] = between(met.even[j], met.even[j + 1]);
    return met;
}

struct Step {
    Shorts factors[echo_order / 2];
    Ints right;
    Ints left;
    Ints to_front;
    Ints to_back;
    bool moves;  // in any lane
};

IVR_DSP_INLINE Ints stepped(Ints tap, const Step& step, const Ints* samples) noexcept {
    constexpr std::int32_t most = (1 << 30) - 1;
    Ints sum{};
#pragma GCC unroll 4
    for (int m = 0; m < 4; ++m) sum = dot(sum, step.factors[m], shorts(samples[m]));
    tap += (sum << step.left) >> step.right;
    return larger(smaller(tap, ints(most)), ints(-most));
}

// The echo that each filter expects.
struct Expected {
    EightFloats back;
    EightFloats front;
};

IVR_DSP_INLINE void filter(Expected& expected, const Ints* back, const Ints* front,
                           const Met& met) noexcept {
    Ints back_sums[8]{};
    Ints front_sums[8]{};
#pragma GCC unroll 8
    for (int p = 0; p < 8; ++p) {
#pragma GCC unroll 8
        for (int n = 0; n < 8; ++n) {
            const Ints pair = n % 2 == 0 ? met.odd[n / 2 - p + 11] : met.even[n / 2 - p + 12];
            back_sums[n] = dot(back_sums[n], shorts(pair), shorts(back[p]));
            front_sums[n] = dot(front_sums[n], shorts(pair), shorts(front[p]));
        }
    }
#pragma GCC unroll 8
    for (int n = 0; n < 8; ++n) {
        expected.back.of[n] += floats_of(back_sums[n]) * (1.0F / 16384);
        expected.front.of[n] += floats_of(front_sums[n]) * (1.0F / 16384);
    }
}

// One filter takes the other's coefficients, in the lanes that the masks say.
IVR_DSP_INLINE void move_taps(const EchoMemory& memory, const Step& step,
                              std::size_t lane) noexcept {
    for (std::size_t at = 0; at < memory.taps; at += 2) {
        auto tap = load<Ints>(&memory.back[at].of[lane]);
        auto later = load<Ints>(&memory.back[at + 1].of[lane]);
        auto front = load<Ints>(&memory.front[at / 2].of[lane]);
        front = select(step.to_front, packed(tap, later), front);
        tap = select(step.to_back, (front & ints(-0x10000)) | half_a_step, tap);
        later = select(step.to_back, (front << 16) | half_a_step, later);
        store(&memory.back[at].of[lane], tap);
        store(&memory.back[at + 1].of[lane], later);
        store(&memory.front[at / 2].of[lane], front);
    }
}

IVR_DSP_INLINE Expected filtered(const EchoMemory& memory, const Step& step,
                                 std::size_t lane) noexcept {
    if (step.moves) move_taps(memory, step, lane);
    Expected expected{};
    for (std::size_t at = 0; at < memory.taps; at += taps_at_once) {
        const Met met = met_by(memory.newest - at / 2, lane);
        LaneInts* const back = memory.back + at;
        Ints back_pairs[8];
        Ints front_pairs[8];
#pragma GCC unroll 8
        for (std::size_t p = 0; p < 8; ++p) {
            auto tap = load<Ints>(&back[2 * p].of[lane]);
            auto later = load<Ints>(&back[2 * p + 1].of[lane]);
            front_pairs[p] = load<Ints>(&memory.front[at / 2 + p].of[lane]);
            tap = stepped(tap, step, &met.even[8 - p]);
            later = stepped(later, step, &met.odd[7 - p]);
            store(&back[2 * p].of[lane], tap);
            store(&back[2 * p + 1].of[lane], later);
            back_pairs[p] = packed(tap, later);
        }
        filter(expected, back_pairs, front_pairs, met);
    }
    return expected;
}

}  // namespace ivr_dsp::IVR_DSP_ISA
