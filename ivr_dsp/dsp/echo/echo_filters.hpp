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

struct Step {
    Shorts factors[echo_order / 2];
    Ints right;
    Ints left;
    Ints to_front;
    Ints to_back;
    bool moves;  // in any lane
};

// The step of one tap: what it met in the millisecond before, weighed by the factors.
template <LaneInts HeardPair::*parity>
IVR_DSP_INLINE Ints stepped(Ints tap, const Step& step, const HeardPair* met,
                            std::size_t lane) noexcept {
    constexpr std::int32_t most = (1 << 30) - 1;
    Ints sum{};
#pragma GCC unroll 4
    for (int m = 0; m < 4; ++m) {
        sum = dot(sum, step.factors[m], load<Shorts>(&(met[m].*parity).of[lane]));
    }
    tap += (sum << step.left) >> step.right;
    return larger(smaller(tap, ints(most)), ints(-most));
}

enum Filter : std::size_t { back_filter, front_filter };

// The echo that each filter expects.
struct Expected {
    EightFloats of[2];
};

// As many as the machine has registers for the sums of.
inline constexpr std::size_t filters_at_once = width == 16 ? 2 : 1;

// Sixteen taps, of which the first meets the chunk at `met`. Not unrolled: the compiler would keep
// all products first, and not in registers.
template <std::size_t filters>
IVR_DSP_INLINE void filter(EightFloats* expected, const Ints (*taps)[8], const HeardPair* met,
                           std::size_t lane) noexcept {
    Ints sums[filters][8]{};
#pragma GCC unroll 2
    for (int p = 0; p < 8; ++p, --met) {
#pragma GCC unroll 8
        for (int n = 0; n < 8; ++n) {
            const LaneInts& row = n % 2 == 0 ? met[n / 2].before : met[n / 2].pair;
#pragma GCC unroll 2
            for (std::size_t f = 0; f < filters; ++f) {
                sums[f][n] = dot(sums[f][n], load<Shorts>(&row.of[lane]), shorts(taps[f][p]));
            }
        }
    }
#pragma GCC unroll 2
    for (std::size_t f = 0; f < filters; ++f) {
#pragma GCC unroll 8
        for (int n = 0; n < 8; ++n) expected[f].of[n] += floats_of(sums[f][n]);
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
        const HeardPair* const met = memory.newest - at / 2;
        LaneInts* const back = memory.back + at;
        Ints taps[2][8];
#pragma GCC unroll 1
        for (std::size_t p = 0; p < 8; ++p) {
            const HeardPair* const chunk_before = met - p - 4;
            auto tap = load<Ints>(&back[2 * p].of[lane]);
            auto later = load<Ints>(&back[2 * p + 1].of[lane]);
            taps[front_filter][p] = load<Ints>(&memory.front[at / 2 + p].of[lane]);
            tap = stepped<&HeardPair::pair>(tap, step, chunk_before, lane);
            later = stepped<&HeardPair::before>(later, step, chunk_before, lane);
            store(&back[2 * p].of[lane], tap);
            store(&back[2 * p + 1].of[lane], later);
            taps[back_filter][p] = packed(tap, later);
        }
#pragma GCC unroll 1
        for (std::size_t f = 0; f < 2; f += filters_at_once) {
            filter<filters_at_once>(expected.of + f, taps + f, met, lane);
        }
    }
    for (EightFloats& one : expected.of) {
        for (Floats& sample : one.of) sample *= 1.0F / 16384;
    }
    return expected;
}

}  // namespace ivr_dsp::IVR_DSP_ISA
