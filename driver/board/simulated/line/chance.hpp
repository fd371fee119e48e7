// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

namespace driver {

// SplitMix64: the same seed, the same series, on every machine.
class Chance {
  public:
    constexpr explicit Chance(std::uint64_t seed) : state_(seed) {}
    constexpr std::uint64_t next() noexcept {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t x = state_;
        x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
        x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
        return x ^ (x >> 31U);
    }
    // 0 to `end` - 1.
    constexpr std::uint32_t below(std::uint32_t end) noexcept {
        return static_cast<std::uint32_t>((next() >> 32U) * end >> 32U);
    }

  private:
    std::uint64_t state_;
};

}  // namespace driver
