// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/call/media_paths.hpp"

#include <bit>

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

}  // namespace

MediaPaths::MediaPaths(Orders& orders, std::uint16_t conferences)
    : orders_(orders), conferences_(conferences) {}

void MediaPaths::hear(Leg& leg, Source source) {
    if (leg.hears == source) return;
    leg.hears = source;
    orders_.send(driver::Listen{Listener::line(leg.line), source});
}

void MediaPaths::connect(CallId call, const std::vector<Leg*>& talking) {
    if (talking.size() >= 3) {
        take_seats(call, talking);
        return;
    }
    for (Leg* leg : talking) leave_seat(*leg);
    if (talking.size() == 2) {
        hear(*talking[0], Source::line(talking[1]->line));
        hear(*talking[1], Source::line(talking[0]->line));
    } else if (talking.size() == 1) {
        hear(*talking[0], talking[0]->treatment);
    }
}

void MediaPaths::disconnect(Leg& leg) {
    leave_seat(leg);
    hear(leg, Source::none());
}

void MediaPaths::take_seats(CallId call, const std::vector<Leg*>& talking) {
    auto conference = conference_of(call);
    if (!conference) conference = conference_of(CallId{});
    INVARIANT(conference.has_value());  // can_hold was asked
    auto& room = conferences_[*conference];
    room.call = call;
    for (Leg* leg : talking) {
        if (leg->seat && !std::ranges::count(seated_, std::pair{leg->id, *conference}))
            leave_seat(*leg);
        if (!leg->seat) {
            const auto seat = static_cast<std::uint8_t>(std::countr_one(room.seats_taken));
            INVARIANT(seat < driver::conference_seats);
            room.seats_taken = static_cast<std::uint8_t>(room.seats_taken | 1U << seat);
            leg->seat = seat;
            seated_.emplace_back(leg->id, *conference);
            orders_.send(driver::Listen{seat_listener(*conference, seat), Source::line(leg->line)});
        }
        hear(*leg, seat_source(*conference, *leg->seat));
    }
}

void MediaPaths::leave_seat(Leg& leg) {
    if (!leg.seat) return;
    const auto entry = std::ranges::find(seated_, leg.id, &std::pair<LegId, std::uint16_t>::first);
    INVARIANT(entry != seated_.end());
    auto& room = conferences_[entry->second];
    orders_.send(driver::Listen{seat_listener(entry->second, *leg.seat), Source::none()});
    room.seats_taken = static_cast<std::uint8_t>(room.seats_taken & ~(1U << *leg.seat));
    if (room.seats_taken == 0) room.call = CallId{};
    leg.seat.reset();
    seated_.erase(entry);
}

std::optional<std::uint16_t> MediaPaths::conference_of(CallId call) const {
    const auto found = std::ranges::find(conferences_, call, &Conference::call);
    if (found == conferences_.end()) return std::nullopt;
    return static_cast<std::uint16_t>(found - conferences_.begin());
}

bool MediaPaths::can_hold(std::size_t parties) const {
    if (parties < 3) return true;
    return parties <= driver::conference_seats && conference_of(CallId{}).has_value();
}

void MediaPaths::forget() {
    for (auto& room : conferences_) room = {};
    seated_.clear();
}

}  // namespace pbx
