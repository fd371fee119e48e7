// SPDX-License-Identifier: GPL-2.0-or-later
// Clocks that lose their sources: who is told, when.
#include <string>

#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;
using driver::ClockState;

TEST_GROUP(CenterClock) {
    Story story{with_clock()};
    driver::ClockStatus clock;

    static acd::CenterConfig with_clock() {
        acd::CenterConfig config = small_center();
        config.holdover_alarms = {30s};
        return config;
    }
    void setup() override {
        clock.board = 1;
        clock.runs_bus = true;
        clock.sources = 2;
        clock.source = {1};
    }
    void is(ClockState state) {
        clock.state = state;
        ++clock.switches;
        repeats();
    }
    void repeats() {
        story.tells(pbx::FromFirmware{0, clock});
    }
    template <class Event>
    [[nodiscard]] long count() const {
        long events = 0;
        for (const auto& event : story.events) events += std::holds_alternative<Event>(event);
        return events;
    }
    [[nodiscard]] pbx::AlarmChanged alarm() const {
        return story.last<pbx::AlarmChanged>();
    }
};

TEST(CenterClock, without_a_source_for_long_is_an_alarm_until_it_has_one_again) {
    is(ClockState::locked);
    story.waits(60s);
    is(ClockState::holdover);
    story.waits(29s);
    LONGS_EQUAL(0, count<pbx::AlarmChanged>());
    story.waits(1s);
    LONGS_EQUAL(1, count<pbx::AlarmChanged>());
    CHECK(alarm().active);
    STRCMP_EQUAL("clock.1.holdover", std::string(alarm().alarm.view()).c_str());
    STRCMP_CONTAINS("clock of board 1: hold-over: every source has failed, span 1 was the last",
                    alarm().text.c_str());
    STRCMP_CONTAINS("bring one of its sources back", alarm().text.c_str());
    story.waits(60s);
    clock.source = {2};
    is(ClockState::locked);
    LONGS_EQUAL(2, count<pbx::AlarmChanged>());
    CHECK_FALSE(alarm().active);
    STRCMP_EQUAL("clock of board 1: it follows span 2 again, after 60 s", alarm().text.c_str());
}

TEST(CenterClock, that_loses_its_sources_for_a_moment_is_no_alarm) {
    is(ClockState::locked);
    is(ClockState::holdover);
    story.waits(29s);
    is(ClockState::locked);
    story.waits(300s);
    LONGS_EQUAL(0, count<pbx::AlarmChanged>());
    LONGS_EQUAL(3, count<pbx::ClockChanged>());
}

TEST(CenterClock, that_runs_by_itself_as_it_shall_is_no_alarm) {
    clock.sources = 0;
    is(ClockState::free_run);
    story.waits(300s);
    LONGS_EQUAL(0, count<pbx::AlarmChanged>());
}

TEST(CenterClock, that_never_found_a_source_is_an_alarm) {
    is(ClockState::free_run);
    story.waits(31s);
    STRCMP_CONTAINS("free run: no source has been good yet", alarm().text.c_str());
}

TEST(CenterClock, what_is_told_twice_is_told_on_once) {
    is(ClockState::locked);
    repeats();
    driver::ClockSource source;
    source.span = {1};
    source.priority = 1;
    story.tells(pbx::FromFirmware{0, source});
    story.tells(pbx::FromFirmware{0, source});
    LONGS_EQUAL(1, count<pbx::ClockChanged>());
    LONGS_EQUAL(1, count<pbx::ClockSourceChanged>());
}
