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

void MediaPaths::connect(CallId call, const std::vector<Leg*>& talking, std::size_t parties) {
    if (parties < 3) end(call);
    const auto conference = parties < 3 ? std::nullopt : keep_conference(call);
    if (talking.size() >= 3 && conference) return meet(talking, *conference);
    for (Leg* leg : talking) leave_seat(*leg);
    for (std::size_t i = 0; i < talking.size(); ++i) {
        const bool has_partner = talking.size() >= 2 && i < 2;
        hear(*talking[i], has_partner ? Source::line(talking[1 - i]->line) : talking[i]->treatment);
    }
}

void MediaPaths::end(CallId call) {
    if (const auto conference = conference_of(call)) conferences_[*conference].call = CallId{};
}

void MediaPaths::disconnect(Leg& leg) {
    leave_seat(leg);
    hear(leg, Source::none());
}

std::optional<std::uint16_t> MediaPaths::keep_conference(CallId call) {
    auto conference = conference_of(call);
    if (!conference) conference = conference_of(CallId{});
    if (conference) conferences_[*conference].call = call;
    return conference;
}

void MediaPaths::meet(const std::vector<Leg*>& talking, std::uint16_t conference) {
    for (Leg* leg : talking) {
        if (take_seat(*leg, conference)) {
            hear(*leg, seat_source(conference, *leg->seat));
        } else {
            hear(*leg, leg->treatment);
        }
    }
}

// False if every seat is taken.
bool MediaPaths::take_seat(Leg& leg, std::uint16_t conference) {
    if (leg.seat && std::ranges::count(seated_, std::pair{leg.id, conference}) > 0) return true;
    leave_seat(leg);
    auto& room = conferences_[conference];
    const auto seat = static_cast<std::uint8_t>(std::countr_one(room.seats_taken));
    if (seat >= driver::conference_seats) return false;
    room.seats_taken = static_cast<std::uint8_t>(room.seats_taken | 1U << seat);
    leg.seat = seat;
    seated_.emplace_back(leg.id, conference);
    orders_.send(driver::Listen{seat_listener(conference, seat), Source::line(leg.line)});
    return true;
}

void MediaPaths::leave_seat(Leg& leg) {
    if (!leg.seat) return;
    const auto entry = std::ranges::find(seated_, leg.id, &std::pair<LegId, std::uint16_t>::first);
    INVARIANT(entry != seated_.end());
    auto& room = conferences_[entry->second];
    orders_.send(driver::Listen{seat_listener(entry->second, *leg.seat), Source::none()});
    room.seats_taken = static_cast<std::uint8_t>(room.seats_taken & ~(1U << *leg.seat));
    leg.seat.reset();
    seated_.erase(entry);
}

std::optional<std::uint16_t> MediaPaths::conference_of(CallId call) const {
    const auto found = std::ranges::find(conferences_, call, &Conference::call);
    if (found == conferences_.end()) return std::nullopt;
    return static_cast<std::uint16_t>(found - conferences_.begin());
}

bool MediaPaths::can_hold(std::size_t parties, CallId one, CallId other) const {
    if (parties < 3) return true;
    return parties <= driver::conference_seats &&
           (conference_of(one) || conference_of(other) || conference_of(CallId{}));
}

void MediaPaths::forget() {
    for (auto& room : conferences_) room = {};
    seated_.clear();
}

}  // namespace pbx
