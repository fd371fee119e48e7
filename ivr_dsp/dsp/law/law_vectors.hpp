// SPDX-License-Identifier: GPL-2.0-or-later
// The laws in a kernel's vectors (linear_of of simd/samples.hpp is the way back). Only kernels
// include this.
#pragma once

#include "ivr_dsp/dsp/simd/samples.hpp"

namespace ivr_dsp::IVR_DSP_ISA {

// Octets beside each other, as many as a vector has samples.
using FewBytes [[gnu::vector_size(2 * width)]] = std::uint8_t;

IVR_DSP_INLINE Shorts shorts(int all) noexcept {
    return static_cast<std::int16_t>(all) - Shorts{};
}
IVR_DSP_INLINE Shorts widened(FewBytes octets) noexcept {
#if IVR_DSP_WIDTH == 16
    return reinterpret_cast<Shorts>(_mm512_cvtepu8_epi16(reinterpret_cast<__m256i>(octets)));
#else
    return __builtin_convertvector(octets, Shorts);
#endif
}
IVR_DSP_INLINE FewBytes narrowed(Shorts octets) noexcept {
    return __builtin_convertvector(octets, FewBytes);
}
IVR_DSP_INLINE Shorts smaller(Shorts a, Shorts b) noexcept {
    return a < b ? a : b;
}
IVR_DSP_INLINE Shorts larger(Shorts a, Shorts b) noexcept {
    return a > b ? a : b;
}

// Position of the highest bit, times 16, and the four bits below it; for 1 to 65535. A float's
// exponent and mantissa are just that.
IVR_DSP_INLINE Shorts segments_of(Shorts values) noexcept {
    const auto both = reinterpret_cast<Ints>(values);
    const auto bits = [](Ints whole) { return reinterpret_cast<Ints>(floats_of(whole)); };
    const Ints even = bits(both & 0xFFFF) >> 19;
    const Ints odd = (bits((both >> 16) & 0xFFFF) >> 3) & static_cast<std::int32_t>(0xFFFF0000U);
    return reinterpret_cast<Shorts>(even | odd) - 127 * 16;
}

// Octets of samples of 14 bits, -8192 to 8191: what companding.hpp makes of their fourfold.
IVR_DSP_INLINE Shorts octets_from(Shorts samples, Shorts is_alaw) noexcept {
    const Shorts negative = samples >> 15;
    const Shorts magnitude = samples ^ negative;
    const Shorts steps = magnitude >> 2;                          // A-law
    const Shorts biased = smaller(magnitude + 33, shorts(8191));  // µ-law
    const Shorts segments = segments_of((biased & ~is_alaw) | (steps & is_alaw));
    // A-law's first sixteen steps have no segment.
    const Shorts few = smaller(steps, shorts(15)) & is_alaw;
    const Shorts code = larger(segments - (is_alaw ? shorts(3 * 16) : shorts(5 * 16)), few);
    // The sign is set for positive samples; then A-law inverts every other bit, µ-law all others.
    return code ^ (is_alaw ? shorts(0xD5) : shorts(0xFF)) ^ (negative & 0x80);
}

}  // namespace ivr_dsp::IVR_DSP_ISA
