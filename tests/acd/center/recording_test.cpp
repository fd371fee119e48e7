// SPDX-License-Identifier: GPL-2.0-or-later
// What is recorded, and who is told.
#include <string>

#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;
using ivr_dsp::RecordingEnd;

TEST_GROUP(Recording) {
    Story story{with_recorders(acd::RecordCalls::none)};
    LegId caller;
    LegId agent;

    static acd::CenterConfig with_recorders(acd::RecordCalls record) {
        acd::CenterConfig config = small_center();
        config.recorders = 2;
        config.queues[0].record = record;
        return config;
    }
    static void connect(Story & to, LegId & caller, LegId & agent) {
        to.agent("4001", AgentState::ready, "2001");
        caller = to.call_arrives("8002");
        agent = *to.ringing("2001");
        to.rings(agent);
        to.answers(agent);
    }
    void connected() {
        connect(story, caller, agent);
    }
    template <class Order>
    [[nodiscard]] static std::vector<Order> ordered(const Story& story) {
        std::vector<Order> all;
        for (const auto& order : story.orders) {
            if (const auto* one = std::get_if<Order>(&order)) all.push_back(*one);
        }
        return all;
    }
    // The firmware has closed the file.
    void closes(std::uint64_t recording, RecordingEnd end = RecordingEnd::stopped) {
        story.tells(pbx::FromFirmware{
            0, ivr_dsp::Recorded{recording, caller.line(), end, 5s, 1, 20ms}
        });
    }
    std::string starts(const char* line = "1/1") {
        return story.asks(pbx::StartRecording{line});
    }
    void refused(const std::string& answer, const char* because) {
        CHECK_TEXT(answer.find(because) != std::string::npos, answer.c_str());
    }
};

TEST(Recording, of_a_line_lasts_until_it_is_stopped_and_its_file_is_closed) {
    connected();
    STRCMP_EQUAL("", starts().c_str());
    const auto began = story.last<pbx::RecordingStarted>();
    LONGS_EQUAL(1, began.recording);
    CHECK(began.device.line == caller.line() && began.contact.ani == "13800138000");
    const auto orders = ordered<ivr_dsp::StartRecording>(story);
    LONGS_EQUAL(1, orders.size());
    CHECK(orders[0].line == caller.line() && orders[0].recording == 1);
    story.waits(5s);
    STRCMP_EQUAL("", story.asks(pbx::StopRecording{"1/1"}).c_str());
    LONGS_EQUAL(1, ordered<ivr_dsp::StopRecording>(story).back().recording);
    LONGS_EQUAL(0, story.count<pbx::RecordingEnded>());
    closes(1);
    const auto over = story.last<pbx::RecordingEnded>();
    CHECK(over.recording == 1 && over.end == RecordingEnd::stopped && over.lasted == 5s);
    CHECK(over.gaps == 1 && over.missing == 20ms);
    CHECK(over.contact.contact == began.contact.contact);
}

TEST(Recording, ends_with_the_call_and_the_center_rests_when_the_file_is_closed) {
    connected();
    STRCMP_EQUAL("", starts().c_str());
    story.hangs_up(caller);
    story.hangs_up(agent);
    LONGS_EQUAL(1, ordered<ivr_dsp::StopRecording>(story).back().recording);
    story.waits(6s);  // after-call work
    CHECK_FALSE(story.center().at_rest());
    closes(1);
    CHECK(story.center().at_rest());
    LONGS_EQUAL(1, story.count<pbx::RecordingEnded>());
}

TEST(Recording, whose_disk_hangs_is_told_as_late_once) {
    connected();
    STRCMP_EQUAL("", starts().c_str());
    story.waits(7s);
    STRCMP_EQUAL("", story.asks(pbx::StopRecording{"1/1"}).c_str());
    story.waits(29s);
    LONGS_EQUAL(0, story.count<pbx::RecordingEnded>());
    story.waits(1s);
    const auto over = story.last<pbx::RecordingEnded>();
    CHECK(over.end == RecordingEnd::late && over.lasted == 7s);
    closes(1);
    LONGS_EQUAL(1, story.count<pbx::RecordingEnded>());
}

TEST(Recording, is_stopped_after_a_day) {
    connected();
    STRCMP_EQUAL("", starts().c_str());
    story.waits(86'399s);
    LONGS_EQUAL(0, ordered<ivr_dsp::StopRecording>(story).back().recording);
    story.waits(1s);
    LONGS_EQUAL(1, ordered<ivr_dsp::StopRecording>(story).back().recording);
}

TEST(Recording, needs_a_call_a_channel_and_a_line_not_yet_recorded) {
    refused(starts("1/99"), "there is no line");
    refused(starts(), "line 1/1: the line has no call");
    refused(story.asks(pbx::StopRecording{"1/1"}), "not being recorded");
    connected();
    STRCMP_EQUAL("", starts().c_str());
    refused(starts(), "being recorded already");
    STRCMP_EQUAL("", starts("2001").c_str());
    const LegId second = story.call_arrives("8001");
    refused(starts("1/2"), "all 2 recorder channels are in use");
    // Until the file of one is closed.
    STRCMP_EQUAL("", story.asks(pbx::StopRecording{"2001"}).c_str());
    refused(starts("1/2"), "channels are in use");
    closes(2);
    STRCMP_EQUAL("", starts("1/2").c_str());
    LONGS_EQUAL(3, story.last<pbx::RecordingStarted>().recording);
    story.hangs_up(second);
}

TEST(Recording, of_a_queues_calls_begins_when_an_agent_answers) {
    Story all(with_recorders(acd::RecordCalls::all));
    connect(all, caller, agent);
    LONGS_EQUAL(1, all.count<pbx::RecordingStarted>());
    CHECK(all.last<pbx::RecordingStarted>().device.line == caller.line());
    all.hangs_up(caller);
    LONGS_EQUAL(1, ordered<ivr_dsp::StopRecording>(all).back().recording);
    connected();
    LONGS_EQUAL(0, story.count<pbx::RecordingStarted>());
}

TEST(Recording, a_call_that_should_be_recorded_and_cannot_is_told) {
    acd::CenterConfig config = with_recorders(acd::RecordCalls::all);
    config.recorders = 0;
    Story none(std::move(config));
    connect(none, caller, agent);
    CHECK(none.hear_each_other(caller, agent));
    CHECK(none.last<pbx::RecordingEnded>().end == RecordingEnd::refused);
    LONGS_EQUAL(0, none.count<pbx::RecordingStarted>());
}

TEST(Recording, that_finds_no_channel_raises_an_alarm_until_one_is_free) {
    connected();
    STRCMP_EQUAL("", starts().c_str());
    STRCMP_EQUAL("", starts("2001").c_str());
    LONGS_EQUAL(0, story.count<pbx::AlarmChanged>());
    const LegId second = story.call_arrives("8001");
    refused(starts("1/2"), "channels are in use");
    const auto raised = story.last<pbx::AlarmChanged>();
    CHECK(raised.active && raised.alarm == "recording.channels");
    STRCMP_CONTAINS("all 2 recorder channels are in use", raised.text.c_str());
    refused(starts("1/2"), "channels are in use");
    LONGS_EQUAL(1, story.count<pbx::AlarmChanged>());
    STRCMP_EQUAL("", story.asks(pbx::StopRecording{"2001"}).c_str());
    LONGS_EQUAL(1, story.count<pbx::AlarmChanged>());  // its file is not closed yet
    closes(2);
    CHECK(!story.last<pbx::AlarmChanged>().active);
    LONGS_EQUAL(2, story.count<pbx::AlarmChanged>());
    story.hangs_up(second);
}

TEST(Recording, ends_with_the_firmware_and_another_is_told_to_stop_what_nobody_knows) {
    connected();
    STRCMP_EQUAL("", starts().c_str());
    story.waits(3s);
    story.firmware_dies();
    const auto over = story.last<pbx::RecordingEnded>();
    CHECK(over.end == RecordingEnd::firmware_gone && over.lasted == 3s);
    story.firmware_comes(2);
    LONGS_EQUAL(0, ordered<ivr_dsp::StopRecording>(story).back().recording);
}

TEST(Recording, numbers_go_on_after_a_rest) {
    connected();
    STRCMP_EQUAL("", starts().c_str());
    story.hangs_up(caller);
    story.hangs_up(agent);
    story.waits(6s);
    closes(1);
    pbx::Rested rested;
    story.center().remember(rested);
    LONGS_EQUAL(2, rested.next_recording);
    Story later(with_recorders(acd::RecordCalls::all));
    later.center().recall(later.now, rested);
    connect(later, caller, agent);
    LONGS_EQUAL(2, later.last<pbx::RecordingStarted>().recording);
}
