// SPDX-License-Identifier: GPL-2.0-or-later
// Where each F bit of a T1 belongs (G.704 §2.1.3, T1.107): superframes of 12 frames (SF, D4) or 24
// (ESF). Frames count from 0 here, from 1 in the standard.
#pragma once

#include <array>
#include <cstdint>

namespace driver {

enum class T1Framing : std::uint8_t { esf, sf };

constexpr std::uint8_t t1_superframe_length(T1Framing framing) {
    return framing == T1Framing::esf ? 24 : 12;
}

// What the F bit of one frame is for.
enum class T1FBit : std::uint8_t { fps, data_link, crc, ft, fs };

constexpr T1FBit t1_f_bit(T1Framing framing, std::uint8_t frame) {
    if (framing == T1Framing::sf) return frame % 2 == 0 ? T1FBit::ft : T1FBit::fs;
    if (frame % 2 == 0) return T1FBit::data_link;
    return frame % 4 == 3 ? T1FBit::fps : T1FBit::crc;
}

constexpr bool is_alignment(T1FBit f_bit) {
    return f_bit == T1FBit::fps || f_bit == T1FBit::ft || f_bit == T1FBit::fs;
}

// FPS 001011 in frames 4, 8 … 24 of the standard; Ft 101010 and Fs 001110 taking turns.
constexpr unsigned t1_alignment_bit(T1Framing framing, std::uint8_t frame) {
    constexpr unsigned fps = 0b001011;
    constexpr unsigned ft_and_fs = 0b100011011100;
    return framing == T1Framing::esf ? fps >> (5 - frame / 4) & 1U : ft_and_fs >> (11 - frame) & 1U;
}

// The alignment bits of two superframes, seen when the newest F bit (the lowest) is that of some
// frame.
struct T1AlignmentPattern {
    std::uint64_t bits{};
    std::uint64_t mask{};
    [[nodiscard]] constexpr bool matches(std::uint64_t f_bits) const {
        return ((f_bits ^ bits) & mask) == 0;
    }
};

constexpr std::array<T1AlignmentPattern, 24> t1_alignment_patterns(T1Framing framing) {
    std::array<T1AlignmentPattern, 24> patterns{};
    const std::uint8_t length = t1_superframe_length(framing);
    for (std::uint8_t newest = 0; newest < length; ++newest) {
        for (std::uint8_t age = 0; age < 2 * length; ++age) {
            const auto frame = static_cast<std::uint8_t>((newest + 2 * length - age) % length);
            if (!is_alignment(t1_f_bit(framing, frame))) continue;
            const std::uint64_t bit = t1_alignment_bit(framing, frame);
            patterns[newest].bits |= bit << age;
            patterns[newest].mask |= std::uint64_t{1} << age;
        }
    }
    return patterns;
}

}  // namespace driver
