// SPDX-License-Identifier: GPL-2.0-or-later
// Calls of three and more: where they meet, and what happens when there is no room.
#include "tests/pbx/call/switchboard.hpp"

using namespace call_test;

TEST_GROUP(Conference) {
    Switchboard board;  // with one conference
    LegId caller;
    LegId agent;

    void setup() override {
        caller = board.caller(0);
        agent = board.joins(caller, "2001");
    }
    // Caller, agent and the station.
    LegId brings_in(const char* station) {
        const LegId third = board.consults(agent, station);
        board.conferences(agent);
        return third;
    }
};

TEST(Conference, of_three_who_each_hear_the_others) {
    const LegId third = brings_in("2002");
    CHECK(board.meet({caller, agent, third}));
    CHECK_EQUAL(1, board.model.calls().size());
}

TEST(Conference, has_its_maker_once_and_connected) {
    const CallId into = board.call_of(agent);
    (void)brings_in("2002");
    const pbx::Call& call = *board.model.call(into);
    CHECK_EQUAL(3, call.parties.size());
    CHECK_EQUAL(3, call.count(ConnectionState::connected));
    CHECK(board.model.leg(agent)->held == CallId{});
    CHECK(board.call_of(agent) == into);
}

TEST(Conference, of_two_is_a_call_again) {
    const LegId third = brings_in("2002");
    board.hangs_up(third);
    CHECK(board.hear_each_other(caller, agent));
    CHECK(board.conferences_are_empty());
}

TEST(Conference, takes_one_more_although_every_conference_is_in_use) {
    const LegId third = brings_in("2002");
    const LegId fourth = board.consults(agent, "2003");
    CHECK(board.hear_each_other(caller, third));
    board.conferences(agent);
    CHECK(board.meet({caller, third, agent, fourth}));
}

TEST(Conference, is_refused_when_every_conference_is_in_use) {
    (void)brings_in("2002");
    const LegId another = board.caller(1);
    const LegId clerk = board.joins(another, "2004");
    const LegId boss = board.consults(clerk, "2005");
    CHECK_FALSE(board.model.can_merge(board.model.leg(clerk)->held, board.call_of(clerk)));
    board.hangs_up(caller);
    CHECK(board.model.can_merge(board.model.leg(clerk)->held, board.call_of(clerk)));
    board.conferences(clerk);
    CHECK(board.meet({another, clerk, boss}));
}

TEST(Conference, keeps_its_place_while_one_of_three_is_away) {
    const LegId third = brings_in("2002");
    board.model.hold(agent);
    CHECK(board.hear_each_other(caller, third));
    const LegId another = board.caller(1);
    const LegId clerk = board.joins(another, "2004");
    (void)board.consults(clerk, "2005");
    CHECK_FALSE(board.model.can_merge(board.model.leg(clerk)->held, board.call_of(clerk)));
    board.model.retrieve(agent);
    CHECK(board.meet({caller, third, agent}));
}

TEST(Conference, keeps_its_place_for_one_who_still_rings) {
    const CallId held = board.call_of(agent);
    board.model.hold(agent);
    board.model.consult(agent);
    const LegId third = board.rings(agent, "2002");
    board.model.merge(held, board.call_of(agent));
    CHECK(board.hear_each_other(caller, agent));
    const LegId another = board.caller(1);
    const LegId clerk = board.joins(another, "2004");
    (void)board.consults(clerk, "2005");
    CHECK_FALSE(board.model.can_merge(board.model.leg(clerk)->held, board.call_of(clerk)));
    board.answers(third);
    CHECK(board.meet({caller, agent, third}));
}

TEST(Conference, has_seats_for_eight_and_no_more) {
    std::vector<LegId> all{caller, agent};
    for (const char* station : {"2002", "2003", "2004", "2005", "2006", "2007"}) {
        all.push_back(brings_in(station));
    }
    CHECK(board.meet(all));
    (void)board.consults(agent, "2008");
    CHECK_FALSE(board.model.can_merge(board.model.leg(agent)->held, board.call_of(agent)));
}

TEST(Conference, gives_its_place_back_when_all_have_gone) {
    const LegId third = brings_in("2002");
    for (const LegId leg : {agent, caller, third}) board.hangs_up(leg);
    CHECK(board.conferences_are_empty());
    caller = board.caller(1);
    agent = board.joins(caller, "2003");
    CHECK(board.meet({caller, agent, brings_in("2004")}));
}

TEST(Conference, gives_its_place_back_when_the_firmware_dies) {
    (void)brings_in("2002");
    board.model.firmware_lost();
    board.model.firmware_began();
    caller = board.caller(1);
    agent = board.joins(caller, "2003");
    CHECK(board.meet({caller, agent, brings_in("2004")}));
}

// ── two conferences become one ──────────────────────────────────────────────────────────────────

TEST_GROUP(TwoConferences) {
    Switchboard board{2};
    LegId caller;
    LegId agent;
    LegId third;
    LegId boss;
    LegId expert;

    // Caller, agent and third are in one; the agent holds it and meets boss and expert in another.
    void setup() override {
        caller = board.caller(0);
        agent = board.joins(caller, "2001");
        third = board.consults(agent, "2002");
        board.conferences(agent);
        boss = board.consults(agent, "2003");
        expert = board.consults(boss, "2004");
        board.conferences(boss);
    }
};

TEST(TwoConferences, go_on_apart) {
    CHECK(board.hear_each_other(caller, third));
    CHECK(board.meet({agent, boss, expert}));
}

TEST(TwoConferences, become_one_and_leave_the_other_free) {
    board.conferences(agent);
    CHECK(board.meet({caller, third, agent, boss, expert}));
    const LegId another = board.caller(1);
    const LegId clerk = board.joins(another, "2006");
    const LegId chief = board.consults(clerk, "2007");
    board.conferences(clerk);
    CHECK(board.meet({another, clerk, chief}));
}

TEST(TwoConferences, become_one_without_who_brought_them_together) {
    const CallId held = board.model.leg(agent)->held;
    const CallId active = board.call_of(agent);
    board.hangs_up(agent);
    CHECK(board.hear_each_other(caller, third));
    CHECK(board.hear_each_other(boss, expert));
    board.model.merge(held, active);
    CHECK(board.meet({caller, third, boss, expert}));
}

// ── no room ─────────────────────────────────────────────────────────────────────────────────────

TEST_GROUP(NoConference) {
    Switchboard board{0};
    LegId caller;
    LegId agent;
    LegId third;
    const Source busy = ivr_dsp::tone(ivr_dsp::Tone::busy);

    // The third was sent into a call of two, and nobody asked whether there is room.
    void setup() override {
        caller = board.caller(0);
        agent = board.joins(caller, "2001");
        third = board.joins(caller, "2002");
        board.model.treat(third, busy);
    }
};

TEST(NoConference, leaves_the_first_two_talking_and_the_third_with_his_treatment) {
    CHECK(board.hear_each_other(caller, agent));
    CHECK(board.heard_by(third) == busy);
}

TEST(NoConference, lets_the_third_in_when_one_leaves) {
    board.hangs_up(agent);
    CHECK(board.hear_each_other(caller, third));
}

TEST(NoConference, is_told_before_calls_are_joined) {
    board.hangs_up(third);
    board.hangs_up(board.caller(1));
    (void)board.consults(agent, "2003");
    CHECK_FALSE(board.model.can_merge(board.model.leg(agent)->held, board.call_of(agent)));
    CHECK_FALSE(board.model.can_merge(board.call_of(agent), board.call_of(agent)));
    CHECK_FALSE(board.model.can_merge(board.call_of(agent), CallId{999}));
}
