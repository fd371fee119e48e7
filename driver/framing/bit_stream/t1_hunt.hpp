// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "driver/framing/t1_superframe.hpp"

namespace driver {

// 193 bits of a line, the first in time highest: place p is bit 63 - p % 64 of word p / 64.
using T1FrameBits = std::array<std::uint64_t, 4>;

// Looks for the F bit of a T1 whose frames begin anywhere. All 193 places are compared with the
// alignment bits at once, a bit of a word each.
class T1Hunt {
  public:
    constexpr explicit T1Hunt(T1Framing framing) noexcept : framing_(framing) {}
    void begin() noexcept { known_ = 0; }
    // Frames until read() can answer: two superframes.
    [[nodiscard]] constexpr std::uint8_t frames_needed() const noexcept {
        return static_cast<std::uint8_t>(2 * t1_superframe_length(framing_));
    }
    // The 193 bits that follow those of the last call. The only place whose last bits were those of
    // two superframes; nothing while there is none or several, or too little is known.
    [[nodiscard]] std::optional<std::uint8_t> read(const T1FrameBits& bits) noexcept;

  private:
    [[nodiscard]] T1FrameBits places_of(const T1AlignmentPattern& pattern) const noexcept;

    static constexpr std::size_t kept = 64;  // frames, two superframes among them

    T1Framing framing_;
    std::uint8_t known_{};   // frames, at most those needed
    std::uint8_t newest_{};  // in frames_
    std::array<T1FrameBits, kept> frames_{};
};

}  // namespace driver
