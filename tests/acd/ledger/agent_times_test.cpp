// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/acd/ledger/journal_story.hpp"

#include <CppUTest/TestHarness.h>

namespace acd {

using pbx::AgentState;

TEST_GROUP(AgentTimes) {
    JournalStory story;
    AgentRow ann() {
        return story.ledger.agent("ann");
    }
    void changes(AgentState before, AgentState state, driver::Ticks lasted,
                 std::string_view reason = {}) {
        story.pass(lasted);
        story.agent("ann", before, state, lasted, reason);
    }
    void logs_on() {
        changes(AgentState::logged_off, AgentState::ready, 0s);
    }
};

TEST(AgentTimes, a_call_from_ringing_to_the_end_of_its_paper_work) {
    logs_on();
    changes(AgentState::ready, AgentState::reserved, 60s);
    changes(AgentState::reserved, AgentState::ringing, 100ms);
    changes(AgentState::ringing, AgentState::talking, 4s);
    changes(AgentState::talking, AgentState::after_call_work, 180s);
    changes(AgentState::after_call_work, AgentState::ready, 30s);
    LONGS_EQUAL(1, ann().offered);
    LONGS_EQUAL(1, ann().handled);
    LONGS_EQUAL(0, ann().missed);
    LONGS_EQUAL(60'000, ann().ready_time.count());
    LONGS_EQUAL(180'000, ann().talking_time.count());
    LONGS_EQUAL(30'000, ann().after_call_work_time.count());
    LONGS_EQUAL(274'100, ann().logged_on_time.count());
    CHECK(ann().balances());
    CHECK(ann().state == AgentState::ready);
    LONGS_EQUAL(story.now.count(), ann().since.count());
}

TEST(AgentTimes, a_call_that_rings_out_is_missed) {
    logs_on();
    changes(AgentState::ready, AgentState::ringing, 1s);
    changes(AgentState::ringing, AgentState::not_ready, 15s, "no answer");
    LONGS_EQUAL(1, ann().missed);
    LONGS_EQUAL(0, ann().handled);
    STRCMP_EQUAL("no answer", std::string(ann().reason.view()).c_str());
}

TEST(AgentTimes, a_caller_who_gives_up_while_it_rings_is_not_the_agents_miss) {
    logs_on();
    changes(AgentState::ready, AgentState::ringing, 1s);
    changes(AgentState::ringing, AgentState::ready, 3s);
    LONGS_EQUAL(1, ann().offered);
    LONGS_EQUAL(0, ann().missed + ann().handled);
}

TEST(AgentTimes, time_logged_off_is_not_time_logged_on) {
    logs_on();
    changes(AgentState::ready, AgentState::logged_off, 10s);
    changes(AgentState::logged_off, AgentState::ready, 3600s);
    changes(AgentState::ready, AgentState::not_ready, 5s);
    LONGS_EQUAL(15'000, ann().logged_on_time.count());
    CHECK(ann().balances());
}

TEST(AgentTimes, nobody_is_logged_on_after_the_machine_stopped) {
    story.started(1);
    logs_on();
    story.started(2);
    CHECK(ann().state == AgentState::logged_off);
    CHECK(ann().station.empty());
}

TEST(AgentTimes, an_agent_nobody_spoke_of_is_logged_off) {
    CHECK(story.ledger.agent("bob").state == AgentState::logged_off);
    CHECK(story.ledger.agents().empty());
}

}  // namespace acd
