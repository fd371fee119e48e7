// SPDX-License-Identifier: GPL-2.0-or-later
// Signalling bits ABCD of one channel: timeslot 16 of an E1, robbed bits of a T1.
#pragma once

#include <cstdint>

namespace driver {

// A (highest) to D (lowest), 0-15.
using Abcd = std::uint8_t;

// Believes new bits when they came alike a number of times in a row.
class AgreedBits {
  public:
    constexpr void take(Abcd bits, std::uint8_t needed) noexcept {
        times_ = static_cast<std::uint8_t>(bits == last_ && times_ < 0xFF ? times_ + 1 : times_);
        if (bits != last_) times_ = 1;
        last_ = bits;
        if (times_ >= needed) agreed_ = bits;
    }
    [[nodiscard]] constexpr Abcd bits() const noexcept { return agreed_; }

  private:
    Abcd agreed_{};
    Abcd last_{};
    std::uint8_t times_{};
};

}  // namespace driver
