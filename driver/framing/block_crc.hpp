// SPDX-License-Identifier: GPL-2.0-or-later
// CRC-4 of an E1 (x^4 + x + 1, G.704 §2.3.3) and CRC-6 of a T1 (x^6 + x + 1, G.704 §2.1.3.1.2),
// bits in line order, register 0, nothing inverted. The catalogues' "CRC-4/G-704" and "CRC-6/G-704"
// feed octets backwards; the line does not.
//
// A remainder is linear in the bits, so the eight frames of a millisecond are divided side by side,
// one in each octet of a word; a block is put together from the remainders of its frames.
#pragma once

#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"

namespace driver {

// What each frame adds to its block's CRC, as if the block ended with it. Octet k is frame k's.
[[nodiscard]] Chunk crc4_of_frames(std::span<const Chunk, 32> millisecond) noexcept;
// Without the F bits: they count as ones, whatever they are.
[[nodiscard]] Chunk crc6_of_frames(std::span<const Chunk, 24> millisecond) noexcept;

// What the first bit of an E1 frame adds: the C bit, which counts as zero, is taken out with it.
inline constexpr std::uint8_t crc4_of_first_bit = 0b0011;

// The remainder of a block so far, and one frame more.
constexpr std::uint8_t crc4_append(std::uint8_t block, std::uint8_t frame) noexcept {
    // x^256 = x
    return static_cast<std::uint8_t>(((block << 1) & 0xF) ^ (block >> 3) * 0b0011 ^ frame);
}
constexpr std::uint8_t crc6_append(std::uint8_t block, std::uint8_t frame) noexcept {
    constexpr unsigned f_bit = 0b011000;  // a one, 192 bits before the end of the frame
    const unsigned shifted = static_cast<unsigned>(block) << 4U;  // x^193 = x^4
    const unsigned over = shifted >> 6U;                          // x^6 = x + 1
    return static_cast<std::uint8_t>((shifted & 0x3F) ^ over ^ over << 1U ^ f_bit ^ frame);
}

}  // namespace driver
