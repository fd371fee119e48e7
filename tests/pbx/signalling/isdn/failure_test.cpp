// SPDX-License-Identifier: GPL-2.0-or-later
// The cable is cut, in one direction or both: what becomes of calls, and how lines come back.
#include "tests/pbx/signalling/two_ends.hpp"

#include <CppUTest/TestHarness.h>

using namespace pbx_test;

namespace {

// The center (user side) sees its span fail as its board tells; the exchange only hears nothing.
struct Cable {
    TwoEnds line;

    explicit Cable(const TwoEnds::Adjust& adjust = {}) : line(euroisdn_e1, adjust) {
        CHECK(line.link_up());
    }
    void board_says(bool loss_of_signal, bool remote_alarm = false) {
        driver::SpanStatus status;
        status.span = driver::SpanId{1};
        status.loss_of_signal = loss_of_signal;
        status.remote_alarm = remote_alarm;
        line.user.board.statuses.push_back(status);
    }
    void is_cut() {
        line.cut();
        board_says(true);
    }
    // The board waits a second to be sure of it.
    void is_mended() {
        line.cut(false);
        line.run(1s);
        board_says(false);
    }
    void is_cut_for(Ticks time) {
        is_cut();
        line.run(time);
        is_mended();
    }
    [[nodiscard]] bool every_line_in_service() const {
        const auto& lines = line.user.signalling->lines();
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (!lines.in_service(LineId{static_cast<std::uint16_t>(i)})) return false;
        }
        return true;
    }
    void center_lets_go(LegId leg) {
        CHECK(line.user.is(leg, LegPhase::released));
        CHECK(line.user.leg(leg).cause == Cause::destination_out_of_order);
        line.user.release(leg, Cause::destination_out_of_order);
    }
    // A call on each line, either way; nothing of an older call is in its way.
    void takes_a_call_on_every_line() {
        for (std::size_t i = 0; i < line.user.signalling->lines().size(); ++i) {
            ControlEnd& from = i % 2 == 0 ? line.user : line.network;
            ControlEnd& to = i % 2 == 0 ? line.network : line.user;
            const TwoEnds::Call call = line.talk(from, to, LineId{static_cast<std::uint16_t>(i)});
            CHECK(from.is(call.calling, LegPhase::answered));
            from.release(call.calling);
            CHECK(line.until([&] { return to.is(call.called, LegPhase::released); }, 5s));
            to.release(call.called);
        }
        line.run(2s);
        CHECK(line.all_free());
    }
};

}  // namespace

TEST_GROUP(IsdnFailure){};

TEST(IsdnFailure, of_two_seconds_harms_no_call) {
    Cable cable;
    TwoEnds& line = cable.line;
    const TwoEnds::Call out = line.talk(line.user, line.network, LineId{0});
    const TwoEnds::Call in = line.talk(line.network, line.user, LineId{1});
    cable.is_cut_for(2s);
    CHECK(line.until([&] { return cable.every_line_in_service(); }, 20s));
    line.run(30s);
    CHECK(line.user.is(out.calling, LegPhase::answered));
    CHECK(line.network.is(out.called, LegPhase::answered));
    CHECK(line.user.is(in.called, LegPhase::answered));
    LONGS_EQUAL(0, line.user.span().counters().calls_lost);
    line.user.release(out.calling);
    line.network.release(in.calling);
    CHECK(line.until([&] { return line.network.is(out.called, LegPhase::released); }, 5s));
    CHECK(line.until([&] { return line.user.is(in.called, LegPhase::released); }, 5s));
}

TEST(IsdnFailure, that_lasts_ends_calls_with_cause_27_at_the_time_configured) {
    Cable cable([](pbx::SpanPlan& plan) { plan.release_after = 4s; });
    TwoEnds& line = cable.line;
    const TwoEnds::Call call = line.talk(line.user, line.network);
    cable.is_cut();
    line.run(3990ms);
    CHECK(line.user.is(call.calling, LegPhase::answered));
    line.run(20ms);
    cable.center_lets_go(call.calling);
    LONGS_EQUAL(1, line.user.span().counters().failures);
    LONGS_EQUAL(1, line.user.span().counters().calls_lost);
}

TEST(IsdnFailure, ends_calls_in_every_phase) {
    Cable cable;
    TwoEnds& line = cable.line;
    const TwoEnds::Call out = line.talk(line.user, line.network, LineId{0});
    const TwoEnds::Call in = line.talk(line.network, line.user, LineId{1});
    const LegId proceeding = line.user.dial(LineId{2}, "2000");
    const LegId ringing = line.user.dial(LineId{3}, "2000");
    (void)line.network.dial(LineId{4}, "3000");
    const TwoEnds::Call clearing = line.talk(line.user, line.network, LineId{5});
    line.run(100ms);
    line.network.alert(LegId::incoming(LineId{3}, 1));
    line.run(100ms);
    const LegId offered = LegId::incoming(LineId{4}, 1);
    CHECK(line.user.is(offered, LegPhase::offered));
    CHECK(line.user.is(ringing, LegPhase::alerting));
    cable.is_cut();
    line.user.release(clearing.calling);  // the far end never hears of it
    line.run(6100ms);
    for (const LegId leg : {out.calling, in.called, proceeding, ringing, offered}) {
        cable.center_lets_go(leg);
    }
    line.run(10ms);
    CHECK(line.user.every_line_free());
}

TEST(IsdnFailure, shorter_than_the_far_ends_patience_leaves_it_calls_that_restart_clears) {
    Cable cable;
    TwoEnds& line = cable.line;
    const TwoEnds::Call out = line.talk(line.user, line.network, LineId{0});
    const TwoEnds::Call in = line.talk(line.network, line.user, LineId{29});
    cable.is_cut_for(7s);
    cable.center_lets_go(out.calling);
    cable.center_lets_go(in.called);
    CHECK(line.network.is(out.called, LegPhase::answered));
    // No call goes out where the far end still has one.
    line.run(5ms);
    CHECK_FALSE(line.user.signalling->lines().in_service(LineId{0}));
    CHECK(line.until([&] { return cable.every_line_in_service(); }, 30s));
    CHECK(line.network.is(out.called, LegPhase::released));
    CHECK(line.network.is(in.calling, LegPhase::released));
    line.network.release(out.called);
    line.network.release(in.calling);
    line.run(100ms);
    CHECK(line.all_free());
    cable.takes_a_call_on_every_line();
}

TEST(IsdnFailure, of_minutes_leaves_nothing_behind) {
    Cable cable;
    TwoEnds& line = cable.line;
    const TwoEnds::Call call = line.talk(line.user, line.network, LineId{7});
    cable.is_cut_for(200s);
    cable.center_lets_go(call.calling);
    CHECK(line.network.is(call.called, LegPhase::released));  // T309
    line.network.release(call.called);
    CHECK(line.until([&] { return cable.every_line_in_service(); }, 30s));
    cable.takes_a_call_on_every_line();
}

TEST(IsdnFailure, with_a_far_end_that_does_not_know_restart_costs_four_minutes) {
    Cable cable;
    TwoEnds& line = cable.line;
    const TwoEnds::Call call = line.talk(line.user, line.network);
    line.to_user.tamper = [](driver::Frame& frame) {
        const bool is_acknowledge =
            frame.size > 8 && frame.octets[4] == 8 && frame.octets[8] == 0x4E;
        if (is_acknowledge) frame.size = 4;
    };
    cable.is_cut_for(7s);
    cable.center_lets_go(call.calling);
    line.run(100s);
    CHECK_FALSE(line.user.signalling->lines().in_service(LineId{0}));
    CHECK(line.until([&] { return cable.every_line_in_service(); }, 300s));
    LONGS_EQUAL(1, line.user.span().counters().restarts_unanswered);
}

TEST(IsdnFailure, refuses_what_is_dialled_meanwhile_with_cause_38) {
    Cable cable;
    TwoEnds& line = cable.line;
    const TwoEnds::Call call = line.talk(line.user, line.network, LineId{0});
    cable.is_cut();
    line.run(10ms);
    const LegId refused = line.user.dial(LineId{3}, "2000");
    line.run(10ms);
    CHECK(line.user.is(refused, LegPhase::released));
    CHECK(line.user.leg(refused).cause == Cause::network_out_of_order);
    // One that waited for the call before to clear, too.
    line.user.release(call.calling);
    line.run(5ms);
    line.run(6s);
    line.user.release(refused);
    line.run(10ms);
    CHECK(line.user.every_line_free());
}

TEST(IsdnFailure, is_a_remote_alarm_too) {
    Cable cable;
    TwoEnds& line = cable.line;
    const TwoEnds::Call call = line.talk(line.user, line.network);
    cable.board_says(false, true);
    line.to_network.cut = true;  // the pair that sends
    line.run(6100ms);
    cable.center_lets_go(call.calling);
    line.to_network.cut = false;
    cable.board_says(false);
    CHECK(line.until([&] { return cable.every_line_in_service(); }, 60s));
    CHECK(line.network.is(call.called, LegPhase::released));
    line.network.release(call.called);
    line.run(100ms);
    cable.takes_a_call_on_every_line();
}

// Layer 2 would notice ten seconds later that nobody answers.
TEST(IsdnFailure, of_the_board_takes_the_d_channel_with_it_at_once) {
    Cable cable;
    TwoEnds& line = cable.line;
    driver::SpanStatus status;
    status.span = driver::SpanId{1};
    status.no_board = true;
    status.board_trouble = driver::BoardTrouble::held;
    line.user.board.statuses.push_back(status);
    line.cut();
    line.run(10ms);
    CHECK_FALSE(line.user.span().status().signalling_up);
    CHECK(line.user.all<driver::SpanStatus>().back().board_trouble == driver::BoardTrouble::held);
    cable.is_mended();
    CHECK(line.until([&] { return line.user.span().status().signalling_up; }, 60s));
    CHECK(line.until([&] { return cable.every_line_in_service(); }, 60s));
}

// Q.931 5.8.9: only signalling is lost, those who talk go on talking.
TEST(IsdnFailure, of_the_d_channel_alone_ends_calls_after_t309_with_cause_27) {
    Cable cable([](pbx::SpanPlan& plan) { plan.timers.t309 = 20s; });
    TwoEnds& line = cable.line;
    const TwoEnds::Call call = line.talk(line.user, line.network);
    line.cut();
    CHECK(line.until([&] { return !line.user.span().status().signalling_up; }, 30s));
    // T309 runs from the moment layer 2 has given up establishing: four times T200.
    line.run(23900ms);
    CHECK(line.user.is(call.calling, LegPhase::answered));
    line.run(200ms);
    cable.center_lets_go(call.calling);
    line.cut(false);
    CHECK(line.link_up());
    line.run(40s);
    line.network.release(call.called);
    line.run(1s);
    CHECK(cable.every_line_in_service());
    cable.takes_a_call_on_every_line();
}
