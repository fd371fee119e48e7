// SPDX-License-Identifier: GPL-2.0-or-later
// Calls of one and two: arriving, answering, holding, consulting, hanging up.
#include "tests/pbx/call/switchboard.hpp"

using namespace call_test;

TEST_GROUP(Call) {
    Switchboard board;

    void heard(const std::vector<std::string>& expected) {
        std::string is;
        std::string should_be;
        for (const std::string& one : board.told) is += one + "; ";
        for (const std::string& one : expected) should_be += one + "; ";
        STRCMP_EQUAL(should_be.c_str(), is.c_str());
    }
};

// ── arriving ────────────────────────────────────────────────────────────────────────────────────

TEST(Call, arrives_with_its_numbers_and_is_answered) {
    const LegId leg = board.seizes(0);
    heard({"offered 0"});
    STRCMP_EQUAL("8001", std::string(board.model.leg(leg)->dnis.view()).c_str());
    STRCMP_EQUAL("13800138000", std::string(board.model.leg(leg)->ani.view()).c_str());
    board.model.create_with({1}, leg);
    board.model.alert(leg);
    CHECK(board.state(board.call_of(leg), leg) == ConnectionState::alerting);
    board.model.answer(board.now, leg);
    CHECK(board.state(board.call_of(leg), leg) == ConnectionState::connected);
    CHECK_EQUAL(1, board.ordered<pbx::Alert>().size());
    CHECK_EQUAL(1, board.ordered<pbx::Answer>().size());
}

TEST(Call, is_answered_once) {
    const LegId leg = board.caller(0);
    board.model.answer(board.now, leg);
    CHECK_EQUAL(1, board.ordered<pbx::Answer>().size());
}

TEST(Call, told_twice_arrives_once) {
    const LegId leg = board.seizes(0);
    board.tells(leg, LegPhase::offered);
    heard({"offered 0"});
}

TEST(Call, on_a_line_nobody_knows_is_a_surprise) {
    board.tells(LegId::incoming({trunks + stations}, 1), LegPhase::offered);
    heard({});
    CHECK_EQUAL(1, board.model.surprises());
}

TEST(Call, that_came_up_unseen_is_offered_all_the_same) {
    const LegId leg = LegId::incoming({2}, 7);
    board.answers(leg);
    heard({"offered 2"});
    CHECK(board.model.leg(leg)->answered);
}

TEST(Call, that_came_and_went_unseen_is_offered_and_over) {
    const LegId leg = LegId::incoming({2}, 7);
    board.hangs_up(leg);
    heard({"offered 2", "free 2"});
    CHECK_EQUAL(1, board.releases_of(leg));
    CHECK(board.model.leg(leg) == nullptr);
}

TEST(Call, of_ours_that_is_over_already_is_no_news) {
    board.hangs_up(LegId::outgoing({2}, 7));
    heard({});
    CHECK(board.model.legs().empty());
}

// ── two parties ─────────────────────────────────────────────────────────────────────────────────

TEST(Call, has_two_who_hear_each_other_once_the_second_answers) {
    const LegId caller = board.caller(0);
    board.model.treat(caller, ivr_dsp::music(0));
    CHECK(board.heard_by(caller) == ivr_dsp::music(0));
    const LegId agent = board.rings(caller, "2001");
    board.tells(agent, LegPhase::proceeding);
    board.tells(agent, LegPhase::alerting);
    CHECK(board.heard_by(caller) == ivr_dsp::music(0));
    board.answers(agent);
    CHECK(board.hear_each_other(caller, agent));
    heard({"offered 0", "alerting 6", "answered 6"});
}

TEST(Call, rings_and_is_answered_once_however_often_it_is_told) {
    const LegId caller = board.caller(0);
    const LegId agent = board.rings(caller, "2001");
    for (const LegPhase phase : {LegPhase::alerting, LegPhase::alerting, LegPhase::answered,
                                 LegPhase::answered, LegPhase::alerting}) {
        board.tells(agent, phase);
    }
    heard({"offered 0", "alerting 6", "answered 6"});
}

TEST(Call, dials_with_the_numbers_it_is_given) {
    const LegId caller = board.caller(0);
    pbx::Dial what;
    what.called = "5551234";
    what.calling = "8001";
    what.name = "Ann";
    const LegId out = board.model.dial(board.now, board.call_of(caller), what, {3});
    const auto dials = board.ordered<pbx::Dial>();
    CHECK_EQUAL(1, dials.size());
    CHECK(dials[0].leg == out);
    STRCMP_EQUAL("5551234", std::string(dials[0].called.view()).c_str());
    STRCMP_EQUAL("8001", std::string(dials[0].calling.view()).c_str());
    STRCMP_EQUAL("Ann", std::string(dials[0].name.view()).c_str());
    CHECK(out.is_outgoing());
    CHECK(out.line() == LineId{3});
}

// ── letting go ──────────────────────────────────────────────────────────────────────────────────

TEST(Call, is_let_go_once_when_the_party_hangs_up) {
    const LegId caller = board.caller(0);
    board.hangs_up(caller);
    CHECK_EQUAL(1, board.releases_of(caller));
    heard({"offered 0", "left 0 cause 16", "free 0"});
    CHECK(board.departures[0].hung_up);
    CHECK(board.departures[0].was_answered);
    CHECK(board.model.is_free({0}));
}

TEST(Call, is_let_go_once_when_the_center_hangs_up) {
    const LegId caller = board.caller(0);
    board.model.release(caller, Cause::user_busy);
    board.model.release(caller, Cause::normal_clearing);
    CHECK_EQUAL(1, board.releases_of(caller));
    heard({"offered 0", "left 0 cause 17"});
    CHECK_FALSE(board.departures[0].hung_up);
    CHECK_FALSE(board.model.is_free({0}));  // until the far end has cleared
    board.hangs_up(caller);
    CHECK_EQUAL(1, board.releases_of(caller));
    heard({"offered 0", "left 0 cause 17", "free 0"});
    CHECK(board.model.is_free({0}));
}

TEST(Call, that_is_let_go_hears_no_more_news) {
    const LegId caller = board.caller(0);
    const LegId agent = board.rings(caller, "2001");
    board.model.release(agent, Cause::no_answer);
    board.answers(agent);
    heard({"offered 0", "left 6 cause 19"});
    CHECK(board.heard_by(caller) == Source::none());
}

TEST(Call, leaves_its_other_party_with_its_treatment) {
    const LegId caller = board.caller(0);
    const LegId agent = board.joins(caller, "2001");
    board.model.treat(caller, ivr_dsp::tone(ivr_dsp::Tone::busy));
    CHECK(board.hear_each_other(caller, agent));
    board.hangs_up(agent);
    CHECK(board.heard_by(caller) == ivr_dsp::tone(ivr_dsp::Tone::busy));
    CHECK(board.heard_by(agent) == Source::none());
}

TEST(Call, is_over_when_its_last_party_leaves) {
    const LegId caller = board.caller(0);
    const CallId call = board.call_of(caller);
    const LegId agent = board.joins(caller, "2001");
    board.hangs_up(caller);
    CHECK(board.model.call(call) != nullptr);
    board.hangs_up(agent);
    CHECK(board.model.call(call) == nullptr);
    CHECK(board.model.calls().empty() && board.model.legs().empty());
}

TEST(Call, ends_with_a_tone_for_a_lifted_station_and_silence_for_a_trunk) {
    const LegId caller = board.caller(0);
    const LegId agent = board.joins(caller, "2001");
    const Source busy = ivr_dsp::tone(ivr_dsp::Tone::busy);
    board.model.release(agent, Cause::normal_clearing, busy);
    board.model.release(caller, Cause::normal_clearing, busy);
    CHECK(board.heard_by(agent) == busy);
    CHECK(board.heard_by(caller) == Source::none());
    board.hangs_up(agent);
    CHECK(board.heard_by(agent) == Source::none());
}

// ── holding and consulting ──────────────────────────────────────────────────────────────────────

TEST(Call, on_hold_hears_music_and_its_holder_nothing) {
    const LegId caller = board.caller(0);
    const LegId agent = board.joins(caller, "2001");
    const CallId call = board.call_of(agent);
    board.model.hold(agent);
    CHECK(board.heard_by(caller) == ivr_dsp::music(0));
    CHECK(board.heard_by(agent) == Source::none());
    CHECK(board.state(call, agent) == ConnectionState::held);
    CHECK(board.model.leg(agent)->held == call);
    board.model.retrieve(agent);
    CHECK(board.hear_each_other(caller, agent));
    CHECK(board.state(call, agent) == ConnectionState::connected);
}

TEST(Call, is_held_while_its_agent_talks_to_another) {
    const LegId caller = board.caller(0);
    const LegId agent = board.joins(caller, "2001");
    const CallId held = board.call_of(agent);
    const LegId other = board.consults(agent, "2002");
    CHECK(board.hear_each_other(agent, other));
    CHECK(board.heard_by(caller) == ivr_dsp::music(0));
    CHECK(board.model.call(board.call_of(agent))->contact == board.model.call(held)->contact);
    CHECK_EQUAL(2, board.model.calls_of({1}));
    board.model.retrieve(agent);
    CHECK(board.hear_each_other(caller, agent));
    CHECK(board.heard_by(other) == Source::none());
}

TEST(Call, held_by_one_who_hangs_up_is_left_with_the_active_one) {
    const LegId caller = board.caller(0);
    const LegId agent = board.joins(caller, "2001");
    const CallId held = board.call_of(agent);
    const LegId other = board.consults(agent, "2002");
    const CallId active = board.call_of(agent);
    board.hangs_up(agent);
    const auto& gone = board.departures.back();
    CHECK(gone.call == active && gone.held == held);
    board.model.merge(held, active);
    CHECK(board.hear_each_other(caller, other));
    CHECK(board.model.call(active) == nullptr);
}

TEST(Call, held_may_be_given_up) {
    const LegId caller = board.caller(0);
    const LegId agent = board.joins(caller, "2001");
    const LegId other = board.consults(agent, "2002");
    const CallId held = board.model.leg(agent)->held;
    board.hangs_up(caller);
    board.model.drop_held(agent);
    board.model.drop_held(agent);  // nothing any more
    CHECK(board.model.call(held) == nullptr);
    CHECK(board.hear_each_other(agent, other));
}

// ── lines ───────────────────────────────────────────────────────────────────────────────────────

TEST(Call, goes_out_by_the_highest_free_trunk_of_its_group) {
    CHECK(board.model.free_trunk("public") == LineId{4});
    CHECK(board.model.free_trunk("gateway") == LineId{5});
    CHECK(!board.model.free_trunk("other"));
    (void)board.seizes(4);
    CHECK(board.model.free_trunk("public") == LineId{3});
    board.model.service({{3}, false});
    CHECK(board.model.free_trunk("public") == LineId{2});
    board.model.service({{3}, true});
    CHECK(board.model.free_trunk("public") == LineId{3});
    for (std::uint16_t trunk = 0; trunk < 4; ++trunk) (void)board.seizes(trunk);
    CHECK(!board.model.free_trunk("public"));
}

TEST(Call, goes_out_by_another_span_than_the_last_if_it_can) {
    CHECK(board.model.free_trunk("public", {1}) == LineId{4});
    CHECK(board.model.free_trunk("public", {2}) == LineId{2});
    for (std::uint16_t trunk = 0; trunk < 3; ++trunk) board.model.service({{trunk}, false});
    CHECK(board.model.free_trunk("public", {2}) == LineId{4});
    CHECK(board.model.any_in_service("public"));
    for (std::uint16_t trunk = 3; trunk < 5; ++trunk) board.model.service({{trunk}, false});
    CHECK_FALSE(board.model.any_in_service("public"));
    CHECK(board.model.any_in_service("gateway"));
}

TEST(Call, out_of_service_lines_do_not_ring) {
    board.model.service({board.line("2001"), false});
    CHECK_FALSE(board.model.is_free(board.line("2001")));
    board.model.service({{trunks + stations}, true});  // no such line: nothing happens
    CHECK_FALSE(board.model.is_free({trunks + stations}));
}

TEST(Call, of_a_line_is_the_newest_that_is_not_let_go) {
    const LegId first = board.caller(0);
    board.model.release(first, Cause::normal_clearing);
    CHECK(board.model.leg_on({0}) == nullptr);
    board.now += 10ms;
    const LegId second = board.caller(0);  // before the first was cleared (glare)
    CHECK(board.model.leg_on({0})->id == second);
    board.hangs_up(first);
    CHECK(board.model.leg_on({0})->id == second);
}

// ── the firmware ────────────────────────────────────────────────────────────────────────────────

TEST(Call, is_over_with_cause_41_when_the_firmware_dies) {
    const LegId caller = board.caller(0);
    (void)board.joins(caller, "2001");
    board.told.clear();
    const std::size_t orders = board.orders.size();
    board.model.firmware_lost();
    heard({"left 0 cause 41", "free 0", "left 6 cause 41", "free 6"});
    CHECK(board.model.legs().empty() && board.model.calls().empty());
    CHECK_FALSE(board.model.is_free({0}));
    for (std::size_t i = orders; i < board.orders.size(); ++i) {
        CHECK(std::holds_alternative<driver::Listen>(board.orders[i]));  // nobody is let go twice
    }
    board.model.firmware_began();
    CHECK(board.model.is_free({0}));
}

TEST(Call, numbers_begin_anew_with_each_firmware) {
    LegId caller = board.caller(0);
    LONGS_EQUAL(1, board.rings(caller, "2001").serial());
    board.model.firmware_lost();
    board.model.firmware_began();
    caller = board.caller(0);
    const LegId first = board.rings(caller, "2001");
    LONGS_EQUAL(1, first.serial());
    board.hangs_up(first);
    LONGS_EQUAL(2, board.rings(caller, "2001").serial());
}

TEST(Call, numbers_go_on_after_a_rest) {
    const LegId caller = board.caller(0);
    const LegId agent = board.joins(caller, "2001");
    board.hangs_up(agent);
    board.hangs_up(caller);
    board.model.service({{3}, false});
    (void)board.model.begin_audit();
    pbx::Rested rested;
    board.model.remember(rested);
    Switchboard later;
    later.model.recall(rested);
    CHECK(later.model.next_id() == board.model.next_id());
    CHECK_FALSE(later.model.in_service({3}));
    LONGS_EQUAL(2, later.model.begin_audit());
    LONGS_EQUAL(2, later.rings(later.caller(0), "2001").serial());
}

TEST(Call, numbers_of_other_lines_are_not_recalled) {
    pbx::Rested rested;
    rested.seizures = {9, 9};
    rested.out_of_service = {{0}};
    rested.next_call = 55;
    board.model.recall(rested);
    LONGS_EQUAL(55, board.model.next_id());
    CHECK(board.model.in_service({0}));
    LONGS_EQUAL(1, board.rings(board.caller(0), "2001").serial());
}
