// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/framing/hdlc.hpp"

namespace driver {

// Frames that came and were not good.
struct HdlcErrors {
    std::uint32_t bad_fcs{};
    std::uint32_t aborted{};  // seven ones or more inside a frame
    std::uint32_t too_short{};
    std::uint32_t too_long{};
    std::uint32_t broken{};  // not a whole number of octets
    [[nodiscard]] std::uint32_t total() const noexcept {
        return bad_fcs + aborted + too_short + too_long + broken;
    }
};

// Finds frames in line octets. Any octets may come; bad frames are counted and dropped.
//
//     while (!line.empty()) {
//         line = line.subspan(decoder.read(line));
//         if (!decoder.frame().empty()) …
//     }
class HdlcDecoder {
  public:
    // Reads until a good frame ends or `line` does; returns how many octets it has read.
    std::size_t read(std::span<const std::uint8_t> line) noexcept;
    // The good frame that ended in the last read(), without FCS; empty if none did. Valid until the
    // next read().
    [[nodiscard]] std::span<const std::uint8_t> frame() const noexcept {
        return {octets_.data(), good_};
    }
    // The signal is gone: what has been read of a frame is forgotten and not counted.
    void reset() noexcept;
    [[nodiscard]] const HdlcErrors& errors() const noexcept { return errors_; }

  private:
    // Where in the stream of bits the decoder is.
    struct Position {
        std::uint32_t bits{};  // of an octet not yet complete; the first in time is the lowest
        std::uint32_t count{};
        std::uint32_t ones{};  // received in a row, at most 7
        bool in_frame{};       // since a flag, and neither abort nor overlength after it
        friend bool operator==(const Position&, const Position&) = default;
    };
    std::size_t read_data(std::span<const std::uint8_t> line) noexcept;
    void read_bit_by_bit(std::uint8_t line_octet) noexcept;
    void take_bit(std::uint32_t bit) noexcept;
    void end_of_frame() noexcept;
    void abort() noexcept;

    Position at_;
    std::uint16_t still_{0x100};  // the line octet that changes nothing at present; 0x100: none
    std::size_t size_{};          // octets received of the frame
    std::size_t good_{};          // octets of the good frame that has just ended
    std::array<std::uint8_t, hdlc_longest_frame + 2> octets_{};
    HdlcErrors errors_;
};

}  // namespace driver
