// SPDX-License-Identifier: GPL-2.0-or-later
// A call model with six trunks and twelve stations, spoken to as the firmware and the desks above
// it do. It keeps what was ordered, and what everybody hears because of it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ivr_dsp/media/messages.hpp"
#include "pbx/call/call_model.hpp"

#include <CppUTest/TestHarness.h>

namespace call_test {

using namespace std::chrono_literals;
using driver::CallId;
using driver::ContactId;
using driver::LegId;
using driver::LineId;
using driver::Source;
using driver::Ticks;
using pbx::Cause;
using pbx::ConnectionState;
using pbx::LegPhase;

inline constexpr std::uint16_t trunks = 6;
inline constexpr std::uint16_t stations = 12;

inline pbx::LineBook some_lines() {
    std::vector<pbx::Line> lines(trunks + stations);
    for (std::uint16_t i = 0; i < trunks + stations; ++i) {
        lines[i].device.line = {i};
        if (i < trunks) {
            lines[i].device.span = {static_cast<std::uint16_t>(i < 3 ? 1 : 2)};
            lines[i].device.timeslot = static_cast<std::uint8_t>(i + 1);
            lines[i].group = i < trunks - 1 ? "public" : "gateway";
        } else {
            lines[i].device.station = std::to_string(2001 + i - trunks);
        }
    }
    return pbx::LineBook(std::move(lines));
}

class Switchboard final : public pbx::Orders, public pbx::CallObserver {
  public:
    explicit Switchboard(std::uint16_t conferences = 1)
        : model(lines, {conferences}, *this, *this), serials_(trunks + stations) {
        model.firmware_began();
    }

    // ── what happens outside ────────────────────────────────────────────────────────────────────
    void tells(LegId leg, LegPhase phase, Cause cause = Cause::none) {
        pbx::LegChanged news;
        news.leg = leg;
        news.phase = phase;
        news.cause = cause;
        news.ani = "13800138000";
        news.dnis = "8001";
        news.complete = true;
        model.changed(now, news);
    }
    // Somebody seizes the line.
    LegId seizes(std::uint16_t line) {
        const LegId leg = LegId::incoming({line}, ++serials_[line]);
        tells(leg, LegPhase::offered);
        return leg;
    }
    void answers(LegId leg) { tells(leg, LegPhase::answered); }
    void hangs_up(LegId leg) { tells(leg, LegPhase::released, Cause::normal_clearing); }

    // ── what the desks ask ──────────────────────────────────────────────────────────────────────
    // A caller on a trunk, answered, in a call of a new contact.
    LegId caller(std::uint16_t trunk) {
        const LegId leg = seizes(trunk);
        model.create_with({++contact_}, leg);
        model.answer(now, leg);
        return leg;
    }
    LegId rings(LegId in_the_call_of, std::string_view station) {
        pbx::Dial what;
        what.called = station;
        return model.dial(now, call_of(in_the_call_of), what, line(station));
    }
    // The station is rung in the other's call and answers.
    LegId joins(LegId in_the_call_of, std::string_view station) {
        const LegId leg = rings(in_the_call_of, station);
        answers(leg);
        return leg;
    }
    // The leg holds its call and talks to the station in another.
    LegId consults(LegId leg, std::string_view station) {
        model.hold(leg);
        model.consult(leg);
        return joins(leg, station);
    }
    // Both calls of the leg become one.
    void conferences(LegId leg) {
        CHECK(model.can_merge(model.leg(leg)->held, model.leg(leg)->call));
        model.merge(model.leg(leg)->held, model.leg(leg)->call);
    }

    // ── what can be seen ────────────────────────────────────────────────────────────────────────
    [[nodiscard]] LineId line(std::string_view station) const { return *lines.station(station); }
    [[nodiscard]] CallId call_of(LegId leg) const { return model.leg(leg)->call; }
    [[nodiscard]] Source heard_by(LegId leg) const {
        const auto found = hears_.find({0, leg.line().value, 0});
        return found == hears_.end() ? Source::none() : found->second;
    }
    [[nodiscard]] bool hear_each_other(LegId a, LegId b) const {
        return heard_by(a) == Source::line(b.line()) && heard_by(b) == Source::line(a.line());
    }
    // They sit in one conference, each on a seat of his own that hears him, and nobody else does.
    [[nodiscard]] bool meet(const std::vector<LegId>& legs) const {
        const std::uint16_t room = heard_by(legs.front()).index;
        for (const LegId leg : legs) {
            const Source seat = heard_by(leg);
            if (seat.kind != driver::SourceKind::conference || seat.index != room) return false;
            const auto heard = hears_.find({1, seat.index, seat.seat});
            if (heard == hears_.end() || heard->second != Source::line(leg.line())) return false;
        }
        return seated(room) == legs.size();
    }
    [[nodiscard]] std::size_t seated(std::uint16_t room) const {
        std::size_t count = 0;
        for (const auto& [listener, source] : hears_) {
            const bool here = std::get<0>(listener) == 1 && std::get<1>(listener) == room;
            count += here && source != Source::none() ? 1 : 0;
        }
        return count;
    }
    [[nodiscard]] bool conferences_are_empty() const {
        return std::ranges::none_of(hears_, [](const auto& entry) {
            return std::get<0>(entry.first) == 1 && entry.second != Source::none();
        });
    }
    template <class Order>
    [[nodiscard]] std::vector<Order> ordered() const {
        std::vector<Order> found;
        for (const pbx::DownBody& order : orders) {
            if (const auto* one = std::get_if<Order>(&order)) found.push_back(*one);
        }
        return found;
    }
    [[nodiscard]] std::size_t releases_of(LegId leg) const {
        return static_cast<std::size_t>(
            std::ranges::count(ordered<pbx::Release>(), leg, &pbx::Release::leg));
    }
    [[nodiscard]] ConnectionState state(CallId call, LegId leg) const {
        return model.call(call)->party(leg)->state;
    }

    const pbx::LineBook lines = some_lines();
    std::vector<pbx::DownBody> orders;
    std::vector<std::string> told;  // what the observer heard: "offered 0", "left 3 cause 16"
    std::vector<Departure> departures;
    Ticks now{1000};
    pbx::CallModel model;

  private:
    using ListenerKey = std::tuple<int, std::uint16_t, std::uint8_t>;

    void send(const pbx::DownBody& order) override {
        orders.push_back(order);
        if (const auto* listen = std::get_if<driver::Listen>(&order)) {
            const driver::Listener& who = listen->listener;
            hears_[{who.kind == driver::ListenerKind::conference ? 1 : 0, who.index, who.seat}] =
                listen->source;
        }
    }
    static std::string on(LegId leg) { return std::to_string(leg.line().value); }
    void offered(LegId leg) override { told.push_back("offered " + on(leg)); }
    void alerting(LegId leg) override { told.push_back("alerting " + on(leg)); }
    void answered(LegId leg) override { told.push_back("answered " + on(leg)); }
    void left(const Departure& gone) override {
        departures.push_back(gone);
        told.push_back("left " + on(gone.leg) + " cause " +
                       std::to_string(static_cast<unsigned>(gone.cause)));
    }
    void line_free(LineId line) override { told.push_back("free " + std::to_string(line.value)); }

    std::map<ListenerKey, Source> hears_;
    std::vector<std::uint32_t> serials_;
    std::uint64_t contact_{};
};

}  // namespace call_test
