// SPDX-License-Identifier: GPL-2.0-or-later
// AIS, unframed all ones, as detectors see it. Only asked while out of frame: framed ones are a
// good signal.
#pragma once

#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"

namespace driver {

// At most two zeros in each of two consecutive periods of 512 bits; over when two periods have more
// (G.775 §5.2).
class E1AllOnes {
  public:
    void read(std::span<const Chunk, 32> millisecond) noexcept;
    [[nodiscard]] bool seen() const noexcept { return seen_; }

  private:
    bool seen_{};
    std::uint8_t unlike_{};  // periods in a row that say otherwise
};

// At most five zeros in 3 ms (as framer chips do). A framed signal of ones has three: only that no
// alignment is found tells it from AIS, and that takes 6 ms, so four times in a row.
class T1AllOnes {
  public:
    void read(std::span<const Chunk, 24> millisecond, std::uint8_t framing) noexcept;
    [[nodiscard]] bool seen() const noexcept;

  private:
    std::uint8_t window_ms_{};
    std::uint32_t zeros_{};           // in this window
    std::uint8_t windows_of_ones_{};  // in a row
};

}  // namespace driver
