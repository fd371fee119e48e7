// SPDX-License-Identifier: GPL-2.0-or-later
// Messages are left for people who do not answer, and heard by them.
#include <string>

#include "driver/base/invariant.hpp"
#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;
using ivr_dsp::MailboxId;
using ivr_dsp::RecordingEnd;
using pbx::MailboxChange;

namespace {

constexpr std::string_view leave = R"(<vxml version="2.1"><form>
  <block><if cond="session.state != 'open'">
    <prompt><audio src="goodbye"/></prompt><exit/></if></block>
  <record name="words" finalsilence="3s" maxtime="60s">
    <prompt><audio src="hello"/></prompt>
    <noinput><prompt><audio src="choose"/></prompt></noinput>
    <error><prompt><audio src="goodbye"/></prompt><exit/></error>
    <filled><exit/></filled>
  </record></form></vxml>)";

constexpr std::string_view listen = R"(<vxml version="2.1"><var name="what" expr="'end'"/>
<form><block>
    <if cond="session.step == 'pin'"><goto next="#pin"/>
    <elseif cond="session.step == 'mailbox'"/><goto next="#which"/>
    <elseif cond="session.step == 'message'"/><goto next="#message"/></if>
    <prompt><audio src="goodbye"/></prompt><exit namelist="what"/></block></form>
<form id="which"><field name="mailbox" type="digits?length=4">
    <prompt><audio src="choose"/></prompt>
    <filled><assign name="what" expr="'mailbox'"/><exit namelist="what mailbox"/></filled>
  </field></form>
<form id="pin"><field name="pin" type="digits?length=4"><property name="secret" value="true"/>
    <prompt><audio src="hello"/></prompt>
    <filled><if cond="pin == session.pin"><assign name="what" expr="'open'"/></if>
      <exit namelist="what"/></filled></field></form>
<form id="message"><field name="key"><grammar mode="dtmf">6|7</grammar>
    <prompt><audio expr="session.message"/></prompt>
    <filled><if cond="key == '7'"><assign name="what" expr="'delete'"/>
      <else/><assign name="what" expr="'next'"/></if><exit namelist="what"/></filled>
  </field></form></vxml>)";

acd::CenterConfig with_mailboxes() {
    acd::CenterConfig config = small_center();
    for (const auto& [name, text] : {
             std::pair{"leave",  leave },
             std::pair{"listen", listen}
    }) {
        const auto loaded = config.menus.load(name, text, config.prompts);
        if (!loaded) driver::broken_invariant(loaded.error().c_str(), "voicemail_test.cpp", 0);
    }
    config.voicemail.leave = "leave";
    config.voicemail.messages = "listen";
    config.voicemail.most = 3;
    config.voicemail.mailboxes.push_back({"2001", "ann", "1234", "", {}});
    config.voicemail.mailboxes.push_back({"7000", "sales", "4321", "", {}});
    config.plan = pbx::DialPlan(
        {
            {"8003", pbx::ToStation{"2001"}},
            {"8007", pbx::ToMailbox{"7000"}}
    },
        {{"2001", pbx::ToStation{"2001"}}, {"2002", pbx::ToStation{"2002"}}},
        {"*11", "*12", "*13", "*14", "*98"}, {});
    return config;
}

}  // namespace

TEST_GROUP(Voicemail) {
    Story story{with_mailboxes()};
    std::uint64_t next_stored = 0;

    void setup() override {
        lists();
    }
    void tells(const pbx::UpBody& news) {
        story.tells(pbx::FromFirmware{0, news});
    }
    void lists() {
        tells(ivr_dsp::MessagesListed{ordered<ivr_dsp::ListMessages>().back().list});
    }
    template <class Order>
    std::vector<Order> ordered() {
        std::vector<Order> all;
        for (const auto& order : story.orders) {
            if (const auto* one = std::get_if<Order>(&order)) all.push_back(*one);
        }
        return all;
    }
    void stored(std::uint64_t message, std::uint16_t mailbox = 1, bool heard = false) {
        tells(ivr_dsp::StoredMessage{
            {mailbox}, message, 1'767'225'600'000'000, 480, 5s, heard, "13800138000"});
    }
    // The caller has said something for 5 s.
    void speaks(LegId caller, Ticks spoken = 5s, RecordingEnd end = RecordingEnd::stopped) {
        const auto order = ordered<ivr_dsp::LeaveMessage>().back();
        CHECK(order.line == caller.line());
        if (spoken >= order.shortest && end == RecordingEnd::stopped) {
            stored(order.message, order.mailbox.value);
        }
        tells(ivr_dsp::Recorded{order.message, order.line, end, spoken, 0, {}, spoken});
    }
    LegId leaves_message() {
        const LegId caller = story.call_arrives("8007");
        story.prompt_ends(caller);
        speaks(caller);
        story.hangs_up(caller);
        return caller;
    }
    // Counts of the last change.
    void waiting(MailboxChange change, unsigned fresh, unsigned old) {
        const auto last = story.last<pbx::MailboxChanged>();
        CHECK(last.change == change);
        LONGS_EQUAL(fresh, last.fresh);
        LONGS_EQUAL(old, last.old);
    }
    // Station 2001's dial tone.
    bool lamp_is_lit() {
        const LegId leg = story.station_lifts("2001");
        const bool lit = story.hears(leg, ivr_dsp::tone(ivr_dsp::Tone::recall_dial));
        if (!lit) CHECK(story.hears(leg, ivr_dsp::tone(ivr_dsp::Tone::dial)));
        story.hangs_up(leg);
        return lit;
    }
    // As the firmware was told last to light it.
    std::optional<bool> lamp_ordered(std::string_view station) {
        std::optional<bool> lit;
        for (const auto& order : ordered<pbx::SetLamp>()) {
            if (order.line == small_center().lines.station(station)) lit = order.lit;
        }
        return lit;
    }
    std::uint64_t plays() {
        return ordered<ivr_dsp::PlayMessage>().back().message;
    }
    void message_ends() {
        const auto order = ordered<ivr_dsp::PlayMessage>().back();
        tells(ivr_dsp::Played{order.port, order.play, true, 5000});
    }
};

TEST(Voicemail, takes_a_call_that_nobody_answers) {
    const LegId caller = story.call_arrives("8003");
    story.rings(*story.ringing("2001"));
    story.waits(19s);
    CHECK(story.ringing("2001").has_value());
    story.waits(2s);
    const LegId gone = LegId::outgoing(ordered<pbx::Dial>().back().leg.line(), 1);
    story.hangs_up(gone);
    CHECK(story.was_answered(caller));
    story.prompt_ends(caller);
    const auto order = ordered<ivr_dsp::LeaveMessage>().back();
    CHECK(order.mailbox == MailboxId{1} && order.caller == "13800138000");
    CHECK(order.longest == 60s && order.final_silence == 3s && order.shortest == 1s);
    speaks(caller);
    waiting(MailboxChange::left, 1, 0);
    STRCMP_EQUAL("2001", std::string(story.last<pbx::MailboxChanged>().mailbox.view()).c_str());
    CHECK(story.was_let_go(caller));
    CHECK(lamp_is_lit());
    CHECK(lamp_ordered("2001") == true);
}

TEST(Voicemail, takes_a_call_to_a_busy_station) {
    story.station_lifts("2001");
    const LegId caller = story.call_arrives("8003");
    CHECK(story.was_answered(caller));
    story.prompt_ends(caller);
    LONGS_EQUAL(1, ordered<ivr_dsp::LeaveMessage>().size());
}

TEST(Voicemail, keeps_what_was_said_before_the_caller_hung_up) {
    const LegId caller = story.call_arrives("8007");
    story.prompt_ends(caller);
    const auto order = ordered<ivr_dsp::LeaveMessage>().back();
    story.hangs_up(caller);
    LONGS_EQUAL(order.message, ordered<ivr_dsp::StopRecording>().back().recording);
    stored(order.message, 2);
    tells(ivr_dsp::Recorded{order.message, order.line, RecordingEnd::stopped, 5s, 0, {}, 5s});
    waiting(MailboxChange::left, 1, 0);
    CHECK(story.center().at_rest());
}

TEST(Voicemail, ends_a_message_by_key_and_asks_again_when_nothing_was_said) {
    const LegId caller = story.call_arrives("8007");
    story.prompt_ends(caller);
    story.presses(caller, "#");
    LONGS_EQUAL(1, ordered<ivr_dsp::StopRecording>().back().recording);
    speaks(caller, 400ms);
    LONGS_EQUAL(0, story.count<pbx::MailboxChanged>());
    story.prompt_ends(caller);
    LONGS_EQUAL(2, ordered<ivr_dsp::LeaveMessage>().size());
}

TEST(Voicemail, apologizes_when_the_disk_takes_nothing) {
    const LegId caller = story.call_arrives("8007");
    story.prompt_ends(caller);
    speaks(caller, 5s, RecordingEnd::disk);
    CHECK(story.said(caller) == std::vector<std::string>{"goodbye"});
    story.prompt_ends(caller);
    CHECK(story.was_let_go(caller));
    LONGS_EQUAL(0, story.count<pbx::MailboxChanged>());
}

TEST(Voicemail, apologizes_when_the_disk_does_not_answer) {
    const LegId caller = story.call_arrives("8007");
    story.prompt_ends(caller);
    story.presses(caller, "#");
    story.waits(13s);
    CHECK(story.said(caller) == std::vector<std::string>{"goodbye"});
}

TEST(Voicemail, apologizes_until_the_firmware_has_told_what_there_is) {
    story.firmware_dies();
    story.firmware_comes(2);
    const LegId caller = story.call_arrives("8007");
    CHECK(story.said(caller) == std::vector<std::string>{"goodbye"});
}

TEST(Voicemail, refuses_one_more_than_a_mailbox_holds) {
    for (int i = 0; i < 3; ++i) leaves_message();
    waiting(MailboxChange::left, 3, 0);
    const LegId caller = story.call_arrives("8007");
    CHECK(story.said(caller) == std::vector<std::string>{"goodbye"});
}

TEST(Voicemail, is_heard_with_the_pin_skipped_and_deleted_and_the_lamp_goes_out) {
    stored(11);
    stored(12);
    const LegId owner = story.station_lifts("2001");
    story.presses(owner, "*98");
    story.prompt_ends(owner);
    story.presses(owner, "1234");
    LONGS_EQUAL(11, plays());
    message_ends();
    story.presses(owner, "6");
    waiting(MailboxChange::heard, 1, 1);
    LONGS_EQUAL(12, plays());
    story.presses(owner, "7");  // while it is said
    waiting(MailboxChange::deleted, 0, 1);
    LONGS_EQUAL(12, ordered<ivr_dsp::DeleteMessage>().back().message);
    tells(ivr_dsp::MessageGone{{1}, 12});
    story.hangs_up(owner);
    CHECK_FALSE(lamp_is_lit());
    for (const auto& input : story.all<pbx::IvrInput>()) {
        if (input.field == "pin") CHECK(input.value.empty());
    }
}

TEST(Voicemail, is_not_heard_with_a_wrong_pin_nor_from_a_mailbox_that_is_not_there) {
    stored(11);
    for (const char* mailbox : {"2001", "9999"}) {
        const LegId stranger = story.station_lifts("2002");
        story.presses(stranger, "*98");
        story.prompt_ends(stranger);
        story.presses(stranger, mailbox);
        story.prompt_ends(stranger);
        story.presses(stranger, "1111");
        CHECK(story.was_let_go(stranger));
        story.hangs_up(stranger);
    }
    LONGS_EQUAL(0, ordered<ivr_dsp::PlayMessage>().size());
}

TEST(Voicemail, is_deleted_and_marked_by_a_host) {
    stored(11);
    STRCMP_EQUAL("", story.asks(pbx::MarkMessage{"2001", 11, true}).c_str());
    waiting(MailboxChange::heard, 0, 1);
    CHECK(lamp_ordered("2001") == false);
    CHECK(ordered<ivr_dsp::MarkMessage>().back().heard);
    STRCMP_EQUAL("", story.asks(pbx::DeleteMessage{"2001", 11}).c_str());
    waiting(MailboxChange::deleted, 0, 0);
    STRCMP_EQUAL("the mailbox has no message 11",
                 story.asks(pbx::DeleteMessage{"2001", 11}).c_str());
    STRCMP_EQUAL("there is no mailbox \"9999\"",
                 story.asks(pbx::DeleteMessage{"9999", 11}).c_str());
}

TEST(Voicemail, is_as_its_folder_has_it_when_the_firmware_comes_back) {
    stored(11);
    stored(12);
    STRCMP_EQUAL("", story.asks(pbx::DeleteMessage{"2001", 12}).c_str());
    STRCMP_EQUAL("", story.asks(pbx::MarkMessage{"2001", 11, true}).c_str());
    story.firmware_dies();
    story.firmware_comes(2);
    const auto orders = story.orders.size();
    stored(11);  // not marked, not deleted: it died before
    stored(12);
    stored(13);  // was being left
    lists();
    waiting(MailboxChange::found, 1, 1);
    CHECK(story.orders.size() == orders + 3);
    CHECK(lamp_ordered("2001") == true);
    LONGS_EQUAL(12, ordered<ivr_dsp::DeleteMessage>().back().message);
    LONGS_EQUAL(11, ordered<ivr_dsp::MarkMessage>().back().message);
    CHECK_FALSE(story.center().at_rest());
    tells(ivr_dsp::MessageGone{{1}, 12});
    CHECK(story.center().at_rest());
    // What is left next has a number of its own.
    leaves_message();
    LONGS_EQUAL(14, ordered<ivr_dsp::LeaveMessage>().back().message);
}

TEST(Voicemail, is_remembered_while_the_center_rests) {
    stored(11);
    stored(5, 2, true);
    pbx::Rested rested;
    CHECK(story.center().at_rest());
    story.center().remember(rested);
    Story later{with_mailboxes()};
    later.center().recall(later.now, rested);
    pbx::Rested again;
    later.center().remember(again);
    LONGS_EQUAL(2, again.mailboxes.size());
    LONGS_EQUAL(11, again.mailboxes[0].messages.at(0).message);
    CHECK(again.mailboxes[1].messages.at(0).heard && again.messages_known);
}
