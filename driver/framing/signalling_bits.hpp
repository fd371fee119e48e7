// SPDX-License-Identifier: GPL-2.0-or-later
// Signalling bits ABCD of one channel: timeslot 16 of an E1, robbed bits of a T1.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace driver {

// A (highest) to D (lowest), 0-15.
using Abcd = std::uint8_t;

// ABCD of a span's channels, counted from 0: a nibble each, the first one lowest.
struct SpanSignalling {
    std::array<std::uint64_t, 2> nibbles{};

    [[nodiscard]] constexpr Abcd of(std::size_t channel) const noexcept {
        return static_cast<Abcd>(nibbles[channel / 16] >> 4 * (channel % 16) & 0xFU);
    }
    constexpr void set(std::size_t channel, Abcd bits) noexcept {
        std::uint64_t& some = nibbles[channel / 16];
        const std::size_t at = 4 * (channel % 16);
        some = (some & ~(std::uint64_t{0xF} << at)) | std::uint64_t{bits & 0xFU} << at;
    }
    friend bool operator==(const SpanSignalling&, const SpanSignalling&) = default;
};
// What channels say of which nobody has said anything (G.704 §5.1.3, Note 3): 1101.
inline constexpr SpanSignalling idle_signalling{
    {0xDDDD'DDDD'DDDD'DDDD, 0xDDDD'DDDD'DDDD'DDDD}
};

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
    Abcd agreed_{idle_signalling.of(0)};
    Abcd last_{};
    std::uint8_t times_{};
};

}  // namespace driver
