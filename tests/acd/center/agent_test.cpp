// SPDX-License-Identifier: GPL-2.0-or-later
// Agents: who gets whom, and what becomes of those who do not answer.
#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;

TEST_GROUP(Agent) {
    Story story;

    LegId answers(const char* station) {
        const auto leg = story.ringing(station);
        CHECK(leg.has_value());
        story.rings(*leg);
        story.answers(*leg);
        return *leg;
    }
};

TEST(Agent, idle_longest_gets_the_next_caller) {
    story.agent("4002", AgentState::ready, "2002");
    story.waits(1s);
    story.agent("4001", AgentState::ready, "2001");
    (void)story.call_arrives("8002");
    CHECK(story.ringing("2002").has_value());
    CHECK_FALSE(story.ringing("2001").has_value());
}

TEST(Agent, has_been_away_for_nobody_knows_how_long_before_the_first_log_in) {
    story.waits(5s);
    story.agent("4001", AgentState::ready, "2001");
    LONGS_EQUAL(0, story.all<pbx::AgentChanged>().front().lasted.count());
    story.waits(5s);
    story.agent("4001", AgentState::logged_off);
    LONGS_EQUAL(5'000, story.last<pbx::AgentChanged>().lasted.count());
}

TEST(Agent, who_frees_up_gets_the_caller_who_waited_longest_in_the_same_tick) {
    story.agent("4001", AgentState::ready, "2001");
    const LegId first = story.call_arrives("8002");
    const LegId agent = answers("2001");
    story.waits(1s);
    const LegId second = story.call_arrives("8002");
    story.waits(1s);
    (void)story.call_arrives("8002");
    story.hangs_up(first);
    story.puts_down(agent);
    story.agent("4001", AgentState::ready);
    const auto next = story.ringing("2001");
    CHECK(next.has_value());
    story.rings(*next);
    story.answers(*next);
    CHECK(story.hear_each_other(second, *next));
}

TEST(Agent, still_off_hook_is_not_offered_a_caller) {
    story.agent("4001", AgentState::ready, "2001");
    const LegId first = story.call_arrives("8002");
    const LegId agent = answers("2001");
    story.hangs_up(first);
    story.waits(6s);
    CHECK(AgentState::ready == story.state_of("4001"));
    (void)story.call_arrives("8002");
    CHECK_FALSE(story.ringing("2001").has_value());
    story.puts_down(agent);
    CHECK(story.ringing("2001").has_value());
}

TEST(Agent, who_does_not_answer_is_taken_out_and_the_caller_keeps_the_place) {
    story.agent("4001", AgentState::ready, "2001");
    const LegId caller = story.call_arrives("8002");
    story.waits(1s);
    (void)story.call_arrives("8002");
    const LegId rung = *story.ringing("2001");
    story.rings(rung);
    story.waits(15s);
    CHECK(story.was_let_go(rung, Cause::no_answer));
    CHECK(AgentState::not_ready == story.state_of("4001"));
    STRCMP_EQUAL("no answer", std::string(story.last<pbx::AgentChanged>().reason.view()).c_str());
    story.puts_down(rung);
    story.agent("4002", AgentState::ready, "2002");
    const LegId next = answers("2002");
    CHECK(story.hear_each_other(caller, next));
}

TEST(Agent, who_lifts_in_the_moment_of_ringing_is_offered_again_after_hanging_up) {
    story.agent("4001", AgentState::ready, "2001");
    (void)story.call_arrives("8002");
    story.refuses(*story.ringing("2001"), Cause::user_busy);
    CHECK(story.ringing("2001").has_value());  // the line is free again: rung at once
    CHECK(AgentState::reserved == story.state_of("4001"));
}

TEST(Agent, whose_telephone_is_dead_is_taken_out) {
    story.agent("4001", AgentState::ready, "2001");
    (void)story.call_arrives("8002");
    story.refuses(*story.ringing("2001"), Cause::destination_out_of_order);
    CHECK(AgentState::not_ready == story.state_of("4001"));
    CHECK_EQUAL(1, story.last<pbx::QueueAnnounced>().position);
}

TEST(Agent, asking_for_a_pause_during_a_call_gets_it_after_the_call) {
    story.agent("4001", AgentState::ready, "2001");
    const LegId caller = story.call_arrives("8002");
    (void)answers("2001");
    story.agent("4001", AgentState::not_ready, "", "lunch");
    CHECK(AgentState::talking == story.state_of("4001"));
    story.hangs_up(caller);
    CHECK(AgentState::not_ready == story.state_of("4001"));
    STRCMP_EQUAL("lunch", std::string(story.last<pbx::AgentChanged>().reason.view()).c_str());
}

TEST(Agent, asking_to_log_out_during_a_call_is_logged_out_after_it) {
    story.agent("4001", AgentState::ready, "2001");
    const LegId caller = story.call_arrives("8002");
    (void)answers("2001");
    story.agent("4001", AgentState::logged_off);
    story.hangs_up(caller);
    CHECK(AgentState::logged_off == story.state_of("4001"));
}

TEST(Agent, may_go_on_working_after_the_call_until_ready) {
    story.agent("4001", AgentState::ready, "2001");
    const LegId caller = story.call_arrives("8002");
    (void)answers("2001");
    story.hangs_up(caller);
    story.agent("4001", AgentState::after_call_work);
    story.waits(60s);
    CHECK(AgentState::after_call_work == story.state_of("4001"));
    story.agent("4001", AgentState::ready);
    CHECK(AgentState::ready == story.state_of("4001"));
}

TEST(Agent, cannot_log_in_where_another_sits_or_no_station_is) {
    story.agent("4001", AgentState::ready, "2001");
    CHECK(story.asks(pbx::SetAgentState{"4002", AgentState::ready, {}, "2001", {}}).find("4001") !=
          std::string::npos);
    CHECK_FALSE(story.asks(pbx::SetAgentState{"4002", AgentState::ready, {}, "2999", {}}).empty());
    CHECK_FALSE(story.asks(pbx::SetAgentState{"4999", AgentState::ready, {}, "2002", {}}).empty());
}

TEST(Agent, serves_the_caller_who_came_first_over_all_queues) {
    const LegId sales = story.call_arrives("8002");
    story.waits(1s);
    const LegId support = story.call_arrives("8001");
    story.presses(support, "2");
    story.agent("4002", AgentState::ready, "2002");
    const LegId agent = answers("2002");
    CHECK(story.hear_each_other(sales, agent));
}

TEST(Agent, on_a_call_of_his_own_is_talking_and_ready_again_after_it) {
    story.agent("4001", AgentState::ready, "2001");
    const LegId station = story.station_lifts("2001");
    story.presses(station, "2003");
    const LegId other = *story.ringing("2003");
    story.rings(other);
    story.answers(other);
    CHECK(AgentState::talking == story.state_of("4001"));
    (void)story.call_arrives("8002");
    story.hangs_up(station);
    CHECK(AgentState::ready != story.state_of("4001"));  // rung for the waiting caller at once
    CHECK(story.ringing("2001").has_value());
}
