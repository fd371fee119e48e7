// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/call/media_paths.hpp"

#include <functional>
#include <iterator>

#include "driver/base/invariant.hpp"

namespace pbx {

using driver::Listener;
using driver::ListenerKind;
using driver::Source;
using driver::SourceKind;

namespace {

Listener seat_listener(std::uint16_t conference, std::uint8_t seat) {
    return {ListenerKind::conference, seat, conference};
}
Source seat_source(std::uint16_t conference, std::uint8_t seat) {
    return {SourceKind::conference, seat, conference};
}

// Heard by everybody else, if he is not muted.
bool has_voice(const Talking& one) {
    return one.party->is_heard();
}

ivr_dsp::ConferencePart part_of(const Party& party, std::optional<std::uint8_t> coached_seat) {
    ivr_dsp::ConferencePart part;
    part.muted = party.muted;
    part.gain_db = party.gain_db;
    if (party.is_heard()) return part;
    const bool coaches = party.part == Participation::whisper && coached_seat;
    part.role = coaches ? ivr_dsp::ConferenceRole::coaches : ivr_dsp::ConferenceRole::listens;
    if (coaches) part.coached = *coached_seat;
    return part;
}

}  // namespace

MediaPaths::MediaPaths(Orders& orders, driver::ConferenceRooms rooms)
    : orders_(orders), seats_(rooms.seats), conferences_(rooms.count) {}

void MediaPaths::hear(Leg& leg, Source source) {
    if (leg.hears == source) return;
    leg.hears = source;
    orders_.send(driver::Listen{Listener::line(leg.line), source});
}

void MediaPaths::connect(const Meeting& meeting) {
    if (meeting.parties < 3) end(meeting.call);
    const auto conference = meeting.parties < 3 ? std::nullopt : keep_conference(meeting.call);
    const auto heard = std::ranges::count_if(meeting.talking, has_voice);
    if (meeting.talking.size() >= 3 && heard >= 2 && conference) return meet(meeting, *conference);
    talk_directly(meeting.talking, heard < 2);
    for (const Talking& one : meeting.talking) leave_seat(*one.leg);
}

// Those who are heard by all come first: two of them hear each other. One who is not listens to
// him who is there alone.
void MediaPaths::talk_directly(const std::vector<Talking>& talking, bool is_alone) {
    std::vector<Talking> all;
    std::ranges::copy_if(talking, std::back_inserter(all), has_voice);
    const std::size_t heard = all.size();
    std::ranges::copy_if(talking, std::back_inserter(all), std::not_fn(has_voice));
    const std::size_t hearing =
        is_alone && heard > 0 ? all.size() : std::min<std::size_t>(heard, 2);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool has_partner = i < hearing && all.size() >= 2 && (i > 0 || heard >= 2);
        if (!has_partner) {
            hear(*all[i].leg, all[i].leg->treatment);
            continue;
        }
        const Talking& partner = all[i == 0 ? 1 : 0];
        hear(*all[i].leg, partner.party->muted ? Source::none() : Source::line(partner.leg->line));
    }
}

void MediaPaths::end(CallId call) {
    if (const auto conference = conference_of(call)) conferences_[*conference].call = CallId{};
}

void MediaPaths::disconnect(Leg& leg) {
    hear(leg, Source::none());
    leave_seat(leg);
}

std::optional<std::uint16_t> MediaPaths::keep_conference(CallId call) {
    auto conference = conference_of(call);
    if (!conference) conference = conference_of(CallId{});
    if (conference) conferences_[*conference].call = call;
    return conference;
}

// Supervisors sit down last: whom one coaches must sit there.
void MediaPaths::meet(const Meeting& meeting, std::uint16_t conference) {
    std::vector<Talking> all = meeting.talking;
    std::ranges::stable_partition(all, [](const Talking& one) { return !one.party->supervises(); });
    std::vector<LegId> sitting_down;
    for (const Talking& one : all) {
        const Seated* place = seated(one.leg->id);
        if (place != nullptr && place->conference == conference) continue;
        leave_seat(*one.leg);
        if (take_seat(*one.leg, conference)) sitting_down.push_back(one.leg->id);
    }
    const Seated* coached = seated(meeting.coached);
    const bool can_coach = coached != nullptr && coached->conference == conference;
    const auto coached_seat = can_coach ? std::optional(coached->seat) : std::nullopt;
    for (const Talking& one : all) {
        if (!one.leg->seat) continue;
        tell_part(one, part_of(*one.party, coached_seat),
                  std::ranges::count(sitting_down, one.leg->id) > 0);
    }
    for (const Talking& one : all) {
        hear(*one.leg,
             one.leg->seat ? seat_source(conference, *one.leg->seat) : one.leg->treatment);
    }
}

// Before he sits down, so that not a sample of him is heard that should not be.
void MediaPaths::tell_part(const Talking& one, const ivr_dsp::ConferencePart& part,
                           bool sits_down) {
    Seated& place = *seated(one.leg->id);
    if (part != place.told) {
        orders_.send(ivr_dsp::SetSeat{place.conference, place.seat, part});
        place.told = part;
    }
    if (!sits_down) return;
    orders_.send(
        driver::Listen{seat_listener(place.conference, place.seat), Source::line(one.leg->line)});
}

bool MediaPaths::take_seat(Leg& leg, std::uint16_t conference) {
    auto& room = conferences_[conference];
    std::uint8_t seat = 0;
    while (seat < seats_ && room.seats_taken[seat]) ++seat;
    if (seat == seats_) return false;
    room.seats_taken.set(seat);
    leg.seat = seat;
    seated_.push_back({leg.id, conference, seat, {}});
    return true;
}

void MediaPaths::leave_seat(Leg& leg) {
    if (!leg.seat) return;
    const auto place = std::ranges::find(seated_, leg.id, &Seated::leg);
    INVARIANT(place != seated_.end());
    orders_.send(driver::Listen{seat_listener(place->conference, place->seat), Source::none()});
    conferences_[place->conference].seats_taken.reset(place->seat);
    leg.seat.reset();
    seated_.erase(place);
}

MediaPaths::Seated* MediaPaths::seated(LegId leg) {
    const auto place = std::ranges::find(seated_, leg, &Seated::leg);
    return place == seated_.end() ? nullptr : &*place;
}

MediaPaths::Speakers MediaPaths::speakers(const ivr_dsp::SpeakersChanged& news) const {
    Speakers found;
    if (news.conference < conferences_.size()) found.call = conferences_[news.conference].call;
    for (const Seated& one : seated_) {
        if (one.conference == news.conference && news.speaks(one.seat))
            found.legs.push_back(one.leg);
    }
    std::ranges::sort(found.legs);
    return found;
}

std::optional<std::uint16_t> MediaPaths::conference_of(CallId call) const {
    const auto found = std::ranges::find(conferences_, call, &Conference::call);
    if (found == conferences_.end()) return std::nullopt;
    return static_cast<std::uint16_t>(found - conferences_.begin());
}

bool MediaPaths::can_hold(std::size_t parties, CallId one, CallId other) const {
    if (parties < 3) return true;
    return parties <= seats_ &&
           (conference_of(one) || conference_of(other) || conference_of(CallId{}));
}

void MediaPaths::forget() {
    for (auto& room : conferences_) room = {};
    seated_.clear();
}

}  // namespace pbx
