// SPDX-License-Identifier: GPL-2.0-or-later
// The vectors of the instruction set that a kernel is compiled for: `width` channels side by side,
// in the compiler's own vector types, whose operators work lane by lane (comparisons give 0 or -1).
// Only kernels include this. Everything lives in the namespace of the instruction set, so that the
// linker cannot take another's; a test sees that kernels leave nothing else behind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

// For tools that look at this file alone.
#ifndef IVR_DSP_ISA
#define IVR_DSP_ISA scalar
#define IVR_DSP_WIDTH 1
#endif

#if IVR_DSP_WIDTH > 1
#include <immintrin.h>
#endif

#include "driver/base/chunk.hpp"
#include "ivr_dsp/dsp/simd/isa.hpp"

namespace ivr_dsp::IVR_DSP_ISA {

inline constexpr std::size_t width = IVR_DSP_WIDTH;
static_assert(lanes % width == 0);

using Floats [[gnu::vector_size(4 * width)]] = float;
using Ints [[gnu::vector_size(4 * width)]] = std::int32_t;
// Two samples a channel, side by side.
using Shorts [[gnu::vector_size(4 * width)]] = std::int16_t;

// The set's own instruction, by what all sets call it, and what it works on.
#if IVR_DSP_WIDTH == 16
#define IVR_DSP_SET(operation) _mm512_##operation
using Whole = __m512i;
#elif IVR_DSP_WIDTH == 8
#define IVR_DSP_SET(operation) _mm256_##operation
using Whole = __m256i;
#elif IVR_DSP_WIDTH == 4
#define IVR_DSP_SET(operation) _mm_##operation
using Whole = __m128i;
#endif

#define IVR_DSP_INLINE [[gnu::always_inline]] inline

template <class Vector, class Element>
IVR_DSP_INLINE Vector load(const Element* from) noexcept {
    Vector vector;
    std::memcpy(&vector, from, sizeof vector);
    return vector;
}
template <class Vector, class Element>
IVR_DSP_INLINE void store(Element* to, Vector vector) noexcept {
    std::memcpy(to, &vector, sizeof vector);
}
IVR_DSP_INLINE Floats floats(float all) noexcept {
    return all - Floats{};
}
IVR_DSP_INLINE Ints ints(std::int32_t all) noexcept {
    return all - Ints{};
}
// A pair for every channel: the first sample's factor, the second's.
IVR_DSP_INLINE Shorts pairs(std::int16_t first, std::int16_t second) noexcept {
    return reinterpret_cast<Shorts>(ints(static_cast<std::int32_t>(
        static_cast<std::uint16_t>(first) |
        (static_cast<std::uint32_t>(static_cast<std::uint16_t>(second)) << 16U))));
}
IVR_DSP_INLINE Floats floats_of(Ints whole) noexcept {
    return __builtin_convertvector(whole, Floats);
}
// Towards zero.
IVR_DSP_INLINE Ints ints_of(Floats values) noexcept {
    return __builtin_convertvector(values, Ints);
}
IVR_DSP_INLINE Floats magnitude(Floats values) noexcept {
    return reinterpret_cast<Floats>(reinterpret_cast<Ints>(values) & 0x7FFF'FFFF);
}
IVR_DSP_INLINE Floats select(Ints mask, Floats yes, Floats no) noexcept {
    return mask ? yes : no;
}
IVR_DSP_INLINE Ints select(Ints mask, Ints yes, Ints no) noexcept {
    return mask ? yes : no;
}

// As `a < b ? b : a` and `a < b ? a : b`, for which the compiler would take two instructions.
#if IVR_DSP_WIDTH == 1
IVR_DSP_INLINE Floats larger(Floats a, Floats b) noexcept {
    return select(a < b, b, a);
}
IVR_DSP_INLINE Floats smaller(Floats a, Floats b) noexcept {
    return select(a < b, a, b);
}
IVR_DSP_INLINE Ints larger(Ints a, Ints b) noexcept {
    return select(a < b, b, a);
}
IVR_DSP_INLINE Ints smaller(Ints a, Ints b) noexcept {
    return select(a < b, a, b);
}
#else
IVR_DSP_INLINE Floats larger(Floats a, Floats b) noexcept {
    return IVR_DSP_SET(max_ps)(b, a);
}
IVR_DSP_INLINE Floats smaller(Floats a, Floats b) noexcept {
    return IVR_DSP_SET(min_ps)(a, b);
}
IVR_DSP_INLINE Ints larger(Ints a, Ints b) noexcept {
    return reinterpret_cast<Ints>(
        IVR_DSP_SET(max_epi32)(reinterpret_cast<Whole>(a), reinterpret_cast<Whole>(b)));
}
IVR_DSP_INLINE Ints smaller(Ints a, Ints b) noexcept {
    return reinterpret_cast<Ints>(
        IVR_DSP_SET(min_epi32)(reinterpret_cast<Whole>(a), reinterpret_cast<Whole>(b)));
}
#endif

// sum + a[first] * b[first] + a[second] * b[second], exact while it fits.
IVR_DSP_INLINE Ints dot(Ints sum, Shorts a, Shorts b) noexcept {
#if IVR_DSP_WIDTH == 16
    return reinterpret_cast<Ints>(_mm512_dpwssd_epi32(reinterpret_cast<__m512i>(sum),
                                                      reinterpret_cast<__m512i>(a),
                                                      reinterpret_cast<__m512i>(b)));
#elif IVR_DSP_WIDTH == 8
    return sum + reinterpret_cast<Ints>(
                     _mm256_madd_epi16(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
#elif IVR_DSP_WIDTH == 4
    return sum + reinterpret_cast<Ints>(
                     _mm_madd_epi16(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#else
    return sum + Ints{a[0] * b[0] + a[1] * b[1]};
#endif
}

IVR_DSP_INLINE Ints dot(Shorts a, Shorts b) noexcept {
#if IVR_DSP_WIDTH == 16
    return reinterpret_cast<Ints>(
        _mm512_madd_epi16(reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#else
    return dot(Ints{}, a, b);
#endif
}

// By 0 to 7 bits, each sample by its own number.
IVR_DSP_INLINE Shorts shifted_left(Shorts values, Shorts bits) noexcept {
#if IVR_DSP_WIDTH == 8
    const __m256i powers = _mm256_set1_epi64x(static_cast<std::int64_t>(0x8040201008040201U));
    return values * reinterpret_cast<Shorts>(_mm256_shuffle_epi8(
                        powers, reinterpret_cast<__m256i>(bits | std::int16_t(-0x8000))));
#elif IVR_DSP_WIDTH == 4
    const __m128i powers = _mm_set1_epi64x(static_cast<std::int64_t>(0x8040201008040201U));
    return values * reinterpret_cast<Shorts>(_mm_shuffle_epi8(
                        powers, reinterpret_cast<__m128i>(bits | std::int16_t(-0x8000))));
#else
    return values << bits;
#endif
}

// Each pair's samples in the other order.
IVR_DSP_INLINE Shorts exchanged(Shorts pairs) noexcept {
#if IVR_DSP_WIDTH == 8
    const __m128i order = _mm_setr_epi8(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
    return reinterpret_cast<Shorts>(
        _mm256_shuffle_epi8(reinterpret_cast<__m256i>(pairs), _mm256_broadcastsi128_si256(order)));
#elif IVR_DSP_WIDTH == 4
    const __m128i order = _mm_setr_epi8(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
    return reinterpret_cast<Shorts>(_mm_shuffle_epi8(reinterpret_cast<__m128i>(pairs), order));
#else
    using Bits [[gnu::vector_size(4 * width)]] = std::uint32_t;
    const auto both = reinterpret_cast<Bits>(pairs);
    return reinterpret_cast<Shorts>((both << 16) | (both >> 16));
#endif
}
// The first samples of one, the second samples of the other.
IVR_DSP_INLINE Shorts mixed(Shorts first, Shorts second) noexcept {
#if IVR_DSP_WIDTH == 16
    return reinterpret_cast<Shorts>(_mm512_mask_blend_epi16(
        0xAAAAAAAAU, reinterpret_cast<__m512i>(first), reinterpret_cast<__m512i>(second)));
#elif IVR_DSP_WIDTH == 8
    return reinterpret_cast<Shorts>(_mm256_blend_epi16(reinterpret_cast<__m256i>(first),
                                                       reinterpret_cast<__m256i>(second), 0xAA));
#elif IVR_DSP_WIDTH == 4
    return reinterpret_cast<Shorts>(
        _mm_blend_epi16(reinterpret_cast<__m128i>(first), reinterpret_cast<__m128i>(second), 0xAA));
#else
    return Shorts{first[0], second[1]};
#endif
}
// The upper halves of two numbers as a pair, after `shift` places to the left.
template <int shift>
IVR_DSP_INLINE Shorts upper_halves(Ints first, Ints second) noexcept {
    return mixed(reinterpret_cast<Shorts>(first >> (16 - shift)),
                 reinterpret_cast<Shorts>(second << shift));
}

// a * b / 32768, rounded.
IVR_DSP_INLINE Shorts scaled(Shorts a, Shorts b) noexcept {
#if IVR_DSP_WIDTH > 1
    return reinterpret_cast<Shorts>(
        IVR_DSP_SET(mulhrs_epi16)(reinterpret_cast<Whole>(a), reinterpret_cast<Whole>(b)));
#else
    Shorts products;
    for (std::size_t i = 0; i < 2 * width; ++i) {
        products[i] = static_cast<std::int16_t>((a[i] * b[i] + 16'384) >> 15);
    }
    return products;
#endif
}

// a - b, limited to 16 bits.
IVR_DSP_INLINE Shorts limited_difference(Shorts a, Shorts b) noexcept {
#if IVR_DSP_WIDTH > 1
    return reinterpret_cast<Shorts>(
        IVR_DSP_SET(subs_epi16)(reinterpret_cast<Whole>(a), reinterpret_cast<Whole>(b)));
#else
    Shorts differences;
    for (std::size_t i = 0; i < 2 * width; ++i) {
        const int exact = a[i] - b[i];
        differences[i] =
            static_cast<std::int16_t>(exact > 32767 ? 32767 : (exact < -32768 ? -32768 : exact));
    }
    return differences;
#endif
}

// Rounded as IEEE 754 says: the same everywhere.
IVR_DSP_INLINE Floats square_root(Floats values) noexcept {
#if IVR_DSP_WIDTH == 16
    return _mm512_sqrt_ps(values);
#elif IVR_DSP_WIDTH == 8
    return _mm256_sqrt_ps(values);
#elif IVR_DSP_WIDTH == 4
    return _mm_sqrt_ps(values);
#else
    return Floats{__builtin_sqrtf(values[0])};
#endif
}

// Of eight 32-bit values each channel's own, by number.
template <class Vector, class Element>
IVR_DSP_INLINE Vector looked_up(Ints numbers, const Element* eight) noexcept {
    static_assert(sizeof(Element) == 4 && sizeof(Vector) == 4 * width);
#if IVR_DSP_WIDTH == 16
    __m256i table;
    std::memcpy(&table, eight, sizeof table);
    return reinterpret_cast<Vector>(_mm512_permutexvar_epi32(reinterpret_cast<__m512i>(numbers),
                                                             _mm512_castsi256_si512(table)));
#elif IVR_DSP_WIDTH == 8
    __m256i table;
    std::memcpy(&table, eight, sizeof table);
    return reinterpret_cast<Vector>(
        _mm256_permutevar8x32_epi32(table, reinterpret_cast<__m256i>(numbers)));
#else
    Element each[width];
    for (std::size_t i = 0; i < width; ++i) each[i] = eight[numbers[i] & 7];
    return load<Vector>(each);
#endif
}

// True if the mask holds for any channel.
IVR_DSP_INLINE bool any(Ints mask) noexcept {
#if IVR_DSP_WIDTH == 16
    return _mm512_movepi32_mask(reinterpret_cast<__m512i>(mask)) != 0;
#elif IVR_DSP_WIDTH == 8
    return _mm256_movemask_ps(reinterpret_cast<__m256>(mask)) != 0;
#elif IVR_DSP_WIDTH == 4
    return _mm_movemask_ps(reinterpret_cast<__m128>(mask)) != 0;
#else
    return mask[0] != 0;
#endif
}

}  // namespace ivr_dsp::IVR_DSP_ISA
