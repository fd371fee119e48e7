// SPDX-License-Identifier: GPL-2.0-or-later
// In-band loop codes of a T1 (T1.403 §9.3.1): a short pattern over and over in all channels, for
// five seconds or longer. Framed, the F bits overwrite the pattern, or (other makers) step aside
// for it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/base/ticks.hpp"

namespace driver {

// Bits of the code, the first in time highest.
struct LoopCode {
    std::uint8_t bits{};
    std::uint8_t length{};
    friend bool operator==(const LoopCode&, const LoopCode&) = default;
};
inline constexpr LoopCode line_loop_up{.bits = 0b00001, .length = 5};
inline constexpr LoopCode line_loop_down{.bits = 0b001, .length = 3};
// Of network interface units (smart jacks).
inline constexpr LoopCode interface_loop_up{.bits = 0b11000, .length = 5};
inline constexpr LoopCode interface_loop_down{.bits = 0b11100, .length = 5};

class LoopCodeWriter {
  public:
    constexpr explicit LoopCodeWriter(LoopCode code) : code_(code) {}
    // Fills all channels. The pattern goes on under the F bits.
    void write(std::span<Chunk, 24> millisecond) noexcept;

  private:
    LoopCode code_;
    std::uint8_t next_{};  // bit of the code
};

// Hears one code. It is there when the line has carried it for so long, up to a bit error ratio of
// a thousandth and more; and over when it has not, for a tenth of a second.
class LoopCodeReader {
  public:
    static constexpr Ticks usual_time = 5s;
    static constexpr Ticks over_after = 100ms;

    constexpr explicit LoopCodeReader(LoopCode code, Ticks time = usual_time)
        : code_(code), time_(time) {}
    void read(std::span<const Chunk, 24> millisecond) noexcept;
    [[nodiscard]] bool heard() const noexcept { return heard_; }

  private:
    [[nodiscard]] bool carries_code(std::span<const Chunk, 24> millisecond) const noexcept;

    LoopCode code_;
    Ticks time_;
    Ticks lasted_{};   // milliseconds with the code
    Ticks missing_{};  // milliseconds in a row without it
    bool heard_{};
};

}  // namespace driver
