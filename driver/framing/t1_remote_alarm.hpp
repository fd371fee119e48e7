// SPDX-License-Identifier: GPL-2.0-or-later
// RAI of a superframe (SF): bit 2 of every channel is zero (T1.403 §9.1). Seen when at least 254 of
// 256 consecutive channels say so; over when fewer do.
#pragma once

#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"

namespace driver {

class T1Bit2Alarm {
  public:
    void read(std::span<const Chunk, 24> millisecond) noexcept;
    [[nodiscard]] bool seen() const noexcept { return seen_; }
    static void send(std::span<Chunk, 24> millisecond) noexcept;

  private:
    bool seen_{};
    std::uint16_t channels_{};  // of these 256
    std::uint16_t ones_{};      // among them
};

}  // namespace driver
