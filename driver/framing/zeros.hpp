// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"

namespace driver {

// std::popcount without the call into the compiler's library that g++ makes of it.
constexpr std::uint32_t ones_in(std::uint64_t bits) noexcept {
    bits -= bits >> 1U & 0x5555555555555555U;
    bits = (bits & 0x3333333333333333U) + (bits >> 2U & 0x3333333333333333U);
    bits = (bits + (bits >> 4U)) & 0x0F0F0F0F0F0F0F0FU;
    return static_cast<std::uint32_t>(bits * 0x0101010101010101U >> 56U);
}

// Zeros among the bits of `chunks` that `mask` selects, counted no further than `limit`: AIS
// detectors only ask whether there are more than a few.
constexpr std::uint32_t zeros_among(std::span<const Chunk> chunks, const Chunk& mask,
                                    std::uint32_t limit) noexcept {
    const auto selected = std::bit_cast<std::uint64_t>(mask);
    std::uint32_t zeros = 0;
    for (const auto& chunk : chunks) {
        auto left = ~std::bit_cast<std::uint64_t>(chunk) & selected;
        for (; left != 0; left &= left - 1) {
            if (++zeros >= limit) return limit;
        }
    }
    return zeros;
}

}  // namespace driver
