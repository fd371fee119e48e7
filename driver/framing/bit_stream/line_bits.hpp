// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/base/invariant.hpp"

namespace driver {

// The last bits of a line, by their number since the beginning.
template <std::size_t octets>
class LineBits {
    static_assert((octets & (octets - 1)) == 0);

  public:
    // The first bit in time is the highest. What was kept longest is overwritten.
    void put(std::span<const std::uint8_t> line) noexcept {
        INVARIANT(line.size() <= octets);
        for (const auto octet : line) kept_[end_++ % octets] = octet;
    }
    // Bits before this number have come.
    [[nodiscard]] std::uint64_t end() const noexcept { return end_ * 8; }
    // Eight bits from `bit` on, which must be kept.
    [[nodiscard]] std::uint8_t octet(std::uint64_t bit) const noexcept {
        const auto first = static_cast<std::size_t>(bit / 8);
        const unsigned both = kept_[first % octets] * 256U + kept_[(first + 1) % octets];
        return static_cast<std::uint8_t>(both >> (8 - bit % 8));
    }
    [[nodiscard]] unsigned bit(std::uint64_t bit) const noexcept {
        return kept_[static_cast<std::size_t>(bit / 8) % octets] >> (7 - bit % 8) & 1U;
    }

  private:
    std::array<std::uint8_t, octets> kept_{};
    std::uint64_t end_{};  // octets put
};

}  // namespace driver
