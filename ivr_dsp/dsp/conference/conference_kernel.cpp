// SPDX-License-Identifier: GPL-2.0-or-later
// A vector holds the samples of some parties side by side: of four with AVX-512, of a quarter of
// one without vectors. Sixteen bits are enough but for the sum: nobody adds more than 8191, so a
// sum limited to 16 bits and less one's own is limited to 14 bits as the true one would be.
#include "ivr_dsp/dsp/conference/conference_kernel.hpp"

#include <iterator>

#include "ivr_dsp/dsp/law/law_vectors.hpp"

namespace ivr_dsp::IVR_DSP_ISA {
namespace {

constexpr std::size_t row = driver::samples_per_tick;
constexpr std::size_t at_once = 2 * width;                        // samples of a vector
constexpr std::size_t parts = at_once < row ? row / at_once : 1;  // vectors of a row
constexpr std::size_t rows = at_once < row ? 1 : at_once / row;   // rows of a vector
constexpr std::size_t several = ConferencePlaces::count * row;    // samples of four places
constexpr int largest = 8191;                                     // of 14 bits

// Samples of one row: the even and the odd ones.
using Quad [[gnu::vector_size(16)]] = std::int32_t;
struct Sum {
    Quad even;
    Quad odd;
};
IVR_DSP_INLINE Sum sum_of(Quad samples) noexcept {
    return {(samples << 16) >> 16, samples >> 16};
}
IVR_DSP_INLINE Sum sum_of(const SampleRow& samples) noexcept {
    return sum_of(load<Quad>(samples.data()));
}
// Limited to 16 bits.
IVR_DSP_INLINE Quad row_of(const Sum& sum) noexcept {
#if IVR_DSP_WIDTH > 1
    const auto limited = [](Quad samples) {
        const auto raw = reinterpret_cast<__m128i>(samples);
        return _mm_packs_epi32(raw, raw);
    };
    return reinterpret_cast<Quad>(_mm_unpacklo_epi16(limited(sum.even), limited(sum.odd)));
#else
    const auto limited = [](Quad sample) {
        const Quad low = sample < 32767 ? sample : 32767 - Quad{};
        return low > -32768 ? low : -32768 - Quad{};
    };
    return (limited(sum.even) & 0xFFFF) | (limited(sum.odd) << 16);
#endif
}
// Of four parties, whose sum is within 16 bits.
IVR_DSP_INLINE Sum sum_of(const Shorts (&four)[parts]) noexcept {
    using Row [[gnu::vector_size(16)]] = std::int16_t;
    Row each[rows];
    static_assert(sizeof each == sizeof four);
    std::memcpy(each, four, sizeof each);
    Row all = each[0];
    for (std::size_t i = 1; i < rows; ++i) all += each[i];
    return sum_of(reinterpret_cast<Quad>(all));
}

IVR_DSP_INLINE FewBytes octets_at(const driver::Chunk* const* heard, std::size_t at) noexcept {
    using Chunks [[gnu::vector_size(8 * rows)]] = std::int64_t;
    Chunks chunks{};
    for (std::size_t i = 0; i < rows; ++i) {
        std::int64_t chunk;
        std::memcpy(&chunk, heard[at / row + i], sizeof chunk);
        chunks[i] = chunk;
    }
    return load<FewBytes>(reinterpret_cast<const std::uint8_t*>(&chunks) + at % row);
}

// A row in every row of a vector, or its part.
IVR_DSP_INLINE Shorts repeated(Quad all, [[maybe_unused]] std::size_t part) noexcept {
#if IVR_DSP_WIDTH == 16
    return reinterpret_cast<Shorts>(_mm512_broadcast_i32x4(reinterpret_cast<__m128i>(all)));
#elif IVR_DSP_WIDTH == 8
    return reinterpret_cast<Shorts>(_mm256_broadcastsi128_si256(reinterpret_cast<__m128i>(all)));
#else
    return load<Shorts>(reinterpret_cast<const std::int16_t*>(&all) + part * at_once);
#endif
}

IVR_DSP_INLINE std::size_t fours_of(const ConferenceMix& room) noexcept {
    return (room.parties + ConferencePlaces::count - 1) / ConferencePlaces::count;
}

IVR_DSP_INLINE Shorts own_of(ConferencePlaces& places, std::size_t at) noexcept {
    const auto is_alaw = load<Shorts>(places.is_alaw->data() + at);
    const Shorts said = linear_of(widened(octets_at(places.heard, at)), is_alaw);
    std::int32_t* const loud = places.loud->data() + at / 2;
    store(loud, dot(load<Ints>(loud), said, said));
    const Shorts own = scaled(said * 4, load<Shorts>(places.gains->data() + at));
    return larger(smaller(own, shorts(largest)), shorts(-largest));
}

IVR_DSP_INLINE Sum hear(const ConferenceMix& room) noexcept {
    Sum all{};
    for (std::size_t i = 0; i < fours_of(room); ++i) {
        Shorts four[parts]{};
        for (std::size_t at = 0; at < several; at += at_once) {
            const Shorts own = own_of(room.places[i], at);
            store(room.places[i].own->data() + at, own);
            four[at / at_once % parts] += own;
        }
        const Sum sum = sum_of(four);
        all = {all.even + sum.even, all.odd + sum.odd};
    }
    return all;
}

IVR_DSP_INLINE SampleRow& own_of(const ConferenceMix& room, std::size_t place) noexcept {
    return room.places[place / ConferencePlaces::count].own[place % ConferencePlaces::count];
}

// What is whispered leaves the sum and is left out of the hearer's own by less than nothing.
IVR_DSP_INLINE void whisper(const ConferenceMix& room, Sum& sum) noexcept {
    for (std::size_t i = 0; i < room.whisper_count; ++i) {
        SampleRow& own = own_of(room, room.whispers[i].from);
        room.whispered[i] = own;
        const Sum whispered = sum_of(own);
        sum = {sum.even - whispered.even, sum.odd - whispered.odd};
        own = {};
    }
    for (std::size_t i = 0; i < room.whisper_count; ++i) {
        SampleRow& own = own_of(room, room.whispers[i].to);
        const Sum whispered = sum_of(room.whispered[i]);
        const Sum before = sum_of(own);
        store(own.data(), row_of({before.even - whispered.even, before.odd - whispered.odd}));
    }
}

IVR_DSP_INLINE Sum turned_down(const Sum& sum, std::int32_t gain) noexcept {
    using Four [[gnu::vector_size(16)]] = float;
    const float factor = static_cast<float>(gain) / Limiter::unity;
    const auto times = [factor](Quad samples) {
        return __builtin_convertvector(__builtin_convertvector(samples, Four) * factor, Quad);
    };
    return {times(sum.even), times(sum.odd)};
}

// What somebody hears who is no party: a row for each law, A-law first.
using ForAll = std::array<SampleRow, 2>;
constexpr std::size_t by_law = 2 * row;
// Of as many conferences as a vector has room for.
constexpr struct Laws {
    std::int16_t is_alaw[by_law > at_once ? by_law : at_once]{};
    constexpr Laws() {
        for (std::size_t i = 0; i < std::size(is_alaw); ++i) is_alaw[i] = i % by_law < row ? -1 : 0;
    }
} laws;

IVR_DSP_INLINE FewBytes sayable(Shorts samples, Shorts is_alaw) noexcept {
    const Shorts enough = larger(smaller(samples, shorts(largest)), shorts(~largest));
    return narrowed(octets_from(enough, is_alaw));
}

// From `parties` on, what is said does not count for the limiter.
IVR_DSP_INLINE Shorts counts(const ConferenceMix& room, std::size_t at) noexcept {
    static constexpr struct Edge {
        std::int16_t all[2 * at_once]{};
        constexpr Edge() {
            for (std::size_t i = 0; i < at_once; ++i) all[i] = -1;
        }
    } edge;
    const std::size_t end = room.parties * row;
    const std::size_t beyond = at + at_once <= end ? 0 : at + at_once - end;
    return load<Shorts>(edge.all + (beyond < at_once ? beyond : at_once));
}

// Says everything to parties; the largest magnitudes that would have been said, by their place in
// a vector.
template <bool Limiting>
IVR_DSP_INLINE Shorts say(const ConferenceMix& room, const Sum& sum, ForAll& for_all) noexcept {
    const std::int32_t gain = room.limiter->gain;
    const Quad all = row_of(Limiting ? turned_down(sum, gain) : sum);
    for (SampleRow& samples : for_all) store(samples.data(), all);
    const Shorts own_gain = shorts(gain < 32767 ? gain : 32767);
    Shorts sums[parts];
    for (std::size_t part = 0; part < parts; ++part) sums[part] = repeated(all, part);
    Shorts peaks{};
    for (std::size_t i = 0; i < fours_of(room); ++i) {
        ConferencePlaces& places = room.places[i];
        for (std::size_t at = 0; at < several; at += at_once) {
            auto own = load<Shorts>(places.own->data() + at);
            if constexpr (Limiting) own = scaled(own, own_gain);
            const Shorts others = limited_difference(sums[at / at_once % parts], own);
            peaks = larger(peaks, (others ^ (others >> 15)) & counts(room, i * several + at));
            const auto is_alaw = load<Shorts>(places.is_alaw->data() + at);
            store(places.said->octets.data() + at, sayable(others, is_alaw));
        }
    }
    return peaks;
}

// To those who are no party, of several conferences.
IVR_DSP_INLINE void say_to_all(driver::Chunk* const* said, std::size_t count,
                               const ForAll* samples) noexcept {
    std::uint8_t octets[ConferenceKernel::at_once * by_law];
    for (std::size_t at = 0; at < count * by_law; at += at_once) {
        const auto is_alaw = load<Shorts>(laws.is_alaw + at % by_law);
        store(octets + at, sayable(load<Shorts>(samples->front().data() + at), is_alaw));
    }
    for (std::size_t i = 0; i < count; ++i) {
        std::memcpy(said[i], octets + i * by_law, by_law);
    }
}

IVR_DSP_INLINE bool is_too_much(Shorts peaks) noexcept {
    return any(reinterpret_cast<Ints>(peaks > shorts(largest)) != 0);
}

IVR_DSP_INLINE void turn_down(Limiter& limiter, Shorts peaks) noexcept {
    std::int32_t peak = largest;
    for (std::size_t i = 0; i < at_once; ++i) peak = peaks[i] > peak ? peaks[i] : peak;
    const std::int32_t down = limiter.gain * largest / peak;
    limiter.gain = down < Limiter::unity / 64 ? Limiter::unity / 64 : down;
}

// Says it with the limiter's gain, which is as it was or falls at once.
[[gnu::noinline]] void say_limited(const ConferenceMix& room, const Sum& sum, ForAll& for_all) {
    Limiter& limiter = *room.limiter;
    const Shorts peaks = say<true>(room, sum, for_all);
    if (is_too_much(peaks)) {
        turn_down(limiter, peaks);
        say<true>(room, sum, for_all);
    } else {
        const std::int32_t up = limiter.gain + limiter.gain / 256 + 1;
        limiter.gain = up < Limiter::unity ? up : Limiter::unity;
    }
}

// One after the other would wait for each other's sums.
void mix(const ConferenceMix* orders, std::size_t count) {
    Sum sums[ConferenceKernel::at_once];
    ForAll for_all[ConferenceKernel::at_once];
    driver::Chunk* said_to_all[ConferenceKernel::at_once];
    std::size_t with_others = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const ConferenceMix room = orders[i];  // which no octet that is written can change
        sums[i] = hear(room);
        if (room.whisper_count != 0) whisper(room, sums[i]);
    }
    for (std::size_t i = 0; i < count; ++i) {
        const ConferenceMix room = orders[i];
        ForAll& others = for_all[with_others];
        const bool was_limiting = room.limiter->gain != Limiter::unity;
        if (was_limiting || is_too_much(say<false>(room, sums[i], others))) {
            say_limited(room, sums[i], others);
        }
        said_to_all[with_others] = room.said_to_all;
        with_others += room.said_to_all != nullptr ? 1 : 0;
    }
    say_to_all(said_to_all, with_others, for_all);
}

}  // namespace

const ConferenceKernel conference_kernel{mix};

}  // namespace ivr_dsp::IVR_DSP_ISA
