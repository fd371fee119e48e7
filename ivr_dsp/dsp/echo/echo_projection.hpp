// SPDX-License-Identifier: GPL-2.0-or-later
// The step that would make the back filter's eight errors of this millisecond vanish: the factors g
// of the last eight sample windows in it solve R g = errors, R being what these windows have in
// common (affine projection, once for each chunk). Speech is whitened by that on its way; with one
// window alone (NLMS) it adapts many times slower.
#pragma once

#include "ivr_dsp/dsp/echo/echo_filters.hpp"

namespace ivr_dsp::IVR_DSP_ISA {

// A chunk and the eight samples before it: even[j + 4] begins 2j samples after the chunk's first,
// odd[j + 3] one sample earlier.
struct Sixteen {
    Ints even[8];
    Ints odd[7];
    Floats sample[16];
};
IVR_DSP_INLINE Sixteen sixteen(const HeardPair* row, std::size_t lane) noexcept {
    Sixteen all;
#pragma GCC unroll 8
    for (std::ptrdiff_t j = 0; j < 8; ++j) {
        all.even[j] = load<Ints>(&row[j - 4].pair.of[lane]);
        all.sample[2 * j] = floats_of((all.even[j] << 16) >> 16);
        all.sample[2 * j + 1] = floats_of(all.even[j] >> 16);
    }
#pragma GCC unroll 7
    for (std::ptrdiff_t j = 0; j < 7; ++j) all.odd[j] = load<Ints>(&row[j - 3].before.of[lane]);
    return all;
}
// The chunk's products with what was `lag` samples earlier.
IVR_DSP_INLINE Ints products(const Sixteen& all, int lag) noexcept {
    const Ints* const earlier = lag % 2 == 0 ? &all.even[4 - lag / 2] : &all.odd[3 - (lag - 1) / 2];
    Ints sum{};
#pragma GCC unroll 4
    for (int m = 0; m < 4; ++m) sum = dot(sum, shorts(all.even[m + 4]), shorts(earlier[m]));
    return sum;
}

// R's lower half; row i begins at i (i + 1) / 2.
struct Common {
    Floats of[36];
    Ints energy;  // of this chunk
};
constexpr int place(int row, int column) noexcept {
    return row * (row + 1) / 2 + column;
}

IVR_DSP_INLINE Common common(const EchoMemory& memory, std::size_t lane) noexcept {
    const Sixteen come = sixteen(memory.newest, lane);
    const Sixteen gone = sixteen(memory.newest - memory.taps / 2, lane);
    Common all;
    all.energy = products(come, 0);
#pragma GCC unroll 8
    for (int lag = 0; lag < 8; ++lag) {
        const Ints low = load<Ints>(&memory.lanes.sum_low[lag].of[lane]) + products(come, lag) -
                         products(gone, lag);
        const Ints high = load<Ints>(&memory.lanes.sum_high[lag].of[lane]) + (low >> 20);
        store(&memory.lanes.sum_low[lag].of[lane], low & 0xFFFFF);
        store(&memory.lanes.sum_high[lag].of[lane], high);
        Floats value = floats_of(high) * 1048576.0F + floats_of(low & 0xFFFFF);
        all.of[place(7, 7 - lag)] = value;
#pragma GCC unroll 8
        for (int i = 6; i >= lag; --i) {
            value = value - come.sample[i + 9] * come.sample[i + 9 - lag] +
                    gone.sample[i + 9] * gone.sample[i + 9 - lag];
            all.of[place(i, i - lag)] = value;
        }
    }
    return all;
}

// Solves (R + ridge) g = errors in place, by Cholesky's way without roots. The last pivot,
// returned, is the power of what seven samples do not tell of the next.
IVR_DSP_INLINE Floats solve(Common& matrix, Floats ridge, Floats* errors) noexcept {
    Floats pivots[8];
    Floats inverse[8];
    Floats* const m = matrix.of;
#pragma GCC unroll 8
    for (int j = 0; j < 8; ++j) {
        Floats scaled[8];
        Floats pivot = m[place(j, j)] + ridge;
#pragma GCC unroll 8
        for (int k = 0; k < j; ++k) {
            scaled[k] = m[place(j, k)] * pivots[k];
            pivot -= m[place(j, k)] * scaled[k];
        }
        const Floats least = ridge * 0.5F;
        pivots[j] = select(pivot < least, least, pivot);
        inverse[j] = 1.0F / pivots[j];
#pragma GCC unroll 8
        for (int i = j + 1; i < 8; ++i) {
            Floats sum = m[place(i, j)];
#pragma GCC unroll 8
            for (int k = 0; k < j; ++k) sum -= m[place(i, k)] * scaled[k];
            m[place(i, j)] = sum * inverse[j];
        }
    }
#pragma GCC unroll 8
    for (int i = 0; i < 8; ++i) {
#pragma GCC unroll 8
        for (int k = 0; k < i; ++k) errors[i] -= m[place(i, k)] * errors[k];
    }
#pragma GCC unroll 8
    for (int i = 7; i >= 0; --i) {
        errors[i] *= inverse[i];
#pragma GCC unroll 8
        for (int k = i + 1; k < 8; ++k) errors[i] -= m[place(k, i)] * errors[k];
    }
    return pivots[7];
}

IVR_DSP_INLINE Ints exponent_of(Floats positive) noexcept {
    return (reinterpret_cast<Ints>(positive) >> 23) - 127;
}

// The factors as 16-bit numbers and a shift, so that no sum of the next millisecond overflows: the
// largest factor has 14 bits, fewer when it would take a left shift for which the samples (of whose
// windows `reach` is the energy) are too large.
IVR_DSP_INLINE void store_step(EchoLanes& all, std::size_t lane, const Floats* factors,
                               Floats reach) noexcept {
    Floats largest = floats(1e-30F);
#pragma GCC unroll 8
    for (int n = 0; n < 8; ++n) {
        largest = larger(largest, select(factors[n] < 0.0F, -factors[n], factors[n]));
    }
    const Ints room = 13 - (exponent_of(reach + 1.0F) >> 1) - 1;
    Ints shift = -17 - exponent_of(largest);
    shift = larger(shift, select(room > 0, -room, Ints{}));
    shift = smaller(shift, ints(31));
    const Floats scale = reinterpret_cast<Floats>((shift + (127 + 30)) << 23);
    const auto whole = [&](int n) {
        const Floats scaled = factors[n] * scale;
        return ints_of(smaller(larger(scaled, floats(-16383.0F)), floats(16383.0F)));
    };
#pragma GCC unroll 4
    for (int m = 0; m < 4; ++m) {
        store(&all.step[m].of[lane], (whole(2 * m) & 0xFFFF) | (whole(2 * m + 1) << 16));
    }
    store(&all.shift.of[lane], shift);
}

IVR_DSP_INLINE Step step_of(const EchoLanes& all, std::size_t lane) noexcept {
    Step step;
#pragma GCC unroll 4
    for (int m = 0; m < 4; ++m) step.factors[m] = load<Shorts>(&all.step[m].of[lane]);
    const auto shift = load<Ints>(&all.shift.of[lane]);
    step.right = larger(shift, Ints{});
    step.left = larger(-shift, Ints{});
    step.to_front = load<Ints>(&all.to_front.of[lane]);
    step.to_back = load<Ints>(&all.to_back.of[lane]);
    step.moves = any(step.to_front | step.to_back);
    return step;
}

}  // namespace ivr_dsp::IVR_DSP_ISA
