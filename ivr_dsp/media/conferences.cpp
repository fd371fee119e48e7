// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/conferences.hpp"

#include <span>

namespace ivr_dsp {

void Conferences::seat_changed(std::uint32_t conference, std::uint32_t seat) noexcept {
    const std::uint32_t index = numbering_.seat(conference, seat);
    if (place_of_[index] != nowhere) leave(conference, seat);
    if (!is_empty(index)) {
        const Law law = listening_.law_of(numbering_.seat_slot(index));
        const std::size_t place = rooms_[conference].enter(law, part_of(conference, next_[index]));
        place_of_[index] = static_cast<std::uint16_t>(place);
        seat_at_[numbering_.seat(conference, static_cast<std::uint32_t>(place))] =
            static_cast<std::uint8_t>(seat);
    }
    next_[index] = {};
    told_[conference].is_known = false;
    if (rooms_[conference].parties() > 0) {
        meeting_.insert(conference);
    } else {
        meeting_.erase(conference);
    }
    talk_from(conference);
}

// Who sat at the last place sits at this one now.
void Conferences::leave(std::uint32_t conference, std::uint32_t seat) noexcept {
    Conference& room = rooms_[conference];
    std::uint16_t& place = place_of_[numbering_.seat(conference, seat)];
    room.leave(place);
    const std::uint32_t first = numbering_.seat(conference, 0);
    const std::uint8_t last = seat_at_[first + room.parties()];
    seat_at_[first + place] = last;
    place_of_[first + last] = place;
    place = nowhere;
}

void Conferences::talk_from(std::uint32_t conference) noexcept {
    const Conference& room = rooms_[conference];
    for (std::uint32_t i = 0; i < numbering_.counts().conferences.seats; ++i) {
        const std::uint32_t seat = numbering_.seat(conference, i);
        const SlotId slot = numbering_.seat_slot(seat);
        const Law law = listening_.law_of(slot);
        const std::uint16_t place = place_of_[seat];
        const Chunk& empty = room.parties() > 0 ? room.said_to_all(law) : driver::silence(law);
        bus_.talk(slot, place != nowhere ? &room.said(place) : &empty);
    }
}

bool Conferences::set(const SetSeat& order) noexcept {
    if (!numbering_.is_seat(order.conference, order.seat)) return false;
    const std::uint32_t index = numbering_.seat(order.conference, order.seat);
    const bool coaches = order.part.role == ConferenceRole::coaches;
    if (coaches && !can_coach(order)) return false;
    const std::uint16_t place = place_of_[index];
    if (place == nowhere) {
        next_[index] = order.part;
    } else {
        rooms_[order.conference].set(place, part_of(order.conference, order.part));
        told_[order.conference].is_known = false;
    }
    return true;
}

bool Conferences::can_coach(const SetSeat& order) const noexcept {
    const std::uint16_t coached = order.part.coached;
    return coached != order.seat && numbering_.is_seat(order.conference, coached) &&
           place_of_[numbering_.seat(order.conference, coached)] != nowhere;
}

// By place instead of by seat. One whose party has left meanwhile coaches nobody.
ConferencePart Conferences::part_of(std::uint32_t conference,
                                    const ConferencePart& by_seat) const noexcept {
    ConferencePart part = by_seat;
    part.levelled |= levelled_;
    if (part.role != ConferenceRole::coaches) return part;
    part.coached = place_of_[numbering_.seat(conference, part.coached)];
    if (part.coached == nowhere) part.role = ConferenceRole::listens;
    return part;
}

SpeakersChanged Conferences::speakers(std::uint32_t conference) const noexcept {
    SpeakersChanged now{static_cast<std::uint16_t>(conference), {}};
    const Conference& room = rooms_[conference];
    const std::uint32_t first = numbering_.seat(conference, 0);
    for (std::uint32_t place = 0; place < room.parties(); ++place) {
        if (room.speaks(place) && room.is_heard(place)) now.add(seat_at_[first + place]);
    }
    return now;
}

void Conferences::talk() noexcept {
    for (std::size_t i = 0; i < meeting_.size(); ++i) mixing_[i] = &heard(meeting_[i]);
    Conference::mix(std::span(mixing_).first(meeting_.size()));
}

Conference& Conferences::heard(std::uint32_t conference) noexcept {
    Conference& room = rooms_[conference];
    const std::uint32_t first = numbering_.seat(conference, 0);
    for (std::uint32_t place = 0; place < room.parties(); ++place) {
        const std::uint32_t seat = first + seat_at_[first + place];
        room.hear(place, bus_.heard(numbering_.seat_port(seat)));
    }
    return room;
}

}  // namespace ivr_dsp
