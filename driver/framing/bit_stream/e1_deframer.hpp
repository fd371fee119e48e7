// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/framing/bit_stream/line_bits.hpp"
#include "driver/framing/e1_framing.hpp"

namespace driver {

// An E1 whose frames begin at any bit: where nobody has aligned the line's bits to octets (G.706
// §4.1.2). Looks for FAS, bit 2 of the next frame set, FAS again, from one bit to the next; when
// alignment is lost or found to be an imitation, from the bit after the frame that showed it.
//
// Automatic interworking looks for a multiframe elsewhere, too, while the first alignment found
// carries traffic, and changes over when it finds one (G.706 Annex B.2).
//
//     deframer.put(line);
//     while (deframer.next()) … deframer.millisecond() …
class E1Deframer {
  public:
    static constexpr std::size_t octets_per_tick = 256;

    explicit E1Deframer(E1ReaderOptions options) noexcept;
    // A millisecond of the line's bits, the first in time highest.
    void put(std::span<const std::uint8_t, octets_per_tick> line) noexcept;
    // Goes on to the next eight whole frames; false: more bits must come first.
    [[nodiscard]] bool next() noexcept;
    // Aligned: timeslot 0 in its place. Valid until the next call.
    [[nodiscard]] std::span<const Chunk, e1_timeslots> millisecond() const noexcept {
        return millisecond_;
    }
    [[nodiscard]] FrameDefects defects() const noexcept;
    [[nodiscard]] const E1FrameReader& reader() const noexcept { return reader_; }
    // Bits of the line that have been dealt with.
    [[nodiscard]] std::uint64_t position() const noexcept { return reading_.at; }

  private:
    // Something that reads frames somewhere in the bits.
    struct Reading {
        std::uint64_t at{};
        bool hunting{true};
    };
    enum class Progress : std::uint8_t { needs_bits, moved, millisecond };
    [[nodiscard]] Progress advance(Reading& reading, E1FrameReader& reader) noexcept;
    [[nodiscard]] bool hunt(Reading& reading) const noexcept;
    void look_elsewhere() noexcept;
    void begin_elsewhere() noexcept;
    void take_millisecond(std::uint64_t at) noexcept;

    static constexpr std::size_t kept_octets = 1024;
    LineBits<kept_octets> bits_;
    E1FrameReader reader_;
    Reading reading_;
    bool automatic_;
    E1FrameReader elsewhere_reader_{{.crc4 = E1Crc4::on}};
    Reading elsewhere_;
    E1AllOnes all_ones_;
    std::array<Chunk, e1_timeslots> millisecond_{};
};

}  // namespace driver
