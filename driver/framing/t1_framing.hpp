// SPDX-License-Identifier: GPL-2.0-or-later
// T1 extended superframe (ESF, G.704 §2.1.3.1): 24 frames of one F bit each. Counted from 1: FPS
// 001011 in frames 4, 8 … 24; FDL in the odd ones; CRC-6, not generated or checked, all ones, in 2,
// 6 … 22. A millisecond brings eight F bits in one octet, bit k (LSB = frame 0) for frame k.
#pragma once

#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/framing/defects.hpp"

namespace driver {

inline constexpr std::size_t t1_timeslots = 24;

// Makes the F bits. The FDL says all ones, or the RAI code: eight ones, eight zeros (T1.403).
class T1FrameWriter {
  public:
    [[nodiscard]] std::uint8_t write(bool remote_alarm) noexcept;

  private:
    std::uint8_t frame_{};     // of the superframe, 0-23
    std::uint8_t code_bit_{};  // of the RAI code, 0-15
};

// Reads the F bits. Alignment: the FPS in the same place of two superframes; lost when two of four
// FPS bits in a row are wrong. RAI: the code 16 times in a row, until missed twice among 16. AIS:
// at most five zeros in 3 ms without alignment.
class T1FrameReader {
  public:
    void read(std::span<const Chunk, t1_timeslots> millisecond, std::uint8_t framing) noexcept;
    [[nodiscard]] const FrameDefects& defects() const noexcept { return defects_; }
    // The signal was lost: alignment must be found anew.
    void reset() noexcept { *this = T1FrameReader{}; }

  private:
    void read_bit(std::uint64_t bit) noexcept;
    void read_fps(std::uint64_t bit) noexcept;
    void read_fdl(std::uint64_t bit) noexcept;
    void watch_for_all_ones(std::span<const Chunk, t1_timeslots> millisecond,
                            std::uint8_t framing) noexcept;

    FrameDefects defects_;
    std::uint64_t f_bits_{};          // the last 64, newest lowest
    std::uint8_t frame_{};            // of the next F bit when aligned, 0-23
    std::uint8_t wrong_fps_{};        // of the last four, newest lowest
    std::uint16_t fdl_{};             // the last 16 bits, newest lowest
    std::uint16_t codes_{};           // whether each of the last 16 periods held the RAI code
    std::uint8_t period_bit_{};       // FDL bits in this period, 0-15
    bool code_seen_{};                // in this period
    std::uint8_t window_ms_{};        // of this window of the AIS detector
    std::uint32_t zeros_{};           // in it
    std::uint8_t windows_of_ones_{};  // in a row
};

}  // namespace driver
