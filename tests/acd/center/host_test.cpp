// SPDX-License-Identifier: GPL-2.0-or-later
// What hosts ask over the CTI link, and what they are answered.
#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;

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

TEST(Host, hangs_up_a_station_or_a_whole_call) {
    connected();
    done(story.asks(pbx::HangUp{"2001", {}}));
    CHECK(story.was_let_go(caller));
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
}

TEST(Host, transfers_directly_to_a_station_as_it_is_dialled) {
    connected();
    done(story.asks(pbx::TransferCall{"2001", {}, "2002"}));
    const LegId other = *story.ringing("2002");
    story.answers(other);
    CHECK(story.hear_each_other(caller, other));
}

TEST(Host, refuses_destinations_that_are_not_there_and_says_why) {
    connected();
    refused(story.asks(pbx::TransferCall{"2001", {}, "queue:sails"}), "no queue");
    refused(story.asks(pbx::TransferCall{"2001", {}, "nonsense"}), "dial plan");
    refused(story.asks(pbx::TransferCall{"2001", {}, "number:0105551234"}), "prefix");
    refused(story.asks(pbx::TransferCall{"2999", {}, "2002"}), "no station");
    CHECK(story.hear_each_other(caller, agent));
}

TEST(Host, holds_consults_and_joins) {
    connected();
    done(story.asks(pbx::HoldCall{"2001", {}}));
    CHECK(story.hears(caller, ivr_dsp::music(0)));
    done(story.asks(pbx::RetrieveCall{"2001", {}}));
    CHECK(story.hear_each_other(caller, agent));
    done(story.asks(pbx::DialCall{"2001", "2002"}));
    const LegId other = *story.ringing("2002");
    refused(story.asks(pbx::ConferenceCall{"2001"}), "not answered");
    story.answers(other);
    done(story.asks(pbx::ConferenceCall{"2001"}));
    CHECK_EQUAL(1, story.count<pbx::CallConferenced>());
}

TEST(Host, completes_a_consultation_as_a_transfer) {
    connected();
    done(story.asks(pbx::DialCall{"2001", "2002"}));
    const LegId other = *story.ringing("2002");
    story.answers(other);
    done(story.asks(pbx::TransferCall{"2001", {}, {}}));
    CHECK(story.hear_each_other(caller, other));
    CHECK(story.was_let_go(agent));
}

TEST(Host, dials_for_a_station_that_is_on_hook_by_ringing_it_first) {
    done(story.asks(pbx::DialCall{"2003", "2004"}));
    const LegId own = *story.ringing("2003");
    story.answers(own);
    const LegId other = *story.ringing("2004");
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

TEST(Host, is_told_that_an_analog_station_must_be_lifted_by_hand) {
    story.agent("4001", AgentState::ready, "2001");
    (void)story.call_arrives("8002");
    refused(story.asks(pbx::AnswerCall{"2001", {}}), "lifted by hand");
}

TEST(Host, repeating_a_command_gets_the_same_answer_and_no_second_effect) {
    done(story.asks(pbx::DialCall{"2003", "2004"}, "once"));
    const std::size_t dials = story.count<pbx::CallOffered>();
    done(story.asks(pbx::DialCall{"2003", "2004"}, "once"));
    CHECK_EQUAL(dials, story.count<pbx::CallOffered>());
    CHECK_EQUAL(2, story.count<pbx::CommandResult>());
}
