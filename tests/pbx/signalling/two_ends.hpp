// SPDX-License-Identifier: GPL-2.0-or-later
// An exchange (network side) and a center (user side) joined by one primary rate line. Both are
// our own signalling; golden traces keep them honest.
#pragma once

#include <functional>

#include "pbx/signalling/isdn/virtual_clock.hpp"
#include "tests/pbx/signalling/control_end.hpp"

namespace pbx_test {

struct LineKind {
    pbx::SpanKind kind{pbx::SpanKind::e1};
    pbx::SwitchType switch_type{pbx::SwitchType::euroisdn};
};
inline constexpr LineKind euroisdn_e1{};
inline constexpr LineKind ni2_t1{pbx::SpanKind::t1, pbx::SwitchType::ni2};

inline pbx::SpanPlan span_plan(const LineKind& kind, pbx::Side side) {
    const bool e1 = kind.kind == pbx::SpanKind::e1;
    pbx::SpanPlan plan;
    plan.span = driver::SpanId{1};
    plan.kind = kind.kind;
    plan.switch_type = kind.switch_type;
    plan.side = side;
    plan.d_timeslot = e1 ? 16 : 24;
    plan.law = e1 ? driver::Law::alaw : driver::Law::ulaw;
    plan.restart_at_start = false;  // tests that want it say so
    std::uint16_t line = 0;
    const int last = e1 ? 31 : 23;
    for (int timeslot = 1; timeslot <= last; ++timeslot) {
        if (timeslot == plan.d_timeslot) continue;
        plan.channels.push_back({LineId{line++}, static_cast<std::uint8_t>(timeslot)});
    }
    return plan;
}

inline std::vector<driver::Channel> channels_of(const pbx::SpanPlan& plan) {
    std::vector<driver::Channel> channels;
    channels.reserve(plan.channels.size());
    for (const pbx::BChannel& channel : plan.channels) {
        channels.push_back({channel.line, plan.law, plan.span, channel.timeslot});
    }
    return channels;
}

class TwoEnds {
  public:
    using Adjust = std::function<void(pbx::SpanPlan&)>;

    explicit TwoEnds(const LineKind& kind = euroisdn_e1, const Adjust& adjust_user = {},
                     const Adjust& adjust_network = {})
        : start_(virtual_start()),
          user(plan_for(span_plan(kind, pbx::Side::user), adjust_user),
               channels_of(span_plan(kind, pbx::Side::user))),
          network(plan_for(span_plan(kind, pbx::Side::network), adjust_network),
                  channels_of(span_plan(kind, pbx::Side::network))),
          now(start_) {
        user.attach();
        network.attach();
    }
    TwoEnds(const TwoEnds&) = delete;
    TwoEnds& operator=(const TwoEnds&) = delete;
    ~TwoEnds() { pbx::use_real_time(1); }  // the test program wants to know how long it took

    // One millisecond: both ends, then the wire.
    void tick() {
        now += 1ms;
        user.pass(now);
        network.pass(now);
        to_network.carry(user.board.sent, network.board.received, now);
        to_user.carry(network.board.sent, user.board.received, now);
    }
    void run(Ticks how_long) {
        for (const Ticks end = now + how_long; now < end;) tick();
    }
    // Until the condition holds; false if it does not within ten minutes of the line.
    bool until(const std::function<bool()>& condition, Ticks limit = 600s) {
        for (const Ticks end = now + limit; now < end && !condition();) tick();
        return condition();
    }
    void cut(bool is_cut = true) { to_network.cut = to_user.cut = is_cut; }
    bool link_up() {
        return until([this] {
            return user.span().status().signalling_up && network.span().status().signalling_up;
        });
    }

    // A call from one end to the other, answered; returns both legs.
    struct Call {
        LegId calling;
        LegId called;
    };
    Call talk(ControlEnd& from, ControlEnd& to, LineId line = LineId{0}) {
        Call call;
        call.calling = from.dial(line, "2000", "1001");
        until([&] { return to.is_called(); }, 5s);
        call.called = to.incoming();
        to.answer(call.called);
        until([&] { return from.is(call.calling, LegPhase::answered); }, 5s);
        return call;
    }
    [[nodiscard]] bool all_free() const {
        return user.every_line_free() && network.every_line_free();
    }

  private:
    static Ticks virtual_start() {
        const Ticks start{1000};
        pbx::use_virtual_time(1, start);
        return start;
    }
    static pbx::SignallingPlan plan_for(pbx::SpanPlan span, const Adjust& adjust) {
        if (adjust) adjust(span);
        pbx::SignallingPlan plan;
        plan.firmware_epoch = 77;
        plan.configuration = 4711;
        plan.voice_ports = 4;
        plan.spans.push_back(std::move(span));
        plan.pins = {
            {"2002:****", "1968"}
        };
        return plan;
    }

    Ticks start_;

  public:
    ControlEnd user;
    ControlEnd network;
    Strand to_network;
    Strand to_user;
    Ticks now;
};

}  // namespace pbx_test
