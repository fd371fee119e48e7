// SPDX-License-Identifier: GPL-2.0-or-later
// Small words of the echo canceller's kernel.
#pragma once

#include "ivr_dsp/dsp/echo/echo_lanes.hpp"
#include "ivr_dsp/dsp/simd/samples.hpp"

namespace ivr_dsp::IVR_DSP_ISA {

IVR_DSP_INLINE Floats size_of(Floats value) noexcept {
    return larger(value, -value);
}
IVR_DSP_INLINE Shorts shorts(Ints pairs) noexcept {
    return reinterpret_cast<Shorts>(pairs);
}
IVR_DSP_INLINE Floats first_of(Ints pair) noexcept {
    return floats_of((pair << 16) >> 16);
}
IVR_DSP_INLINE Floats second_of(Ints pair) noexcept {
    return floats_of(pair >> 16);
}
// Eight samples of each channel.
struct EightFloats {
    Floats of[8];
};
IVR_DSP_INLINE Floats power_of(const EightFloats& samples) noexcept {
    Floats sum{};
    for (const Floats& sample : samples.of) sum += sample * sample;
    return sum * 0.125F;
}
IVR_DSP_INLINE Floats peak_of(const EightFloats& samples) noexcept {
    Floats peak{};
    for (const Floats& sample : samples.of) peak = larger(peak, size_of(sample));
    return peak;
}

// The numbers that the lanes keep.
IVR_DSP_INLINE Floats kept(const LaneFloats& from, std::size_t lane) noexcept {
    return load<Floats>(&from.of[lane]);
}
IVR_DSP_INLINE Ints kept(const LaneInts& from, std::size_t lane) noexcept {
    return load<Ints>(&from.of[lane]);
}
IVR_DSP_INLINE Floats keep(LaneFloats& in, std::size_t lane, Floats value) noexcept {
    store(&in.of[lane], value);
    return value;
}
IVR_DSP_INLINE Ints keep(LaneInts& in, std::size_t lane, Ints value) noexcept {
    store(&in.of[lane], value);
    return value;
}
// Moves what is kept by a share of the way to `now`.
IVR_DSP_INLINE Floats smoothed(LaneFloats& in, std::size_t lane, Floats now, float share) noexcept {
    const Floats before = kept(in, lane);
    return keep(in, lane, before + (now - before) * share);
}
// Milliseconds for which a mask has held, this one too.
IVR_DSP_INLINE Ints held(LaneInts& in, std::size_t lane, Ints mask) noexcept {
    return keep(in, lane, (kept(in, lane) + 1) & mask);
}
// Milliseconds left: all of them when the mask holds, one less else.
IVR_DSP_INLINE Ints left(LaneInts& in, std::size_t lane, Ints mask, std::int32_t all_ms) noexcept {
    return keep(in, lane, select(mask, ints(all_ms), larger(kept(in, lane) - 1, Ints{})));
}

}  // namespace ivr_dsp::IVR_DSP_ISA
