// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/listening.hpp"
#include "ivr_dsp/media/numbering.hpp"

namespace ivr_dsp {

// Conferences: each seat hears one party and talks the sum of all the others, limited to 16 bits. A
// seat that hears silence is empty; who listens to it hears everybody.
class Conferences {
  public:
    Conferences(const BusNumbering& numbering, const Listening& listening, driver::Bus& bus)
        : numbering_(numbering),
          listening_(listening),
          bus_(bus),
          said_(numbering.seats(), driver::silence(listening.law_of(BusNumbering::silence()))),
          meeting_(numbering.counts().conferences) {
        for (std::uint32_t seat = 0; seat < numbering.seats(); ++seat) {
            bus.talk(numbering.seat_slot(seat), &said_[seat]);
        }
    }

    // After somebody sat down or left.
    void seats_changed(std::uint32_t conference) noexcept;
    // Mixes; after everybody else has said where it talks.
    void talk() noexcept;

  private:
    using Speakers = std::array<LinearChunk, driver::conference_seats>;
    [[nodiscard]] bool is_empty(std::uint32_t seat) const noexcept {
        return bus_.hears(numbering_.seat_port(seat)) == BusNumbering::silence();
    }
    void mix(std::uint32_t conference) noexcept;

    const BusNumbering& numbering_;
    const Listening& listening_;
    driver::Bus& bus_;
    std::vector<Chunk> said_;  // by seat
    ActiveSet meeting_;        // conferences with somebody in them
};

}  // namespace ivr_dsp
