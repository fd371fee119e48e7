// SPDX-License-Identifier: GPL-2.0-or-later
// What hosts ask over the CTI link, and what they are answered.
#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;
using ivr_dsp::Tone;

TEST_GROUP(Host) {
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
        done(story.asks(pbx::DialCall{"2001", number}));
        const LegId other = *story.ringing(number);
        story.rings(other);
        CHECK(story.hears(agent, ivr_dsp::tone(Tone::ringback)));
        CHECK(story.hears(caller, ivr_dsp::music(0)));
        return other;
    }
    void answers(LegId other) {
        story.answers(other);
        CHECK(story.hear_each_other(agent, other));
        CHECK(story.hears(caller, ivr_dsp::music(0)));
    }
    // The latest of this kind.
    template <class Order>
    const Order* ordered() const {
        const Order* found = nullptr;
        for (const auto& one : story.orders) {
            if (const auto* order = std::get_if<Order>(&one)) found = order;
        }
        return found;
    }
    void done(const std::string& answer) {
        STRCMP_EQUAL("", answer.c_str());
    }
    void refused(const std::string& answer, const char* because) {
        CHECK_TEXT(answer.find(because) != std::string::npos, answer.c_str());
    }
};

TEST(Host, attaches_data_that_is_in_every_later_event) {
    connected();
    const auto contact = story.last<pbx::CallOffered>().contact.contact;
    done(story.asks(pbx::AttachData{contact, "account", "4711"}));
    story.hangs_up(caller);
    const auto record = story.last<pbx::ContactEnded>();
    CHECK_EQUAL(1, record.contact.data.size());
    STRCMP_EQUAL("4711", std::string(record.contact.data[0].value.view()).c_str());
    refused(story.asks(pbx::AttachData{contact, "account", "1"}), "not in progress");
}

TEST(Host, replaces_and_removes_data_when_the_contact_carries_all_it_can) {
    connected();
    const auto contact = story.last<pbx::CallOffered>().contact.contact;
    const auto attach = [&](const std::string& key, std::string_view value) {
        return story.asks(pbx::AttachData{contact, key, value});
    };
    for (int i = 0; i < 32; ++i) done(attach("key" + std::to_string(i), "old"));
    refused(attach("one more", "new"), "at most 32");
    done(attach("key7", "new"));
    CHECK_EQUAL(32, story.last<pbx::DataAttached>().contact.data.size());
    STRCMP_EQUAL("new",
                 std::string(story.last<pbx::DataAttached>().contact.data[7].value.view()).c_str());
    done(attach("key7", ""));
    done(attach("one more", "new"));
}

TEST(Host, tests_a_span_only_where_no_call_would_be_cut) {
    using driver::SpanLoop;
    using driver::TestPattern;
    const auto bert = [&](std::string_view timeslots, bool force = false) {
        return story.asks(pbx::MeasureSpan{{1}, TestPattern::prbs_15, timeslots, 60, force});
    };
    done(story.asks(pbx::LoopSpan{{1}, SpanLoop::payload, 60, false}));
    CHECK(ordered<driver::LoopSpan>()->lasts == 60s);
    connected();  // on the first timeslot
    refused(story.asks(pbx::LoopSpan{{1}, SpanLoop::payload, 60, false}),
            "would cut 1 call on span 1");
    done(story.asks(pbx::LoopSpan{{1}, SpanLoop::none, 60, false}));  // only ends what there is
    refused(bert("1-3"), "would cut 1 call");
    refused(bert(""), "would cut 1 call");
    refused(bert("16"), "would cut 1 call");  // the D-channel carries them all
    done(bert("2-3"));
    LONGS_EQUAL(0b1100, ordered<driver::MeasureSpan>()->timeslots);
    done(bert("", true));
    refused(bert("0"), "no timeslots");
    refused(bert("3-2"), "no timeslots");
    refused(story.asks(pbx::LoopSpan{{1}, SpanLoop::line, 86'401, true}), "at most a day");
    refused(story.asks(pbx::InjectErrors{{9}, 1}), "there is no span 9");
}

TEST(Host, hangs_up_a_station_or_a_whole_call) {
    connected();
    done(story.asks(pbx::HangUp{"2001", {}}));
    CHECK(story.was_let_go(caller));
    CHECK(story.hears(agent, ivr_dsp::tone(Tone::busy)));
    CHECK(story.hears(caller, driver::Source::none()));
    refused(story.asks(pbx::HangUp{"2001", {}}), "no call");
    const LegId second = story.call_arrives("8001");
    done(story.asks(pbx::HangUp{{}, story.last<pbx::CallOffered>().call}));
    CHECK(story.was_let_go(second));
}

TEST(Host, transfers_directly_to_a_queue) {
    connected();
    done(story.asks(pbx::TransferCall{"2001", {}, "queue:support"}));
    CHECK(story.was_let_go(agent));
    STRCMP_EQUAL("support", std::string(story.last<pbx::QueueEntered>().queue.view()).c_str());
    CHECK_FALSE(story.was_let_go(caller));
    CHECK(story.hears(agent, ivr_dsp::tone(Tone::confirm)));
    CHECK(driver::SourceKind::voice_port == story.heard_by(caller)->kind);
    CHECK(story.said(caller).back() == "wait-or-leave");
}

TEST(Host, transfers_directly_to_a_station_as_it_is_dialled) {
    connected();
    done(story.asks(pbx::TransferCall{"2001", {}, "2002"}));
    const LegId other = *story.ringing("2002");
    CHECK(story.hears(agent, ivr_dsp::tone(Tone::confirm)));
    CHECK(story.hears(caller, driver::Source::none()));
    story.rings(other);
    CHECK(story.hears(caller, ivr_dsp::tone(Tone::ringback)));
    story.answers(other);
    CHECK(story.hear_each_other(caller, other));
    CHECK(story.hears(agent, ivr_dsp::tone(Tone::confirm)));
}

TEST(Host, refuses_destinations_that_are_not_there_and_says_why) {
    connected();
    refused(story.asks(pbx::TransferCall{"2001", {}, "queue:sails"}), "no queue");
    refused(story.asks(pbx::TransferCall{"2001", {}, "nonsense"}), "dial plan");
    refused(story.asks(pbx::TransferCall{"2001", {}, "number:0105551234"}), "prefix");
    refused(story.asks(pbx::TransferCall{"2999", {}, "2002"}), "no station");
    CHECK(story.hear_each_other(caller, agent));
}

TEST(Host, holds_and_retrieves) {
    connected();
    done(story.asks(pbx::HoldCall{"2001", {}}));
    CHECK(story.hears(caller, ivr_dsp::music(0)));
    CHECK(story.hears(agent, driver::Source::none()));
    done(story.asks(pbx::RetrieveCall{"2001", {}}));
    CHECK(story.hear_each_other(caller, agent));
    CHECK_EQUAL(1, story.count<pbx::CallRetrieved>());
}

TEST(Host, joins_all_three_once_the_consulted_has_answered) {
    connected();
    const LegId other = consults("2002");
    refused(story.asks(pbx::ConferenceCall{"2001"}), "not answered");
    CHECK(story.hears(agent, ivr_dsp::tone(Tone::ringback)));
    CHECK(story.hears(caller, ivr_dsp::music(0)));
    answers(other);
    done(story.asks(pbx::ConferenceCall{"2001"}));
    CHECK_EQUAL(1, story.count<pbx::CallConferenced>());
    const auto common = story.heard_by(caller)->index;
    for (const LegId leg : {caller, agent, other}) {
        CHECK(driver::SourceKind::conference == story.heard_by(leg)->kind);
        CHECK_EQUAL(common, story.heard_by(leg)->index);
    }
    story.hangs_up(agent);
    CHECK(story.hear_each_other(caller, other));
    CHECK(story.hears(agent, driver::Source::none()));
}

TEST(Host, retrieving_gives_the_consulted_up) {
    connected();
    const LegId other = consults("2002");
    answers(other);
    done(story.asks(pbx::RetrieveCall{"2001", {}}));
    CHECK(story.hear_each_other(caller, agent));
    CHECK(story.was_let_go(other));
    CHECK(story.hears(other, ivr_dsp::tone(Tone::busy)));
}

TEST(Host, completes_a_consultation_as_a_transfer) {
    connected();
    const LegId other = consults("2002");
    answers(other);
    done(story.asks(pbx::TransferCall{"2001", {}, {}}));
    CHECK(story.hear_each_other(caller, other));
    CHECK(story.was_let_go(agent));
    CHECK(story.hears(agent, ivr_dsp::tone(Tone::confirm)));
}

TEST(Host, dials_for_a_station_that_is_on_hook_by_ringing_it_first) {
    done(story.asks(pbx::DialCall{"2003", "2004"}));
    const LegId own = *story.ringing("2003");
    story.answers(own);
    const LegId other = *story.ringing("2004");
    story.rings(other);
    CHECK(story.hears(own, ivr_dsp::tone(Tone::ringback)));
    story.answers(other);
    CHECK(story.hear_each_other(own, other));
}

TEST(Host, whose_click_to_dial_is_not_lifted_gives_up) {
    done(story.asks(pbx::DialCall{"2003", "2004"}));
    const LegId own = *story.ringing("2003");
    story.waits(60s);
    CHECK(story.was_let_go(own, Cause::no_answer));
    story.puts_down(own);
    CHECK(story.center().at_rest());
}

TEST(Host, is_told_that_an_analog_telephone_is_answered_by_lifting_it) {
    story.agent("4001", AgentState::ready, "2001");
    caller = story.call_arrives("8002");
    agent = *story.ringing("2001");
    refused(story.asks(pbx::AnswerCall{"2001", {}}),
            "an analog telephone is answered by lifting it");
    story.rings(agent);
    story.answers(agent);
    refused(story.asks(pbx::AnswerCall{"2001", {}}), "has answered");
}

TEST(Host, answers_the_next_caller_at_a_station_that_hears_dial_tone) {
    story.agent("4001", AgentState::ready, "2001");
    const LegId station = story.station_lifts("2001");
    caller = story.call_arrives("8002");
    CHECK(story.hears(station, ivr_dsp::tone(Tone::dial)));
    done(story.asks(pbx::AnswerCall{"2001", {}}));
    CHECK(story.hear_each_other(caller, station));
    CHECK(AgentState::talking == story.state_of("4001"));
    STRCMP_EQUAL("4001", std::string(story.last<pbx::CallDelivered>().agent.view()).c_str());
    CHECK(story.last<pbx::CallEstablished>().leg == station);
    CHECK(pbx::QueueExit::connected == story.last<pbx::QueueLeft>().exit);
    CHECK_EQUAL(1, story.count<pbx::ContactEnded>());  // the station's own matter
    story.waits(60s);
    CHECK(story.hear_each_other(caller, station));
    story.hangs_up(caller);
    CHECK(story.was_let_go(station));
    CHECK(60s == story.last<pbx::ContactEnded>().talked);
    CHECK(AgentState::after_call_work == story.state_of("4001"));
    story.puts_down(station);
    story.waits(5s);
    CHECK(story.center().at_rest());
}

TEST(Host, cannot_answer_at_a_lifted_station_when_nobody_waits_for_its_agent) {
    const LegId station = story.station_lifts("2001");
    refused(story.asks(pbx::AnswerCall{"2001", {}}), "no agent who is ready");
    story.agent("4001", AgentState::ready, "2001");
    refused(story.asks(pbx::AnswerCall{"2001", {}}), "no caller waits");
    caller = story.call_arrives("8002");
    refused(story.asks(pbx::AnswerCall{"2001", driver::CallId{999}}), "not call 999");
    story.presses(station, "2");
    refused(story.asks(pbx::AnswerCall{"2001", {}}), "has answered");
    CHECK_FALSE(story.hear_each_other(caller, station));
}

TEST(Host, repeating_a_command_gets_the_same_answer_and_no_second_effect) {
    done(story.asks(pbx::DialCall{"2003", "2004"}, "once"));
    const std::size_t dials = story.count<pbx::CallOffered>();
    done(story.asks(pbx::DialCall{"2003", "2004"}, "once"));
    CHECK_EQUAL(dials, story.count<pbx::CallOffered>());
    CHECK_EQUAL(2, story.count<pbx::CommandResult>());
}

TEST(Host, sends_tones_and_digits_only_to_lines_without_a_call) {
    const auto tone = [&](const char* line, const char* which, const char* level = "",
                          bool force = false) {
        return story.asks(pbx::SendTone{line, which, level, 30, force});
    };
    done(tone("1/1", "milliwatt"));
    CHECK(ordered<ivr_dsp::SendTone>()->tone == ivr_dsp::TestTone::milliwatt);
    CHECK(ordered<ivr_dsp::SendTone>()->lasts == 30s);
    done(tone("2001", "1004", "-13"));
    LONGS_EQUAL(1004, ordered<ivr_dsp::SendTone>()->hz);
    LONGS_EQUAL(-13, ordered<ivr_dsp::SendTone>()->level_dbm0);
    done(tone("2001", "sweep"));
    LONGS_EQUAL(-10, ordered<ivr_dsp::SendTone>()->level_dbm0);
    done(story.asks(pbx::SendDigits{"1/1", "12#D", false, {}}));
    STRCMP_EQUAL("12#D", std::string(ordered<ivr_dsp::SendDigits>()->digits.view()).c_str());
    done(tone("2001", "noise", "-30"));
    CHECK(ordered<ivr_dsp::SendTone>()->tone == ivr_dsp::TestTone::noise);
    done(tone("1/1", "answer"));
    CHECK(ordered<ivr_dsp::SendTone>()->tone == ivr_dsp::TestTone::answer);
    refused(tone("1/99", "sweep"), "there is no line \"1/99\"");
    refused(tone("2001", "4000"), "1 to 3999 Hz");
    refused(tone("2001", "sweep", "4"), "-60 to 3");
    refused(tone("2001", "milliwatt", "-1"), "0 dBm0");
    refused(story.asks(pbx::SendDigits{"1/1", "12x", false, {}}), "no digits of dtmf");
    done(story.asks(pbx::SendDigits{"1/1", "*12#", false, ivr_dsp::DigitCode::r1}));
    CHECK(ordered<ivr_dsp::SendDigits>()->code == ivr_dsp::DigitCode::r1);
    refused(story.asks(pbx::SendDigits{"1/1", "1A", false, ivr_dsp::DigitCode::r2_forward}),
            "no digits of r2_forward: write some of 1234567890BCDEF");
    connected();
    refused(tone("2001", "sweep"), "line 2001 has a call");
    refused(story.asks(pbx::SendDigits{"2001", "1", false, {}}), "line 2001 has a call");
    done(tone("2001", "sweep", "", true));
    done(story.asks(pbx::SendDigits{"2001", "1", true, {}}));
}

TEST(Host, tells_a_telephone_who_calls_by_what_it_understands) {
    const auto told = [&](pbx::SendCallerId command) { return story.asks(command); };
    done(told({"2001", "2125550100", "Ann", false, pbx::CallerIdStandard::v23, true, false}));
    const auto waiting = ordered<ivr_dsp::SendCallerId>();
    CHECK(waiting->standard == ivr_dsp::FskStandard::v23 && waiting->in_call);
    CHECK(waiting->form == ivr_dsp::CallerIdForm::mdmf);
    STRCMP_EQUAL("Ann", std::string(waiting->name.view()).c_str());
    done(
        told({"2001", "2125550100", "", false, pbx::CallerIdStandard::bell202_sdmf, false, false}));
    CHECK(ordered<ivr_dsp::SendCallerId>()->form == ivr_dsp::CallerIdForm::sdmf);
    constexpr auto bell = pbx::CallerIdStandard::bell202;
    refused(told({"2001", "1", "", false, pbx::CallerIdStandard::none, false, false}), "v23");
    refused(told({"2001", "1", "", true, bell, false, false}), "is withheld");
    refused(told({"1/99", "1", "", false, bell, false, false}), "there is no line");
    connected();
    refused(told({"2001", "1", "", false, bell, true, false}), "line 2001 has a call");
    done(told({"2001", "1", "", false, bell, true, true}));
}

TEST(Host, listens_to_any_line_whatever_it_carries) {
    connected();
    done(story.asks(pbx::ListenToLine{"2001", 4711, 60}));
    LONGS_EQUAL(4711, ordered<ivr_dsp::TapLine>()->tap);
    CHECK(ordered<ivr_dsp::TapLine>()->line == agent.line());
    CHECK(ordered<ivr_dsp::TapLine>()->lasts == 60s);
    done(story.asks(pbx::ListenToLine{"2001", 4711, 0}));
    refused(story.asks(pbx::ListenToLine{"2001", 0, 60}), "a number of its own");
    refused(story.asks(pbx::ListenToLine{"2999", 1, 60}), "there is no line");
    refused(story.asks(pbx::ListenToLine{"2001", 1, 86'401}), "at most a day");
}

TEST(Host, is_told_how_good_a_line_is_when_it_asks) {
    done(story.asks(pbx::AskLineQuality{"1/2", 4711}));
    const auto asked = ordered<ivr_dsp::AskLineQuality>();
    CHECK(asked->question == 4711);
    refused(story.asks(pbx::AskLineQuality{"1/99", 1}), "there is no line \"1/99\"");
    CHECK_EQUAL(0, story.count<pbx::LineMeasured>());
    ivr_dsp::LineQuality quality;
    quality.line = asked->line;
    quality.question = 4711;
    quality.erle_tenths_db = 321;
    story.tells(pbx::FromFirmware{0, quality});
    const auto told = story.last<pbx::LineMeasured>();
    LONGS_EQUAL(2, told.device.timeslot);
    LONGS_EQUAL(4711, told.quality.question);
    LONGS_EQUAL(321, told.quality.erle_tenths_db);
    quality.line = {9999};
    story.tells(pbx::FromFirmware{0, quality});
    CHECK_EQUAL(1, story.count<pbx::LineMeasured>());
}

TEST(Host, asks_the_far_end_of_an_e1_for_no_loop_by_code) {
    using driver::SpanLoop;
    refused(story.asks(pbx::LoopSpan{{1}, SpanLoop::remote, 60, true}), "is an E1");
    refused(story.asks(pbx::LoopSpan{{1}, SpanLoop::remote_payload, 60, true}), "G.704");
    acd::CenterConfig config = small_center();
    config.spans.push_back({{1}, {}, acd::SpanFrames::t1_sf});
    Story american(std::move(config));
    STRCMP_EQUAL("", american.asks(pbx::LoopSpan{{1}, SpanLoop::remote, 60, true}).c_str());
    refused(american.asks(pbx::LoopSpan{{1}, SpanLoop::remote_payload, 60, true}), "SF frames");
}

// What is dialled is hidden from taps from the question for it to its answer, or its end.
TEST(Host, hides_secret_digits_from_whoever_listens_to_the_line) {
    Story other(secretive_center());
    const auto hidden = [&other] {
        bool is_hidden = false;
        for (const auto& order : other.orders) {
            const auto* secret = std::get_if<ivr_dsp::TakeSecret>(&order);
            if (secret != nullptr) is_hidden = secret->on;
        }
        return is_hidden;
    };
    const LegId leg = other.call_arrives("8001");
    CHECK(hidden());  // while the question is being said
    other.presses(leg, "123");
    CHECK(hidden());
    other.presses(leg, "4");
    CHECK_FALSE(hidden());
    const LegId second = other.call_arrives("8001");
    CHECK(hidden());
    other.hangs_up(second);
    CHECK_FALSE(hidden());
}
