// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "driver/framing/signalling_bits.hpp"

namespace driver {

// Signalling bits of a span's timeslots, which count from 1. What we say is set by the signalling
// thread and sent by the realtime one; what the far end says goes the other way, as changes.
class ChannelBits {
  public:
    // Signalling thread.
    void say(std::uint8_t timeslot, Abcd bits) noexcept;

    // Realtime thread.
    [[nodiscard]] SpanSignalling said() const noexcept {
        return {
            {said_[0].load(std::memory_order_relaxed), said_[1].load(std::memory_order_relaxed)}
        };
    }
    void hear(const SpanSignalling& all) noexcept { heard_ = all; }
    // The first timeslot whose bits are not those told; 0: none.
    [[nodiscard]] std::uint8_t changed() const noexcept;
    [[nodiscard]] Abcd heard(std::uint8_t timeslot) const noexcept {
        return heard_.of(timeslot - 1U);
    }
    void told(std::uint8_t timeslot, Abcd bits) noexcept { told_.set(timeslot - 1U, bits); }

  private:
    std::array<std::atomic<std::uint64_t>, 2> said_{idle_signalling.nibbles[0],
                                                    idle_signalling.nibbles[1]};
    SpanSignalling heard_{idle_signalling};
    SpanSignalling told_{idle_signalling};
};

}  // namespace driver
