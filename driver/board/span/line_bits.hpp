// SPDX-License-Identifier: GPL-2.0-or-later
// Signalling bits within the frames of a line, for boards that see every bit of it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/framing/e1_cas.hpp"
#include "driver/framing/signalling_bits.hpp"
#include "driver/framing/t1_robbed_bits.hpp"

namespace driver {

// So many multiframes must agree: a bit hit on the way is no change. Within the 20 ms of Q.422.
inline constexpr std::uint8_t multiframes_to_agree = 2;

// Timeslot 16 of an E1. 0000 cannot be said in timeslots 1-15 (G.704 §5.1.3.2): 0001 is.
class E1LineBits {
  public:
    void read(const Chunk& timeslot_16) noexcept { reader_.read(timeslot_16); }
    void lose_frame() noexcept { reader_.reset(); }
    [[nodiscard]] SpanSignalling heard() const noexcept;
    void write(Chunk& timeslot_16, const SpanSignalling& said) noexcept;

  private:
    E1CasReader reader_{multiframes_to_agree};
    E1CasWriter writer_;
    SpanSignalling said_{idle_signalling};  // what the writer says
};

// Robbed bits of a T1.
class T1LineBits {
  public:
    explicit T1LineBits(T1Framing framing)
        : reader_(framing, multiframes_to_agree), writer_(framing, t1_all_channels) {
        say(idle_signalling);
    }
    void read(std::span<const Chunk, 24> millisecond,
              std::optional<std::uint8_t> first_frame) noexcept {
        reader_.read(millisecond, first_frame);
    }
    [[nodiscard]] SpanSignalling heard() const noexcept;
    // Before T1FrameWriter::write; `first_frame` is its frame().
    void write(std::span<Chunk, 24> millisecond, const SpanSignalling& said,
               std::uint8_t first_frame) noexcept;

  private:
    void say(const SpanSignalling& said) noexcept;

    T1RobbedBitReader reader_;
    T1RobbedBitWriter writer_;
    SpanSignalling said_{idle_signalling};
};

}  // namespace driver
