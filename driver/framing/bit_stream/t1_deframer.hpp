// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/framing/bit_stream/line_bits.hpp"
#include "driver/framing/bit_stream/t1_hunt.hpp"
#include "driver/framing/t1_framing.hpp"

namespace driver {

// A T1 whose frames begin at any bit. Of the 193 places the F bit may have it takes the only one
// whose bits were those of two superframes; while there are several, it waits. When alignment is
// lost it looks on from the bit after the frame that showed it. Use as E1Deframer.
class T1Deframer {
  public:
    static constexpr std::size_t octets_per_tick = 193;

    explicit T1Deframer(T1ReaderOptions options) noexcept
        : reader_(options), hunt_(options.framing) {}
    // A millisecond of the line's bits, the first in time highest.
    void put(std::span<const std::uint8_t, octets_per_tick> line) noexcept;
    // Goes on to the next eight whole frames; false: more bits must come first.
    [[nodiscard]] bool next() noexcept;
    // Aligned, and its F bits as T1FrameReader has them. Valid until the next call.
    [[nodiscard]] std::span<const Chunk, t1_timeslots> millisecond() const noexcept {
        return millisecond_;
    }
    [[nodiscard]] std::uint8_t framing() const noexcept { return framing_; }
    [[nodiscard]] FrameDefects defects() const noexcept;
    [[nodiscard]] const T1FrameReader& reader() const noexcept { return reader_; }
    // Bits of the line that have been dealt with.
    [[nodiscard]] std::uint64_t position() const noexcept { return at_; }

  private:
    static constexpr std::size_t frame_bits = 193;
    static constexpr std::size_t kept_octets = 2048;  // two superframes and some milliseconds

    void begin_hunt(std::uint64_t at) noexcept;
    [[nodiscard]] bool hunt() noexcept;
    [[nodiscard]] T1FrameBits frame_at(std::uint64_t at) const noexcept;
    void take_millisecond() noexcept;

    LineBits<kept_octets> bits_;
    T1FrameReader reader_;
    bool hunting_{true};
    T1Hunt hunt_;
    std::uint64_t at_{};  // hunting: the next bit to look at; else the next millisecond
    T1AllOnes all_ones_;
    std::array<Chunk, t1_timeslots> millisecond_{};
    std::uint8_t framing_{};
};

}  // namespace driver
