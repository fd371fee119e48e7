// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/bit_stream/t1_hunt.hpp"

#include <bit>

namespace driver {
namespace {

constexpr auto esf_patterns = t1_alignment_patterns(T1Framing::esf);
constexpr auto sf_patterns = t1_alignment_patterns(T1Framing::sf);
constexpr std::uint64_t all = ~std::uint64_t{0};
constexpr T1FrameBits every_place{all, all, all, std::uint64_t{1} << 63U};

constexpr bool is_none(const T1FrameBits& places) {
    return (places[0] | places[1] | places[2] | places[3]) == 0;
}

constexpr std::optional<std::uint8_t> only_one(const T1FrameBits& places) {
    std::optional<std::uint8_t> place;
    for (unsigned i = 0; i < places.size(); ++i) {
        const std::uint64_t word = places[i];
        if (word == 0) continue;
        const bool is_second = place || (word & (word - 1)) != 0;
        if (is_second) return std::nullopt;
        place = static_cast<std::uint8_t>(i * 64 + static_cast<unsigned>(std::countl_zero(word)));
    }
    return place;
}

}  // namespace

std::optional<std::uint8_t> T1Hunt::read(const T1FrameBits& bits) noexcept {
    newest_ = static_cast<std::uint8_t>((newest_ + 1U) % kept);
    frames_[newest_] = bits;
    if (known_ < frames_needed()) ++known_;
    if (known_ < frames_needed()) return std::nullopt;
    const auto& patterns = framing_ == T1Framing::esf ? esf_patterns : sf_patterns;
    T1FrameBits found{};
    for (std::uint8_t frame = 0; frame < t1_superframe_length(framing_); ++frame) {
        const T1FrameBits places = places_of(patterns[frame]);
        for (std::size_t i = 0; i < found.size(); ++i) found[i] |= places[i];
    }
    return only_one(found);
}

// After nine of the bits no place is left, as a rule.
T1FrameBits T1Hunt::places_of(const T1AlignmentPattern& pattern) const noexcept {
    T1FrameBits places = every_place;
    for (std::uint64_t mask = pattern.mask; mask != 0 && !is_none(places); mask &= mask - 1) {
        const auto age = static_cast<unsigned>(std::countr_zero(mask));
        const T1FrameBits& frame = frames_[(newest_ + kept - age) % kept];
        const std::uint64_t flip = (pattern.bits >> age & 1U) != 0 ? 0 : all;
        for (std::size_t i = 0; i < places.size(); ++i) places[i] &= frame[i] ^ flip;
    }
    return places;
}

}  // namespace driver
