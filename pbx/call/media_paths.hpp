// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <bitset>
#include <vector>

#include "driver/bus/messages.hpp"
#include "pbx/call/call.hpp"
#include "pbx/call/ports.hpp"

namespace pbx {

// Who hears whom, worked out anew from the call after every change: one party hears its treatment,
// two hear each other, three or more meet in a conference. A call of three parties keeps its
// conference even while fewer talk, so that whoever comes back finds it. Where there is no room,
// the first two hear each other and the others their treatment. A supervisor whom not everybody
// hears listens to a party who is alone. Only differences are sent down, in an order in which no
// millisecond is lost, wherever between two orders a tick may fall: all sit before the first is
// told to listen to his seat, and all listen elsewhere before the first gets up.
class MediaPaths {
  public:
    MediaPaths(Orders& orders, driver::ConferenceRooms rooms);

    struct Meeting {
        CallId call;
        std::vector<Talking> talking;  // parties with audio, in the order they joined
        std::size_t parties{};         // all of the call
        LegId coached;                 // whom a whisper reaches; 0: nobody
    };
    void connect(const Meeting& meeting);
    // The call is no more; those of its conference will be connected to another.
    void end(CallId call);
    // One leg alone hears this.
    void hear(Leg& leg, driver::Source source);
    // The leg hears nothing any more and is out of any conference.
    void disconnect(Leg& leg);
    // Both calls as one of `parties` would find room.
    [[nodiscard]] bool can_hold(std::size_t parties, CallId one, CallId other) const;
    [[nodiscard]] bool has_room(CallId call) const { return conference_of(call).has_value(); }
    // The call of the conference, and the legs in these seats.
    struct Speakers {
        CallId call;
        std::vector<LegId> legs;
    };
    [[nodiscard]] Speakers speakers(const ivr_dsp::SpeakersChanged& news) const;
    // The firmware has begun anew: nobody hears anything.
    void forget();

  private:
    struct Seated {
        LegId leg;
        std::uint16_t conference{};
        std::uint8_t seat{};
        ivr_dsp::ConferencePart told{};  // what the firmware knows of his part
    };
    void talk_directly(const std::vector<Talking>& talking, bool is_alone);
    void meet(const Meeting& meeting, std::uint16_t conference);
    // Only notes it. False if every seat is taken.
    [[nodiscard]] bool take_seat(Leg& leg, std::uint16_t conference);
    void tell_part(const Talking& one, const ivr_dsp::ConferencePart& part, bool sits_down);
    void leave_seat(Leg& leg);
    [[nodiscard]] Seated* seated(LegId leg);
    // The call's conference, or a free one that is now its own.
    std::optional<std::uint16_t> keep_conference(CallId call);
    [[nodiscard]] std::optional<std::uint16_t> conference_of(CallId call) const;

    struct Conference {
        CallId call;  // 0 = free
        std::bitset<driver::ConferenceRooms::most_seats> seats_taken;
    };
    Orders& orders_;
    std::size_t seats_;  // of each conference
    std::vector<Conference> conferences_;
    std::vector<Seated> seated_;
};

}  // namespace pbx
