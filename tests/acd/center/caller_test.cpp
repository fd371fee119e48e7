// SPDX-License-Identifier: GPL-2.0-or-later
// The nine steps, as the caller goes through them.
#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;
using ivr_dsp::Tone;

TEST_GROUP(Caller) {
    Story story;
    LegId caller;

    void setup() override {
        caller = story.call_arrives("8001");
    }
    // To the end of "welcome" and into queue sales.
    void chooses_sales() {
        story.presses(caller, "1");
    }
    LegId agent_answers(const char* station) {
        const auto leg = story.ringing(station);
        CHECK(leg.has_value());
        story.rings(*leg);
        story.waits(2s);
        story.answers(*leg);
        return *leg;
    }
    void says(const std::vector<std::string>& prompts) {
        CHECK(story.said(caller) == prompts);
    }
};

TEST(Caller, reaches_the_exchange_and_is_counted_before_anything_else) {
    const auto offered = story.last<pbx::CallOffered>();
    STRCMP_EQUAL("13800138000", std::string(offered.contact.ani.view()).c_str());
    STRCMP_EQUAL("8001", std::string(offered.contact.dnis.view()).c_str());
    CHECK(offered.leg == caller);
}

TEST(Caller, is_answered_on_an_idle_ivr_port_which_the_host_is_told_of) {
    CHECK(story.was_answered(caller));
    const auto started = story.last<pbx::IvrStarted>();
    CHECK_EQUAL(0, started.port.value);
    STRCMP_EQUAL("welcome", std::string(started.menu.view()).c_str());
    CHECK(story.hears(caller, driver::Source::voice({0})));
    says({"hello", "choose"});
}

TEST(Caller, who_finds_no_agent_is_told_the_position_and_asked) {
    chooses_sales();
    CHECK_EQUAL(1, story.last<pbx::QueueEntered>().position);
    CHECK_EQUAL(1, story.last<pbx::QueueAnnounced>().position);
    says({"you-are-number", "digits/1", "wait-or-leave"});
}

TEST(Caller, who_waits_hears_music_and_is_told_again) {
    chooses_sales();
    story.presses(caller, "1");
    CHECK(story.hears(caller, ivr_dsp::music(0)));
    story.waits(20s);
    CHECK_EQUAL(2, story.count<pbx::QueueAnnounced>());
    says({"you-are-number", "digits/1", "wait-or-leave"});
}

TEST(Caller, who_says_nothing_waits) {
    chooses_sales();
    story.prompt_ends(caller);
    story.waits(4s);
    CHECK(story.hears(caller, ivr_dsp::music(0)));
}

TEST(Caller, who_chooses_to_leave_is_let_go_and_recorded_so) {
    chooses_sales();
    story.presses(caller, "2");
    CHECK(story.was_let_go(caller, Cause::normal_clearing));
    CHECK(pbx::ContactOutcome::left_queue == story.last<pbx::ContactEnded>().outcome);
    CHECK(pbx::QueueExit::left == story.last<pbx::QueueLeft>().exit);
}

TEST(Caller, may_leave_during_the_music_too) {
    chooses_sales();
    story.presses(caller, "1");
    story.waits(3s);
    story.presses(caller, "2");
    CHECK(story.was_let_go(caller));
}

TEST(Caller, gets_the_agent_who_becomes_ready_and_the_ivr_port_is_free_again) {
    chooses_sales();
    story.agent("4001", AgentState::ready, "2001");
    const LegId agent = agent_answers("2001");
    CHECK(story.hear_each_other(caller, agent));
    CHECK_EQUAL(1, story.count<pbx::IvrEnded>());
    STRCMP_EQUAL("4001", std::string(story.last<pbx::QueueLeft>().agent.view()).c_str());
    CHECK(AgentState::talking == story.state_of("4001"));
}

TEST(Caller, is_on_the_agents_screen_while_the_telephone_rings) {
    chooses_sales();
    story.agent("4001", AgentState::ready, "2001");
    story.rings(*story.ringing("2001"));
    const auto pop = story.last<pbx::CallDelivered>();
    STRCMP_EQUAL("4001", std::string(pop.agent.view()).c_str());
    STRCMP_EQUAL("13800138000", std::string(pop.contact.ani.view()).c_str());
    STRCMP_EQUAL("sales", std::string(pop.queue.view()).c_str());
}

TEST(Caller, is_offered_at_once_when_an_agent_is_ready) {
    story.agent("4001", AgentState::ready, "2001");
    chooses_sales();
    CHECK(story.ringing("2001").has_value());
    CHECK_EQUAL(0, story.count<pbx::QueueAnnounced>());
    CHECK(story.hears(caller, ivr_dsp::tone(Tone::ringback)));
}

TEST(Caller, hanging_up_ends_the_call_writes_the_record_and_frees_the_agent) {
    story.agent("4001", AgentState::ready, "2001");
    chooses_sales();
    const LegId agent = agent_answers("2001");
    story.waits(30s);
    story.hangs_up(caller);
    CHECK(story.was_let_go(agent));
    CHECK(story.hears(agent, ivr_dsp::tone(Tone::busy)));
    const auto record = story.last<pbx::ContactEnded>();
    CHECK(pbx::ContactOutcome::answered == record.outcome);
    CHECK(record.caller_hung_up);
    CHECK(30s == record.talked);
    CHECK(record.lasted == record.ivr + record.queued + record.rang + record.talked + record.held);
    CHECK(AgentState::after_call_work == story.state_of("4001"));
    story.puts_down(agent);
    CHECK(story.hears(agent, driver::Source::none()));
    story.waits(5s);
    CHECK(AgentState::ready == story.state_of("4001"));
}

TEST(Caller, is_let_go_when_the_agent_hangs_up) {
    story.agent("4001", AgentState::ready, "2001");
    chooses_sales();
    const LegId agent = agent_answers("2001");
    story.hangs_up(agent);
    CHECK(story.was_let_go(caller, Cause::normal_clearing));
    CHECK_FALSE(story.last<pbx::ContactEnded>().caller_hung_up);
    CHECK_EQUAL(1, story.count<pbx::ContactEnded>());
}

TEST(Caller, who_gives_up_in_the_queue_is_counted_as_abandoned) {
    chooses_sales();
    story.waits(1s);
    story.hangs_up(caller);
    CHECK(pbx::ContactOutcome::abandoned == story.last<pbx::ContactEnded>().outcome);
    CHECK(pbx::QueueExit::abandoned == story.last<pbx::QueueLeft>().exit);
    CHECK_EQUAL(1, story.count<pbx::IvrEnded>());
    CHECK(story.center().at_rest());
}

TEST(Caller, who_gives_up_while_the_agent_is_rung_stops_the_ringing) {
    story.agent("4001", AgentState::ready, "2001");
    chooses_sales();
    const LegId agent = *story.ringing("2001");
    story.rings(agent);
    story.hangs_up(caller);
    CHECK(story.was_let_go(agent));
    CHECK(AgentState::ready == story.state_of("4001"));
    CHECK_EQUAL(1, story.count<pbx::ContactEnded>());
    story.puts_down(agent);
    CHECK(story.center().at_rest());
}

TEST(Caller, reaches_a_person_with_zero_from_the_menu_and_keeps_the_port) {
    story.presses(caller, "0");
    STRCMP_EQUAL("support", std::string(story.last<pbx::QueueEntered>().queue.view()).c_str());
    CHECK_EQUAL(0, story.count<pbx::IvrEnded>());
}

TEST(Caller, of_an_unknown_number_hears_from_the_network_that_it_is_unallocated) {
    const LegId lost = story.call_arrives("9999");
    CHECK(story.was_let_go(lost, Cause::unallocated_number));
    CHECK(pbx::ContactOutcome::refused == story.last<pbx::ContactEnded>().outcome);
}

TEST(Caller, rings_until_an_ivr_port_is_free) {
    Story busy(small_center(1));
    const LegId first = busy.call_arrives("8001");
    const LegId second = busy.call_arrives("8001");
    CHECK_FALSE(busy.was_answered(second));
    busy.hangs_up(first);
    CHECK(busy.was_answered(second));
    CHECK_EQUAL(2, busy.count<pbx::IvrStarted>());
}

TEST(Caller, is_refused_when_no_ivr_port_becomes_free) {
    Story busy(small_center(1));
    (void)busy.call_arrives("8001");
    const LegId second = busy.call_arrives("8001");
    busy.waits(30s);
    CHECK(busy.was_let_go(second, Cause::switching_congestion));
}

TEST(Caller, beyond_a_full_queue_hears_congestion) {
    for (int i = 0; i < 3; ++i) (void)story.call_arrives("8002");
    const LegId fourth = story.call_arrives("8002");
    CHECK(story.hears(fourth, ivr_dsp::tone(Tone::congestion)));
    story.waits(10s);
    CHECK(story.was_let_go(fourth));
    CHECK(pbx::ContactOutcome::refused == story.last<pbx::ContactEnded>().outcome);
}

TEST(Caller, is_not_told_a_worse_place_than_before) {
    chooses_sales();
    const LegId second = story.call_arrives("8002");
    CHECK_EQUAL(2, story.last<pbx::QueueAnnounced>().position);
    story.hangs_up(caller);
    story.prompt_ends(second);
    story.waits(60s);
    CHECK_EQUAL(1, story.last<pbx::QueueAnnounced>().position);
    CHECK_FALSE(story.was_let_go(second));
}

TEST(Caller, of_a_station_hears_the_network_ring_until_it_is_lifted) {
    const LegId direct = story.call_arrives("8003");
    CHECK_FALSE(story.was_answered(direct));
    const LegId station = *story.ringing("2001");
    story.rings(station);
    story.answers(station);
    CHECK(story.was_answered(direct));
    CHECK(story.hear_each_other(direct, station));
}

TEST(Caller, whose_prompt_is_missing_goes_on_and_a_technician_is_told_once_a_menu) {
    story.prompt_is_missing(caller);
    CHECK_EQUAL(1, story.count<pbx::AlarmChanged>());
    const auto alarm = story.last<pbx::AlarmChanged>();
    STRCMP_EQUAL("prompts", std::string(alarm.alarm.view()).c_str());
    CHECK(alarm.active);
    STRCMP_CONTAINS("menu \"welcome\"", alarm.text.c_str());
    story.waits(5s);
    story.prompt_is_missing(caller);
    CHECK_EQUAL(1, story.count<pbx::AlarmChanged>());
    chooses_sales();
    story.prompt_is_missing(caller);
    CHECK_EQUAL(2, story.count<pbx::AlarmChanged>());
    STRCMP_CONTAINS("menu \"wait\"", story.last<pbx::AlarmChanged>().text.c_str());
    story.presses(caller, "1");
    CHECK(story.hears(caller, ivr_dsp::music(0)));
}

TEST(Caller, whose_long_prompt_lacks_its_first_half_is_told_of_too) {
    story.tells(pbx::FromFirmware{
        0, ivr_dsp::Played{{0}, 0, false, 0}
    });
    CHECK_EQUAL(0, story.count<pbx::AlarmChanged>());  // never ordered
    Story long_words(talkative_center());
    const LegId listener = long_words.call_arrives("8001");
    CHECK_EQUAL(20, long_words.said(listener).size());
    long_words.tells(pbx::FromFirmware{
        0, ivr_dsp::Played{{0}, 1, false, 0}
    });
    CHECK_EQUAL(1, long_words.count<pbx::AlarmChanged>());
    long_words.prompt_ends(listener);
    CHECK_EQUAL(1, long_words.count<pbx::AlarmChanged>());
}

TEST(Caller, is_heard_again_by_a_new_firmware_and_the_alarm_goes_off_with_the_count) {
    for (int i = 0; i < 2; ++i) {
        story.prompt_is_missing(caller);
        story.waits(5s);
    }
    story.firmware_dies();
    story.waits(1s);
    story.firmware_comes(2);
    const auto alarm = story.last<pbx::AlarmChanged>();
    STRCMP_EQUAL("prompts", std::string(alarm.alarm.view()).c_str());
    CHECK_FALSE(alarm.active);
    STRCMP_CONTAINS("2 were not said", alarm.text.c_str());
    CHECK_EQUAL(2, story.count<pbx::AlarmChanged>());
}

TEST(Caller, whose_prompt_is_missing_is_told_of_once_whatever_rests_meanwhile) {
    story.prompt_is_missing(caller);
    story.tells(pbx::Rested{});
    story.waits(5s);
    story.prompt_is_missing(caller);
    CHECK_EQUAL(1, story.count<pbx::AlarmChanged>());
}

TEST(Caller, who_cuts_a_prompt_short_or_hangs_up_raises_no_alarm) {
    chooses_sales();
    story.presses(caller, "1");
    story.prompt_was_stopped(0);
    story.waits(20s);
    story.hangs_up(caller);
    story.prompt_was_stopped(0);
    CHECK_EQUAL(0, story.count<pbx::AlarmChanged>());
}

TEST(Caller, who_has_all_the_data_a_contact_carries_goes_on_and_a_technician_is_told_once) {
    const auto fills_up = [this](LegId) {
        const auto contact = story.last<pbx::CallOffered>().contact.contact;
        for (int i = 0; i < 32; ++i) {
            STRCMP_EQUAL("", story.asks(pbx::AttachData{contact, std::to_string(i), "x"}).c_str());
        }
    };
    fills_up(caller);
    chooses_sales();
    CHECK_EQUAL(1, story.count<pbx::IvrInput>());
    CHECK_EQUAL(32, story.last<pbx::QueueEntered>().contact.data.size());
    CHECK_EQUAL(1, story.count<pbx::AlarmChanged>());
    const auto alarm = story.last<pbx::AlarmChanged>();
    STRCMP_EQUAL("contact.data", std::string(alarm.alarm.view()).c_str());
    STRCMP_CONTAINS("menu \"welcome\"", alarm.text.c_str());
    caller = story.call_arrives("8001");
    fills_up(caller);
    chooses_sales();
    CHECK_EQUAL(32, story.last<pbx::QueueEntered>().contact.data.size());
    CHECK_EQUAL(1, story.count<pbx::AlarmChanged>());
}

// ── the journal's disk is full ──────────────────────────────────────────────────────────────────

TEST_GROUP(FullDisk) {
    Story story;
    LegId talking;
    LegId agent;
    LegId waiting;

    void setup() override {
        story.agent("4001", AgentState::ready, "2001");
        talking = story.call_arrives("8002");
        agent = *story.ringing("2001");
        story.rings(agent);
        story.answers(agent);
        waiting = story.call_arrives("8002");
        story.tells(pbx::JournalSpace{false, 1000});
    }
    void alarm_is(bool active) {
        const auto alarm = story.last<pbx::AlarmChanged>();
        STRCMP_EQUAL("journal.space", std::string(alarm.alarm.view()).c_str());
        CHECK_EQUAL(active, alarm.active);
    }
    void room_again() {
        story.tells(pbx::JournalSpace{true, 1U << 30U});
    }
};

TEST(FullDisk, raises_the_alarm_by_name_once_and_takes_it_back_by_name) {
    alarm_is(true);
    story.tells(pbx::JournalSpace{false, 900});
    CHECK_EQUAL(1, story.count<pbx::AlarmChanged>());
    STRCMP_CONTAINS("refused", story.last<pbx::AlarmChanged>().text.c_str());
    room_again();
    alarm_is(false);
    STRCMP_CONTAINS("taken again", story.last<pbx::AlarmChanged>().text.c_str());
    room_again();
    CHECK_EQUAL(2, story.count<pbx::AlarmChanged>());
}

TEST(FullDisk, lets_those_who_talk_go_on_to_their_records) {
    story.waits(60s);
    CHECK(story.hear_each_other(talking, agent));
    story.flashes(agent);
    CHECK(story.hears(talking, ivr_dsp::music(0)));
    story.flashes(agent);
    CHECK(story.hear_each_other(talking, agent));
    story.hangs_up(talking);
    CHECK(pbx::ContactOutcome::answered == story.last<pbx::ContactEnded>().outcome);
    CHECK(AgentState::after_call_work == story.state_of("4001"));
}

TEST(FullDisk, lets_a_caller_in_the_queue_wait_and_reach_an_agent) {
    const std::size_t announced = story.count<pbx::QueueAnnounced>();
    story.prompt_ends(waiting);
    story.waits(30s);
    CHECK_EQUAL(announced + 1, story.count<pbx::QueueAnnounced>());
    CHECK_FALSE(story.was_let_go(waiting));
    story.hangs_up(talking);
    story.puts_down(agent);
    story.waits(5s);
    const LegId offer = *story.ringing("2001");
    story.rings(offer);
    story.answers(offer);
    CHECK(story.hear_each_other(waiting, offer));
}

TEST(FullDisk, refuses_new_callers_with_a_cause_and_a_record_until_there_is_room) {
    const std::size_t answers = story.count<pbx::IvrStarted>();
    const LegId late = story.call_arrives("8001");
    CHECK(story.was_let_go(late, Cause::switching_congestion));
    CHECK_FALSE(story.was_answered(late));
    CHECK_EQUAL(answers, story.count<pbx::IvrStarted>());
    const auto record = story.last<pbx::ContactEnded>();
    CHECK(pbx::ContactOutcome::refused == record.outcome);
    CHECK(Cause::switching_congestion == record.cause);
    CHECK_FALSE(story.was_let_go(waiting));
    room_again();
    CHECK(story.was_answered(story.call_arrives("8001")));
}
