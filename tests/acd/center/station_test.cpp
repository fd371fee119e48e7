// SPDX-License-Identifier: GPL-2.0-or-later
// What people do at their telephones.
#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;
using ivr_dsp::Tone;

TEST_GROUP(Station) {
    Story story;
    LegId caller;
    LegId agent;

    void connected() {
        story.agent("4001", AgentState::ready, "2001");
        caller = story.call_arrives("8002");
        agent = *story.ringing("2001");
        story.rings(agent);
        story.answers(agent);
    }
    LegId consults(const char* number) {
        story.flashes(agent);
        CHECK(story.hears(agent, ivr_dsp::tone(Tone::recall_dial)));
        CHECK(story.hears(caller, ivr_dsp::music(0)));
        story.presses(agent, number);
        const auto leg = story.ringing(number);
        CHECK(leg.has_value());
        story.rings(*leg);
        CHECK(story.hears(agent, ivr_dsp::tone(Tone::ringback)));
        return *leg;
    }
};

TEST(Station, lifted_hears_dial_tone_until_the_first_digit) {
    const LegId station = story.station_lifts("2001");
    CHECK(story.hears(station, ivr_dsp::tone(Tone::dial)));
    story.presses(station, "2");
    CHECK(story.hears(station, driver::Source::none()));
}

TEST(Station, that_dials_nothing_hears_congestion_and_is_let_go) {
    const LegId station = story.station_lifts("2001");
    story.waits(15s);
    CHECK(story.hears(station, ivr_dsp::tone(Tone::congestion)));
    story.waits(10s);
    CHECK(story.was_let_go(station));
}

TEST(Station, calls_another) {
    const LegId one = story.station_lifts("2001");
    story.presses(one, "2002");
    const LegId two = *story.ringing("2002");
    story.rings(two);
    CHECK(story.hears(one, ivr_dsp::tone(Tone::ringback)));
    story.answers(two);
    CHECK(story.hear_each_other(one, two));
    story.hangs_up(two);
    CHECK(story.was_let_go(one));
    CHECK(story.hears(one, ivr_dsp::tone(Tone::busy)));
    CHECK(story.last<pbx::ContactEnded>().outgoing);
}

TEST(Station, hears_busy_when_the_other_talks) {
    const LegId one = story.station_lifts("2001");
    (void)story.station_lifts("2002");
    story.presses(one, "2002");
    CHECK(story.hears(one, ivr_dsp::tone(Tone::busy)));
}

TEST(Station, reaches_the_outside_with_the_prefix) {
    const LegId one = story.station_lifts("2001");
    story.presses(one, "9");
    story.presses(one, "01055512");
    story.waits(4s);
    const auto out = story.dialled_out();
    CHECK(out.has_value());
    STRCMP_EQUAL("01055512", std::string(story.center().calls().leg(*out)->dnis.view()).c_str());
    story.rings(*out);
    story.answers(*out);
    CHECK(story.hear_each_other(one, *out));
}

TEST(Station, logs_its_agent_in_and_out_by_code) {
    LegId station = story.station_lifts("2001");
    story.presses(station, "*114001#");
    CHECK(AgentState::ready == story.state_of("4001"));
    CHECK(story.hears(station, ivr_dsp::tone(Tone::confirm)));
    story.hangs_up(station);
    station = story.station_lifts("2001");
    story.presses(station, "*14");
    CHECK(AgentState::not_ready == story.state_of("4001"));
    story.hangs_up(station);
    station = story.station_lifts("2001");
    story.presses(station, "*13");
    CHECK(AgentState::ready == story.state_of("4001"));
    story.hangs_up(station);
    station = story.station_lifts("2001");
    story.presses(station, "*12");
    CHECK(AgentState::logged_off == story.state_of("4001"));
    story.hangs_up(station);
    CHECK(story.center().at_rest());
}

TEST(Station, transfers_by_flash_dial_talk_hang_up) {
    connected();
    const LegId other = consults("2002");
    story.answers(other);
    CHECK(story.hear_each_other(agent, other));
    story.hangs_up(agent);
    CHECK(story.hear_each_other(caller, other));
    const auto transferred = story.last<pbx::CallTransferred>();
    CHECK_FALSE(transferred.blind);
    CHECK(AgentState::after_call_work == story.state_of("4001"));
    story.hangs_up(caller);
    CHECK(story.was_let_go(other));
    const auto record = story.last<pbx::ContactEnded>();
    CHECK_EQUAL(1, record.transfers);
    STRCMP_EQUAL("2002", std::string(record.station.view()).c_str());
    CHECK_EQUAL(1, story.count<pbx::ContactEnded>());
}

TEST(Station, transfers_blind_by_hanging_up_while_it_rings) {
    connected();
    const LegId other = consults("2002");
    story.hangs_up(agent);
    CHECK(story.hears(caller, ivr_dsp::tone(Tone::ringback)));
    CHECK(story.last<pbx::CallTransferred>().blind);
    story.answers(other);
    CHECK(story.hear_each_other(caller, other));
}

TEST(Station, is_rung_back_when_the_blind_transfer_fails) {
    connected();
    const LegId other = consults("2002");
    story.hangs_up(agent);
    story.refuses(other, Cause::no_answer);
    const auto back = story.ringing("2001");
    CHECK(back.has_value());
    story.rings(*back);
    story.answers(*back);
    CHECK(story.hear_each_other(caller, *back));
}

TEST(Station, that_hangs_up_on_a_held_caller_is_rung_back) {
    connected();
    story.flashes(agent);
    story.hangs_up(agent);
    const auto back = story.ringing("2001");
    CHECK(back.has_value());
    story.answers(*back);
    CHECK(story.hear_each_other(caller, *back));
}

TEST(Station, goes_back_to_the_caller_with_another_flash) {
    connected();
    const LegId other = consults("2002");
    story.flashes(agent);
    CHECK(story.was_let_go(other));
    CHECK(story.hear_each_other(caller, agent));
    CHECK_EQUAL(1, story.count<pbx::CallRetrieved>());
}

TEST(Station, joins_all_three_with_a_flash_once_the_other_has_answered) {
    connected();
    const LegId other = consults("2002");
    story.answers(other);
    story.flashes(agent);
    CHECK_EQUAL(3, story.last<pbx::CallConferenced>().parties);
    for (const LegId leg : {caller, agent, other}) {
        CHECK(driver::SourceKind::conference == story.heard_by(leg)->kind);
    }
    story.hangs_up(agent);
    CHECK(story.hear_each_other(caller, other));
    story.hangs_up(caller);
    CHECK(story.was_let_go(other));
    CHECK_EQUAL(1, story.count<pbx::ContactEnded>());
}

TEST(Station, drops_the_last_to_come_out_of_a_conference_with_a_flash) {
    connected();
    const LegId other = consults("2002");
    story.answers(other);
    story.flashes(agent);
    story.flashes(agent);
    CHECK(story.was_let_go(other));
    CHECK(story.hear_each_other(caller, agent));
}

TEST(Station, keeps_its_consultation_when_the_held_caller_hangs_up) {
    connected();
    const LegId other = consults("2002");
    story.answers(other);
    story.hangs_up(caller);
    CHECK(story.hear_each_other(agent, other));
    story.hangs_up(agent);
    CHECK(story.was_let_go(other));
    CHECK_EQUAL(1, story.count<pbx::ContactEnded>());
}

TEST(Station, sends_a_caller_back_to_a_queue_by_flash_queue_number_and_hanging_up) {
    connected();
    story.flashes(agent);
    story.presses(agent, "3001");
    CHECK(story.hears(agent, ivr_dsp::tone(Tone::confirm)));
    story.hangs_up(agent);
    CHECK_EQUAL(2, story.count<pbx::QueueEntered>());
    CHECK_FALSE(story.was_let_go(caller));
}
