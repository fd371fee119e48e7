// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/block_crc.hpp"

#include <array>
#include <bit>

namespace driver {
namespace {

// Eight polynomials of degree 7 or less, one in each octet.
using Lanes = std::uint64_t;

constexpr Lanes everywhere(std::uint8_t octet) {
    return 0x0101010101010101U * octet;
}
constexpr Lanes bits_of(const Chunk& chunk) {
    return std::bit_cast<Lanes>(chunk);
}

// Modulo x^4 + x + 1: from degree 7 to 4 or less.
constexpr Lanes fold_4(Lanes v) {
    const Lanes over = v >> 4U & everywhere(0x0F);
    return (v & everywhere(0x0F)) ^ over ^ over << 1U;
}
// Modulo x^6 + x + 1: from degree 7 to 5 or less.
constexpr Lanes fold_6(Lanes v) {
    const Lanes over = v >> 6U & everywhere(0x03);
    return (v & everywhere(0x3F)) ^ over ^ over << 1U;
}

constexpr std::size_t period_4 = 15;  // octets: x^120 = 1 modulo x^4 + x + 1

}  // namespace

Chunk crc4_of_frames(std::span<const Chunk, 32> millisecond) noexcept {
    // Octets a period apart count alike.
    std::array<Lanes, period_4> sums{};
    for (std::size_t i = 0; i < period_4; ++i) {
        sums[i] = bits_of(millisecond[i]) ^ bits_of(millisecond[i + period_4]);
    }
    sums[0] ^= bits_of(millisecond[30]);
    sums[1] ^= bits_of(millisecond[31]);
    Lanes rest = 0;
    for (const Lanes sum : sums) {
        const Lanes folded = fold_4(rest);
        rest = folded ^ folded << 2U ^ sum;  // x^8 = x^2 + 1
    }
    // The last of the sums is 17 octets before the end, and the CRC four bits after it: x^140 =
    // x^5.
    const Lanes folded = fold_4(fold_4(rest));
    return std::bit_cast<Chunk>(fold_4(folded << 2U ^ folded << 1U));  // x^5 = x^2 + x
}

Chunk crc6_of_frames(std::span<const Chunk, 24> millisecond) noexcept {
    Lanes rest = 0;
    for (const Chunk& timeslot : millisecond) {
        const Lanes folded = fold_6(rest);
        const Lanes times_x_plus_1 = fold_6(folded ^ folded << 1U);
        rest = times_x_plus_1 << 2U ^ bits_of(timeslot);  // x^8 = x^3 + x^2
    }
    const Lanes folded = fold_6(rest);
    return std::bit_cast<Chunk>(fold_6(folded ^ folded << 1U));  // x^6 = x + 1
}

}  // namespace driver
