// SPDX-License-Identifier: GPL-2.0-or-later
// Supervisors: who may, how they come in, who hears them, and what becomes of the call.
#include <string>

#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;
using pbx::Participation;

// The agent 4001 at 2001 talks to a caller; 2004 is a supervisor's station, 4003 a supervisor.
TEST_GROUP(Supervisor) {
    Story story{with_supervisors()};
    LegId caller;
    LegId agent;
    pbx::CallId call;

    static acd::CenterConfig with_supervisors() {
        acd::CenterConfig config = small_center();
        config.supervisors = {"2004"};
        config.agents[2].supervisor = true;
        return config;
    }
    void setup() override {
        story.agent("4001", AgentState::ready, "2001");
        caller = story.call_arrives("8002");
        agent = *story.ringing("2001");
        story.rings(agent);
        story.answers(agent);
        call = story.center().calls().leg(caller)->call;
    }
    std::string monitors(const char* station = "2004") {
        return story.asks(pbx::MonitorCall{call, station});
    }
    std::string whispers(const char* station = "2004") {
        return story.asks(pbx::WhisperCall{call, station});
    }
    std::string barges(const char* station = "2004") {
        return story.asks(pbx::BargeCall{call, station});
    }
    // The supervisor's telephone, on hook until now, rings and is answered.
    LegId lifts(const char* station = "2004") {
        const LegId leg = *story.ringing(station);
        story.rings(leg);
        story.answers(leg);
        return leg;
    }
    [[nodiscard]] bool is_conference() const {
        return story.heard_by(caller)->kind == driver::SourceKind::conference &&
               story.heard_by(agent)->kind == driver::SourceKind::conference;
    }
    [[nodiscard]] Participation part() const {
        return story.last<pbx::CallSupervised>().part;
    }
    void refused(const std::string& answer, const char* because) {
        CHECK_TEXT(answer.find(because) != std::string::npos, answer.c_str());
    }
};

TEST(Supervisor, on_hook_is_rung_and_hears_the_call_when_he_lifts) {
    STRCMP_EQUAL("", monitors().c_str());
    CHECK(story.hear_each_other(caller, agent));
    LONGS_EQUAL(0, story.count<pbx::CallSupervised>());
    const LegId boss = lifts();
    CHECK(is_conference());
    const auto told = story.last<pbx::CallSupervised>();
    CHECK(told.call == call && told.leg == boss && told.part == Participation::monitor);
    CHECK(told.device.station == "2004" && told.contact.ani == "13800138000");
    CHECK(story.state_of("4001") == AgentState::talking);
}

TEST(Supervisor, is_rung_with_the_callers_wish_not_to_be_known) {
    Story shy{with_supervisors()};
    shy.agent("4001", AgentState::ready, "2001");
    const LegId from = shy.call_arrives("8002", "", true);
    const LegId at = *shy.ringing("2001");
    shy.rings(at);
    shy.answers(at);
    const pbx::CallId joined = shy.center().calls().leg(from)->call;
    STRCMP_EQUAL("", shy.asks(pbx::MonitorCall{joined, "2004"}).c_str());
    CHECK(shy.ringing("2004").has_value());
    std::size_t withheld = 0;
    for (const auto& order : shy.orders) {
        const auto* dial = std::get_if<pbx::Dial>(&order);
        withheld += dial != nullptr && dial->withheld ? 1U : 0U;
    }
    LONGS_EQUAL(2, withheld);  // of the agent's telephone and the supervisor's
}

TEST(Supervisor, off_hook_joins_at_once_and_his_own_dialling_is_over) {
    const LegId boss = story.station_lifts("2004");
    STRCMP_EQUAL("", whispers().c_str());
    CHECK(is_conference());
    CHECK(story.last<pbx::CallSupervised>().leg == boss);
    CHECK(part() == Participation::whisper);
    LONGS_EQUAL(1, story.count<pbx::ContactEnded>());
    story.presses(boss, "2002");  // heard by nobody's dial plan
    CHECK_FALSE(story.ringing("2002").has_value());
}

TEST(Supervisor, changes_his_part_while_he_is_in) {
    STRCMP_EQUAL("", monitors().c_str());
    (void)lifts();
    STRCMP_EQUAL("", whispers().c_str());
    CHECK(part() == Participation::whisper);
    STRCMP_EQUAL("", barges().c_str());
    CHECK(part() == Participation::barge);
    STRCMP_EQUAL("", monitors().c_str());
    CHECK(part() == Participation::monitor);
    STRCMP_EQUAL("", monitors().c_str());
    LONGS_EQUAL(4, story.count<pbx::CallSupervised>());
    CHECK(is_conference());
}

TEST(Supervisor, leaves_and_the_call_goes_on) {
    STRCMP_EQUAL("", barges().c_str());
    const LegId boss = lifts();
    STRCMP_EQUAL("", story.asks(pbx::LeaveCall{"2004"}).c_str());
    CHECK(story.was_let_go(boss));
    CHECK(story.hear_each_other(caller, agent));
    CHECK(story.last<pbx::PartyLeft>().leg == boss);
    refused(story.asks(pbx::LeaveCall{"2004"}), "station 2004 supervises no call");
    refused(story.asks(pbx::LeaveCall{"2001"}), "station 2001 supervises no call");
    refused(story.asks(pbx::LeaveCall{"2999"}), "supervises no call");
}

TEST(Supervisor, hangs_up_and_the_call_and_its_record_know_nothing_of_it) {
    STRCMP_EQUAL("", monitors().c_str());
    const LegId boss = lifts();
    story.hangs_up(boss);
    CHECK(story.hear_each_other(caller, agent));
    story.hangs_up(caller);
    const auto record = story.last<pbx::ContactEnded>();
    CHECK(record.caller_hung_up && record.agent == "4001" && record.transfers == 0);
}

TEST(Supervisor, who_only_hears_is_let_go_when_one_of_the_two_leaves) {
    for (const bool agent_first : {true, false}) {
        Story other(with_supervisors());
        other.agent("4001", AgentState::ready, "2001");
        const LegId from = other.call_arrives("8002");
        const LegId to = *other.ringing("2001");
        other.rings(to);
        other.answers(to);
        const auto id = other.center().calls().leg(from)->call;
        STRCMP_EQUAL("", other.asks(pbx::WhisperCall{id, "2004"}).c_str());
        const LegId boss = *other.ringing("2004");
        other.answers(boss);
        other.hangs_up(agent_first ? to : from);
        CHECK(other.was_let_go(boss));
        CHECK(other.was_let_go(agent_first ? from : to));
        LONGS_EQUAL(1, other.count<pbx::CallEnded>());
        LONGS_EQUAL(1, other.count<pbx::ContactEnded>());
        other.puts_down(boss);
        other.puts_down(agent_first ? from : to);
        CHECK(other.center().calls().legs().empty());
    }
}

TEST(Supervisor, who_has_barged_in_keeps_the_customer_when_the_agent_hangs_up) {
    story.agent("4003", AgentState::ready, "2003");
    STRCMP_EQUAL("", barges("2003").c_str());
    const LegId boss = lifts("2003");
    CHECK(story.state_of("4003") == AgentState::talking);
    story.hangs_up(agent);
    CHECK(story.hear_each_other(caller, boss));
    CHECK(part() == Participation::regular);
    const auto transfer = story.last<pbx::CallTransferred>();
    CHECK(transfer.transferring.station == "2001" && transfer.transferred_to.station == "2003");
    // He is a party as any other: he may hold.
    STRCMP_EQUAL("", story.asks(pbx::HoldCall{"2003", call}).c_str());
    CHECK(story.hears(caller, ivr_dsp::music(0)));
    STRCMP_EQUAL("", story.asks(pbx::RetrieveCall{"2003", call}).c_str());
    story.hangs_up(caller);
    CHECK(story.was_let_go(boss));
    const auto record = story.last<pbx::ContactEnded>();
    CHECK(record.agent == "4003" && record.station == "2003" && record.transfers == 1);
}

TEST(Supervisor, who_has_barged_in_and_the_agent_talk_on_when_the_customer_hangs_up) {
    STRCMP_EQUAL("", barges().c_str());
    const LegId boss = lifts();
    story.hangs_up(caller);
    CHECK(story.hear_each_other(agent, boss));
    LONGS_EQUAL(0, story.count<pbx::CallTransferred>());
    story.hangs_up(boss);
    CHECK(story.was_let_go(agent));
    LONGS_EQUAL(1, story.count<pbx::ContactEnded>());
}

TEST(Supervisor, who_still_rings_is_given_up_with_the_call) {
    STRCMP_EQUAL("", barges().c_str());
    const LegId boss = *story.ringing("2004");
    story.hangs_up(agent);
    CHECK(story.was_let_go(boss));
    CHECK(story.was_let_go(caller));
}

TEST(Supervisor, who_does_not_answer_is_rung_for_a_minute) {
    STRCMP_EQUAL("", monitors().c_str());
    const LegId boss = *story.ringing("2004");
    story.waits(61s);
    CHECK(story.was_let_go(boss, Cause::no_answer));
    CHECK(story.last<pbx::CallFailed>().leg == boss);
    CHECK(story.hear_each_other(caller, agent));
}

TEST(Supervisor, of_a_held_call_hears_the_customer) {
    story.flashes(agent);
    CHECK(story.hears(caller, ivr_dsp::music(0)));
    STRCMP_EQUAL("", monitors().c_str());
    const LegId boss = lifts();
    CHECK(story.hears(boss, driver::Source::line(caller.line())));
    CHECK(story.hears(caller, ivr_dsp::music(0)));
    STRCMP_EQUAL("", barges().c_str());
    CHECK(story.hear_each_other(caller, boss));
    STRCMP_EQUAL("", story.asks(pbx::RetrieveCall{"2001", call}).c_str());
    CHECK(is_conference());
}

TEST(Supervisor, stays_when_the_agent_hands_the_call_to_another) {
    STRCMP_EQUAL("", whispers().c_str());
    const LegId boss = lifts();
    story.flashes(agent);
    story.presses(agent, "2002");
    const LegId second = *story.ringing("2002");
    story.rings(second);
    story.answers(second);
    story.hangs_up(agent);
    CHECK(story.heard_by(caller)->kind == driver::SourceKind::conference);
    CHECK(story.heard_by(boss)->kind == driver::SourceKind::conference);
    CHECK(story.last<pbx::CallTransferred>().transferred_to.station == "2002");
    story.hangs_up(second);
    CHECK(story.was_let_go(boss) && story.was_let_go(caller));
}

TEST(Supervisor, is_let_go_when_the_customer_is_sent_to_a_queue) {
    STRCMP_EQUAL("", barges().c_str());
    const LegId boss = lifts();
    STRCMP_EQUAL("", story.asks(pbx::TransferCall{"2001", call, "queue:support"}).c_str());
    CHECK(story.was_let_go(boss));
    CHECK_FALSE(story.was_let_go(caller));
    LONGS_EQUAL(2, story.count<pbx::QueueEntered>());
}

TEST(Supervisor, an_agents_recall_holds_the_customer_and_throws_nobody_out) {
    STRCMP_EQUAL("", barges().c_str());
    const LegId boss = lifts();
    story.flashes(agent);
    CHECK_FALSE(story.was_let_go(boss));
    CHECK(story.hear_each_other(caller, boss));
    story.flashes(boss);  // a supervisor holds nothing
    CHECK(story.hear_each_other(caller, boss));
}

TEST(Supervisor, needs_the_right) {
    refused(monitors("2002"), "station 2002 may not supervise: set supervisor = true");
    story.agent("4002", AgentState::not_ready, "2002");
    refused(monitors("2002"), "agent 4002 may not supervise");
    refused(monitors("2999"), "there is no station \"2999\"");
    story.agent("4002", AgentState::logged_off);
    story.agent("4003", AgentState::not_ready, "2002");
    STRCMP_EQUAL("", monitors("2002").c_str());
    (void)lifts("2002");
    CHECK(story.last<pbx::CallSupervised>().supervisor == "4003");
    CHECK(story.state_of("4003") == AgentState::not_ready);
}

TEST(Supervisor, needs_a_conversation) {
    refused(story.asks(pbx::MonitorCall{{999}, "2004"}), "there is no call 999");
    const LegId second = story.call_arrives("8001");
    const auto menu = story.center().calls().leg(second)->call;
    refused(story.asks(pbx::MonitorCall{menu, "2004"}), "is no conversation yet");
    const LegId third = story.call_arrives("8002");
    const auto queue = story.center().calls().leg(third)->call;
    refused(story.asks(pbx::BargeCall{queue, "2004"}), "is no conversation yet");
}

TEST(Supervisor, needs_a_telephone_that_is_free_and_a_conference) {
    STRCMP_EQUAL("", monitors().c_str());
    (void)lifts();
    refused(story.asks(pbx::HoldCall{"2004", call}), "station 2004 supervises the call");
    refused(story.asks(pbx::TransferCall{"2004", call, "2002"}), "supervises the call");
    // Another call, while the only conference is in use.
    story.agent("4003", AgentState::not_ready, "2003");
    const LegId second = story.station_lifts("2002");
    story.presses(second,
                  "9"
                  "13900139000#");
    const LegId out = *story.dialled_out();
    story.rings(out);
    story.answers(out);
    const auto other = story.center().calls().leg(out)->call;
    refused(story.asks(pbx::MonitorCall{other, "2004"}), "supervises call");
    refused(story.asks(pbx::MonitorCall{other, "2003"}), "every conference is in use");
    const LegId busy = story.station_lifts("2003");
    story.presses(busy, "2");
    refused(monitors("2003"), "station 2003 is busy with another call");
    // An outside line: the station is whispered to.
    STRCMP_EQUAL("", story.asks(pbx::LeaveCall{"2004"}).c_str());
    story.puts_down(busy);
    STRCMP_EQUAL("", story.asks(pbx::WhisperCall{other, "2003"}).c_str());
    (void)lifts("2003");
    CHECK(story.last<pbx::CallSupervised>().call == other);
}

TEST(Supervisor, and_all_others_may_be_muted_and_made_louder) {
    STRCMP_EQUAL("", story.asks(pbx::MuteCall{"1/1"}).c_str());
    CHECK(story.hears(agent, driver::Source::none()));
    const auto told = story.last<pbx::CallPartSet>();
    CHECK(told.leg == caller && told.muted && told.gain_db == 0);
    refused(story.asks(pbx::MuteCall{"1/1"}), "line 1/1 is muted");
    refused(story.asks(pbx::SetCallGain{"1/1", "6"}), "is no conference");
    STRCMP_EQUAL("", story.asks(pbx::UnmuteCall{"1/1"}).c_str());
    CHECK(story.hear_each_other(caller, agent));
    refused(story.asks(pbx::UnmuteCall{"1/1"}), "line 1/1 is not muted");
    refused(story.asks(pbx::MuteCall{"1/9"}), "line 1/9 talks in no call");
    STRCMP_EQUAL("", barges().c_str());
    (void)lifts();
    STRCMP_EQUAL("", story.asks(pbx::SetCallGain{"1/1", "6"}).c_str());
    LONGS_EQUAL(6, story.last<pbx::CallPartSet>().gain_db);
    refused(story.asks(pbx::SetCallGain{"1/1", "13"}), "is no gain: write dB from -40 to 12");
    refused(story.asks(pbx::SetCallGain{"1/1", "loud"}), "is no gain");
}

TEST(Supervisor, it_is_told_who_speaks_once_for_each_change_and_when_the_conference_is_over) {
    STRCMP_EQUAL("", barges().c_str());
    const LegId boss = lifts();
    const auto speak = [&](std::initializer_list<LegId> legs) {
        const auto seat = *story.heard_by(caller);
        ivr_dsp::SpeakersChanged news{seat.index, {}};
        for (const LegId leg : legs) news.add(story.heard_by(leg)->seat);
        story.tells(pbx::FromFirmware{0, news});
    };
    speak({});
    speak({caller});
    speak({caller});
    LONGS_EQUAL(1, story.count<pbx::SpeakersHeard>());
    speak({caller, boss});
    const auto both = story.last<pbx::SpeakersHeard>();
    CHECK(both.call == call && both.speakers.size() == 2);
    CHECK(both.speakers[0].line == caller.line() && both.speakers[1].station == "2004");
    story.hangs_up(boss);
    CHECK(story.last<pbx::SpeakersHeard>().speakers.empty());
    LONGS_EQUAL(3, story.count<pbx::SpeakersHeard>());
    story.hangs_up(caller);
    story.puts_down(agent);
    story.waits(10s);
    LONGS_EQUAL(3, story.count<pbx::SpeakersHeard>());
    CHECK(story.center().at_rest());
}
