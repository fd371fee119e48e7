// SPDX-License-Identifier: GPL-2.0-or-later
// Calls over a primary rate line, told by the legs at both ends.
#include <string>

#include "tests/pbx/signalling/two_ends.hpp"

#include <CppUTest/TestHarness.h>

using namespace pbx_test;

namespace {

// Every combination of who calls and which standard is spoken.
struct Way {
    LineKind kind;
    bool user_calls;
};
constexpr Way ways[] = {
    {euroisdn_e1, true },
    {euroisdn_e1, false},
    {ni2_t1,      true },
    {ni2_t1,      false}
};

ControlEnd& caller(TwoEnds& line, const Way& way) {
    return way.user_calls ? line.user : line.network;
}
ControlEnd& callee(TwoEnds& line, const Way& way) {
    return way.user_calls ? line.network : line.user;
}

}  // namespace

TEST_GROUP(IsdnCalls) {
    enum Phase { dialling, offered, alerting, answered };

    // A call gets as far as `phase`; then one side hangs up with cause 21.
    void ends(const Way& way, Phase phase, bool caller_hangs_up) {
        TwoEnds line(way.kind);
        CHECK(line.link_up());
        ControlEnd& from = caller(line, way);
        ControlEnd& to = callee(line, way);
        const LegId out = from.dial(LineId{0}, "2000", "1001");
        const LegId in = LegId::incoming(LineId{0}, 1);
        line.run(2ms);
        if (phase >= offered) CHECK(line.until([&] { return to.is(in, LegPhase::offered); }, 1s));
        if (phase >= alerting) to.alert(in);
        line.run(phase == dialling ? 0ms : 20ms);
        if (phase == answered) to.answer(in);
        line.run(phase == dialling ? 0ms : 20ms);

        ControlEnd& first = caller_hangs_up ? from : to;
        ControlEnd& second = caller_hangs_up ? to : from;
        const LegId ended = caller_hangs_up ? out : in;
        const LegId left = caller_hangs_up ? in : out;
        first.release(ended, Cause::call_rejected);
        CHECK(line.until([&] { return second.is(left, LegPhase::released); }, 1s));
        CHECK(second.leg(left).cause == Cause::call_rejected);
        second.release(left);
        line.run(100ms);
        CHECK(first.is(ended, LegPhase::released));
        CHECK(line.all_free());
    }
};

TEST(IsdnCalls, a_call_is_offered_rung_answered_and_hung_up_whoever_calls) {
    for (const Way& way : ways) {
        TwoEnds line(way.kind);
        CHECK(line.link_up());
        ControlEnd& from = caller(line, way);
        ControlEnd& to = callee(line, way);
        const LegId out = from.dial(LineId{4}, "2000", "1001");
        CHECK(line.until([&] { return to.is_called(); }, 1s));
        const LegId in = to.incoming();
        CHECK(in == LegId::incoming(LineId{4}, 1));
        STRCMP_EQUAL("1001", std::string(to.leg(in).ani.view()).c_str());
        STRCMP_EQUAL("2000", std::string(to.leg(in).dnis.view()).c_str());
        CHECK(to.leg(in).complete);
        CHECK(line.until([&] { return from.is(out, LegPhase::proceeding); }, 1s));
        to.alert(in);
        CHECK(line.until([&] { return from.is(out, LegPhase::alerting); }, 1s));
        to.answer(in);
        CHECK(line.until([&] { return from.is(out, LegPhase::answered); }, 1s));
        CHECK(to.is(in, LegPhase::answered));
        from.release(out);
        CHECK(line.until([&] { return to.is(in, LegPhase::released); }, 1s));
        CHECK(to.leg(in).cause == Cause::normal_clearing);
        to.release(in);
        CHECK(line.until([&] { return from.is(out, LegPhase::released); }, 1s));
        line.run(10ms);
        CHECK(line.all_free());
    }
}

TEST(IsdnCalls, either_side_may_hang_up_in_any_phase_and_the_channel_is_free_again) {
    for (const Way& way : ways) {
        for (const Phase phase : {dialling, offered, alerting, answered}) {
            ends(way, phase, true);
            if (phase != dialling) ends(way, phase, false);
        }
    }
}

TEST(IsdnCalls, both_sides_hang_up_in_the_same_millisecond) {
    for (const Way& way : ways) {
        TwoEnds line(way.kind);
        CHECK(line.link_up());
        const TwoEnds::Call call = line.talk(caller(line, way), callee(line, way));
        caller(line, way).release(call.calling);
        callee(line, way).release(call.called);
        line.run(200ms);
        CHECK(caller(line, way).is(call.calling, LegPhase::released));
        CHECK(callee(line, way).is(call.called, LegPhase::released));
        CHECK(line.all_free());
    }
}

TEST(IsdnCalls, the_far_end_hangs_up_first_and_control_may_dial_at_once) {
    TwoEnds line;
    CHECK(line.link_up());
    const TwoEnds::Call call = line.talk(line.user, line.network);
    line.network.release(call.called);
    CHECK(line.until([&] { return line.user.is(call.calling, LegPhase::released); }, 1s));
    line.user.release(call.calling);
    const LegId next = line.user.dial(LineId{0}, "3000", "1001");
    CHECK(line.until(
        [&] { return line.network.is(LegId::incoming(LineId{0}, 2), LegPhase::offered); }, 1s));
    line.user.release(next);
    line.run(100ms);
    line.network.release(LegId::incoming(LineId{0}, 2));
    line.run(100ms);
    CHECK(line.all_free());
}

TEST(IsdnCalls, the_far_end_may_call_again_before_control_has_let_go_of_the_last_call) {
    TwoEnds line;
    CHECK(line.link_up());
    const TwoEnds::Call call = line.talk(line.network, line.user);
    line.network.release(call.calling);
    CHECK(line.until([&] { return line.network.is(call.calling, LegPhase::released); }, 1s));
    line.network.dial(LineId{0}, "2001", "1002");  // the user has not let go
    const LegId second = LegId::incoming(LineId{0}, 2);
    CHECK(line.until([&] { return line.user.is(second, LegPhase::offered); }, 1s));
    CHECK(line.user.is(call.called, LegPhase::released));
    line.user.release(call.called);
    line.run(5ms);
    CHECK(line.user.signalling->lines().leg(LineId{0}).id == second);
    CHECK_FALSE(line.user.signalling->lines().is_free(LineId{0}));
}

TEST(IsdnCalls, glare_the_networks_call_wins_and_the_user_is_told) {
    for (const LineKind& kind : {euroisdn_e1, ni2_t1}) {
        TwoEnds line(kind);
        CHECK(line.link_up());
        const LegId lost = line.user.dial(LineId{7}, "2000", "1001");
        const LegId won = line.network.dial(LineId{7}, "3000", "4001");
        CHECK(line.until([&] { return line.user.is(lost, LegPhase::released); }, 1s));
        CHECK(line.user.leg(lost).cause == Cause::requested_circuit_unavailable);
        const LegId in = LegId::incoming(LineId{7}, 1);
        CHECK(line.user.is(in, LegPhase::offered));
        line.user.release(lost);
        line.user.answer(in);
        CHECK(line.until([&] { return line.network.is(won, LegPhase::answered); }, 1s));
        LONGS_EQUAL(1, line.user.span().counters().glare_lost);
        line.network.release(won);
        line.run(100ms);
        line.user.release(in);
        line.run(100ms);
        CHECK(line.all_free());
        CHECK_FALSE(line.network.incoming());  // the user's call never became one
    }
}

TEST(IsdnCalls, a_call_to_a_busy_channel_is_refused_with_cause_44) {
    TwoEnds line;
    CHECK(line.link_up());
    const TwoEnds::Call call = line.talk(line.network, line.user);
    // The user's control still holds two calls the network has cleared: the channel is not free.
    line.network.release(call.calling);
    line.run(50ms);
    const LegId second = line.network.dial(LineId{0}, "2001");
    line.run(50ms);
    line.network.release(second);
    line.run(50ms);
    const LegId third = line.network.dial(LineId{0}, "2002");
    CHECK(line.until([&] { return line.network.is(third, LegPhase::released); }, 1s));
    CHECK(line.network.leg(third).cause == Cause::requested_circuit_unavailable);
    line.network.release(third);
    line.user.release(LegId::incoming(LineId{0}, 1));
    line.user.release(LegId::incoming(LineId{0}, 2));
    line.run(50ms);
    CHECK(line.all_free());
}

TEST(IsdnCalls, dialling_a_line_in_use_is_refused_and_the_call_on_it_goes_on) {
    TwoEnds line;
    CHECK(line.link_up());
    const TwoEnds::Call call = line.talk(line.network, line.user);
    const LegId refused = line.user.dial(LineId{0}, "3000");
    line.run(5ms);
    CHECK(line.user.is(refused, LegPhase::released));
    CHECK(line.user.leg(refused).cause == Cause::requested_circuit_unavailable);
    CHECK(line.user.is(call.called, LegPhase::answered));
}

TEST(IsdnCalls, thirty_calls_at_once_are_set_up_and_cleared) {
    TwoEnds line;
    CHECK(line.link_up());
    std::vector<LegId> out;
    for (std::uint16_t i = 0; i < 30; ++i) out.push_back(line.user.dial(LineId{i}, "2000"));
    line.run(2s);
    for (std::uint16_t i = 0; i < 30; ++i) line.network.answer(LegId::incoming(LineId{i}, 1));
    line.run(2s);
    for (const LegId leg : out) {
        CHECK(line.user.is(leg, LegPhase::answered));
        line.user.release(leg);
    }
    line.run(2s);
    for (std::uint16_t i = 0; i < 30; ++i) line.network.release(LegId::incoming(LineId{i}, 1));
    line.run(100ms);
    CHECK(line.all_free());
}

TEST(IsdnCalls, the_callers_name_reaches_the_user_but_not_the_network) {
    TwoEnds line;
    CHECK(line.link_up());
    line.network.dial(LineId{0}, "2000", "1001", "Zoë");
    line.user.dial(LineId{1}, "2000", "1001", "Alice");
    line.run(100ms);
    STRCMP_EQUAL("Zoë",
                 std::string(line.user.leg(LegId::incoming(LineId{0}, 1)).name.view()).c_str());
    CHECK(line.network.leg(LegId::incoming(LineId{1}, 1)).name.empty());
}

TEST(IsdnCalls, a_far_end_without_a_number_has_no_ani) {
    TwoEnds line;
    CHECK(line.link_up());
    line.network.dial(LineId{0}, "2000");
    CHECK(line.until([&] { return line.user.is_called(); }, 1s));
    CHECK(line.user.leg(line.user.incoming()).ani.empty());
}
