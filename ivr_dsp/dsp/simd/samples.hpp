// SPDX-License-Identifier: GPL-2.0-or-later
// Chunks of law octets as samples in a kernel's vectors. Only kernels include this.
#pragma once

#include "ivr_dsp/dsp/simd/vectors.hpp"

namespace ivr_dsp::IVR_DSP_ISA {

// Octets 0-3 and 4-7 of each channel's chunk.
struct Octets {
    Ints early;
    Ints late;
};

#if IVR_DSP_WIDTH == 4 || IVR_DSP_WIDTH == 8
IVR_DSP_INLINE __m128i two_of(const driver::Chunk* const* heard) noexcept {
    std::int64_t chunks[2];
    std::memcpy(&chunks[0], heard[0], sizeof chunks[0]);
    std::memcpy(&chunks[1], heard[1], sizeof chunks[1]);
    return _mm_set_epi64x(chunks[1], chunks[0]);
}
// Of two and two channels in each sixteen octets.
IVR_DSP_INLINE Octets parted(Whole two, Whole next_two) noexcept {
    const auto first = reinterpret_cast<Floats>(two);
    const auto second = reinterpret_cast<Floats>(next_two);
    return {reinterpret_cast<Ints>(IVR_DSP_SET(shuffle_ps)(first, second, 0x88)),
            reinterpret_cast<Ints>(IVR_DSP_SET(shuffle_ps)(first, second, 0xDD))};
}
#endif

IVR_DSP_INLINE Octets octets_of(const driver::Chunk* const* heard) noexcept {
#if IVR_DSP_WIDTH == 16
    const __m512i low = _mm512_i64gather_epi64(_mm512_loadu_si512(heard), nullptr, 1);
    const __m512i high = _mm512_i64gather_epi64(_mm512_loadu_si512(heard + 8), nullptr, 1);
    const __m512i even =
        _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
    const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
    return {reinterpret_cast<Ints>(_mm512_permutex2var_epi32(low, even, high)),
            reinterpret_cast<Ints>(_mm512_permutex2var_epi32(low, odd, high))};
#elif IVR_DSP_WIDTH == 8
    return parted(_mm256_set_m128i(two_of(heard + 4), two_of(heard)),
                  _mm256_set_m128i(two_of(heard + 6), two_of(heard + 2)));
#elif IVR_DSP_WIDTH == 4
    return parted(two_of(heard), two_of(heard + 2));
#else
    Octets octets;
    std::memcpy(&octets, heard[0], sizeof octets);
    return octets;
#endif
}

// The same of chunks that lie side by side.
IVR_DSP_INLINE Octets octets_of(const driver::Chunk* chunks) noexcept {
    Octets octets;
#if IVR_DSP_WIDTH == 16
    const auto low = load<Ints>(chunks);
    const auto high = load<Ints>(chunks + 8);
    octets.early = __builtin_shufflevector(low, high, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24,
                                           26, 28, 30);
    octets.late = __builtin_shufflevector(low, high, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25,
                                          27, 29, 31);
#elif IVR_DSP_WIDTH == 8
    const auto low = load<Ints>(chunks);
    const auto high = load<Ints>(chunks + 4);
    octets.early = __builtin_shufflevector(low, high, 0, 2, 4, 6, 8, 10, 12, 14);
    octets.late = __builtin_shufflevector(low, high, 1, 3, 5, 7, 9, 11, 13, 15);
#elif IVR_DSP_WIDTH == 4
    const auto low = load<Ints>(chunks);
    const auto high = load<Ints>(chunks + 2);
    octets.early = __builtin_shufflevector(low, high, 0, 2, 4, 6);
    octets.late = __builtin_shufflevector(low, high, 1, 3, 5, 7);
#else
    std::memcpy(&octets, chunks, sizeof octets);
#endif
    return octets;
}

// A chunk of each channel, linear, in steps of µ-law: a quarter of the 16-bit samples of
// `companding.hpp`, without loss. [0] holds the first two samples.
struct Samples {
    Shorts pair[4];
};

// By G.711's formulas. `is_alaw` is -1 in both halves of a channel that talks A-law, else 0.
IVR_DSP_INLINE Shorts linear_of(Shorts octets, Shorts is_alaw) noexcept {
    // The inverted bits; then the sign is set for negative samples.
    const Shorts code = octets ^ (is_alaw ? 0xD5 - Shorts{} : 0xFF - Shorts{});
    const Shorts exponent = (code >> 4) & 7;
    const Shorts size = ((code << 1) & 30) | 33;
    // A-law has no hidden bit in its lowest segment, which is as steep as the next.
    const Shorts least = is_alaw & 1;
    const Shorts steep = exponent > least ? exponent : least;
    const Shorts too_much = exponent == 0 ? 33 + (is_alaw & 31) : 33 & ~is_alaw;
    const Shorts magnitude = shifted_left(size, steep) - too_much;
    const Shorts negative = code > 127;
    return (magnitude ^ negative) - negative;
}

#if IVR_DSP_WIDTH > 1

// Octets beside each other. What crosses them does so within sixteen.
using Bytes [[gnu::vector_size(4 * width)]] = std::uint8_t;

#if IVR_DSP_WIDTH == 16
#define IVR_DSP_OF_BYTES(name) _mm512_##name
using RawBytes = __m512i;
#elif IVR_DSP_WIDTH == 8
#define IVR_DSP_OF_BYTES(name) _mm256_##name
using RawBytes = __m256i;
#else
#define IVR_DSP_OF_BYTES(name) _mm_##name
using RawBytes = __m128i;
#endif

IVR_DSP_INLINE Bytes bytes(int all) noexcept {
    return static_cast<std::uint8_t>(all) - Bytes{};
}
// Sixteen octets everywhere.
IVR_DSP_INLINE Bytes repeated(const std::uint8_t* sixteen) noexcept {
    __m128i once;
    std::memcpy(&once, sixteen, sizeof once);
#if IVR_DSP_WIDTH == 16
    return reinterpret_cast<Bytes>(_mm512_broadcast_i32x4(once));
#elif IVR_DSP_WIDTH == 8
    return reinterpret_cast<Bytes>(_mm256_broadcastsi128_si256(once));
#else
    return reinterpret_cast<Bytes>(once);
#endif
}
// The lower four bits of an index choose one of sixteen; nothing where its highest bit is set.
IVR_DSP_INLINE Bytes chosen(Bytes sixteen, Bytes index) noexcept {
    return reinterpret_cast<Bytes>(IVR_DSP_OF_BYTES(shuffle_epi8)(
        reinterpret_cast<RawBytes>(sixteen), reinterpret_cast<RawBytes>(index)));
}

// Two octets side by side in a sample's place, of the lower and of the upper eight of sixteen.
struct Couples {
    RawBytes lower;
    RawBytes upper;
};
IVR_DSP_INLINE Couples coupled(Bytes first, Bytes second) noexcept {
    const auto a = reinterpret_cast<RawBytes>(first);
    const auto b = reinterpret_cast<RawBytes>(second);
    return {IVR_DSP_OF_BYTES(unpacklo_epi8)(a, b), IVR_DSP_OF_BYTES(unpackhi_epi8)(a, b)};
}

// Negative (as signed octets) where the highest bit of `code` is set.
IVR_DSP_INLINE Bytes signed_by(Bytes code, Bytes values) noexcept {
#if IVR_DSP_WIDTH == 16
    const auto raw = reinterpret_cast<__m512i>(values);
    return reinterpret_cast<Bytes>(_mm512_mask_sub_epi8(
        raw, _mm512_movepi8_mask(reinterpret_cast<__m512i>(code)), _mm512_setzero_si512(), raw));
#else
    return reinterpret_cast<Bytes>(IVR_DSP_OF_BYTES(sign_epi8)(
        reinterpret_cast<RawBytes>(values), reinterpret_cast<RawBytes>(code | 1)));
#endif
}

// By G.711's formulas, in octets: a sample is its size times a power of two less its bias.
IVR_DSP_INLINE void samples_from(Bytes octets, Bytes is_alaw, Shorts& lower,
                                 Shorts& upper) noexcept {
    static constexpr std::uint8_t sizes[16] = {33, 35, 37, 39, 41, 43, 45, 47,
                                               49, 51, 53, 55, 57, 59, 61, 63};
    // By segment, µ-law first. A-law has no hidden bit in its lowest segment, which is as steep as
    // the next.
    static constexpr std::uint8_t powers[16] = {1, 2, 4, 8, 16, 32, 64, 128,
                                                2, 2, 4, 8, 16, 32, 64, 128};
    constexpr auto less = [](int bias) { return static_cast<std::uint8_t>(-bias); };
    static constexpr std::uint8_t biases[16] = {less(33), less(33), less(33), less(33), less(33),
                                                less(33), less(33), less(33), less(64)};
    // The inverted bits; then the sign is set for negative samples.
    const Bytes code = octets ^ (~is_alaw | 0xD5);
    const auto shifted = reinterpret_cast<Bytes>(reinterpret_cast<Shorts>(code) >> 4);
    const Bytes segment = (shifted & 7) | (is_alaw & 8);
    const Bytes size = chosen(repeated(sizes), code & 15);
    const Couples factors = coupled(chosen(repeated(powers), segment), bytes(1));
    const Couples values =
        coupled(signed_by(code, size), signed_by(code, chosen(repeated(biases), segment)));
    lower = reinterpret_cast<Shorts>(IVR_DSP_OF_BYTES(maddubs_epi16)(factors.lower, values.lower));
    upper = reinterpret_cast<Shorts>(IVR_DSP_OF_BYTES(maddubs_epi16)(factors.upper, values.upper));
}

// Of four octets a channel: the first two of four channels, then the others.
IVR_DSP_INLINE Bytes by_pairs(Ints four) noexcept {
    static constexpr std::uint8_t order[16] = {0, 1, 4, 5, 8,  9,  12, 13,
                                               2, 3, 6, 7, 10, 11, 14, 15};
    return chosen(reinterpret_cast<Bytes>(four), repeated(order));
}

IVR_DSP_INLINE Samples samples_of(Octets octets, Shorts is_alaw) noexcept {
    const Bytes law = by_pairs(reinterpret_cast<Ints>(is_alaw));
    Samples samples;
    samples_from(by_pairs(octets.early), law, samples.pair[0], samples.pair[1]);
    samples_from(by_pairs(octets.late), law, samples.pair[2], samples.pair[3]);
    return samples;
}

#undef IVR_DSP_OF_BYTES

#else

IVR_DSP_INLINE Samples samples_of(Octets octets, Shorts is_alaw) noexcept {
    const auto pair = [&](Ints two) {
        return linear_of(reinterpret_cast<Shorts>((two & 0xFF) | ((two & 0xFF00) << 8)), is_alaw);
    };
    return {
        {pair(octets.early), pair(octets.early >> 16), pair(octets.late), pair(octets.late >> 16)}
    };
}

#endif

}  // namespace ivr_dsp::IVR_DSP_ISA
