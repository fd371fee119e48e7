// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "driver/bus/messages.hpp"
#include "pbx/call/call.hpp"
#include "pbx/call/ports.hpp"

namespace pbx {

// Who hears whom, worked out anew from the call after every change: one party hears its treatment,
// two hear each other, three or more meet in a conference. A call of three parties keeps its
// conference even while fewer talk, so that whoever comes back finds it. Where there is no room,
// the first two hear each other and the others their treatment. Only differences are sent down.
class MediaPaths {
  public:
    MediaPaths(Orders& orders, std::uint16_t conferences);

    // `talking` are those of the call's `parties` with audio, in the order they joined.
    void connect(CallId call, const std::vector<Leg*>& talking, std::size_t parties);
    // The call is no more; those of its conference will be connected to another.
    void end(CallId call);
    // One leg alone hears this.
    void hear(Leg& leg, driver::Source source);
    // The leg hears nothing any more and is out of any conference.
    void disconnect(Leg& leg);
    // Both calls as one of `parties` would find room.
    [[nodiscard]] bool can_hold(std::size_t parties, CallId one, CallId other) const;
    // The firmware has begun anew: nobody hears anything.
    void forget();

  private:
    void meet(const std::vector<Leg*>& talking, std::uint16_t conference);
    [[nodiscard]] bool take_seat(Leg& leg, std::uint16_t conference);
    void leave_seat(Leg& leg);
    // The call's conference, or a free one that is now its own.
    std::optional<std::uint16_t> keep_conference(CallId call);
    [[nodiscard]] std::optional<std::uint16_t> conference_of(CallId call) const;

    struct Conference {
        CallId call;                 // 0 = free
        std::uint8_t seats_taken{};  // bit per seat
    };
    Orders& orders_;
    std::vector<Conference> conferences_;
    // Which conference a seated leg sits in follows from its call; remembered for leaving.
    std::vector<std::pair<LegId, std::uint16_t>> seated_;
};

}  // namespace pbx
