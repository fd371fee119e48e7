// SPDX-License-Identifier: GPL-2.0-or-later
// Menus that fail some callers: a technician is told, and told when it is over.
#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;

namespace {

// 1 sends the caller nowhere, 2 into a circle, 3 to a failing expression, 4 to a queue; 5 says
// good-bye.
constexpr std::string_view crooked = R"xml(<?xml version="1.0"?>
<vxml version="2.1">
  <menu id="choose">
    <prompt><audio src="hello"/></prompt>
    <choice dtmf="1" next="#nowhere"/>
    <choice dtmf="2" next="#circle"/>
    <choice dtmf="3" next="#fails"/>
    <choice dtmf="4" next="#sales"/>
    <choice dtmf="5" next="#bye"/>
  </menu>
  <form id="nowhere"><block><transfer destexpr="'no such place'"/></block></form>
  <form id="circle"><block><transfer dest="menu:round"/></block></form>
  <form id="fails"><block><transfer destexpr="Number(1).toFixed(200)"/></block></form>
  <form id="sales"><block><transfer dest="queue:sales"/></block></form>
  <form id="bye"><block><disconnect/></block></form>
</vxml>)xml";
constexpr std::string_view round = R"xml(<?xml version="1.0"?>
<vxml version="2.1"><form><block><transfer dest="menu:round"/></block></form></vxml>)xml";

acd::CenterConfig crooked_center() {
    acd::CenterConfig config = small_center();
    for (const auto& [name, text] : {
             std::pair{"crooked", crooked},
             std::pair{"round",   round  }
    }) {
        const auto loaded = config.menus.load(name, text, config.prompts);
        if (!loaded) driver::broken_invariant(loaded.error().c_str(), "menu_alarm_test.cpp", 0);
    }
    config.plan = pbx::DialPlan(
        {
            {"8001", pbx::ToMenu{"crooked"}}
    },
        {}, {}, {});
    return config;
}

}  // namespace

TEST_GROUP(MenuAlarm) {
    Story story{crooked_center()};

    void calls_and_presses(const char* key) {
        const LegId caller = story.call_arrives("8001");
        story.presses(caller, key);
        story.hangs_up(caller);
    }
    void is(std::size_t told, const char* alarm, bool active) {
        LONGS_EQUAL(told, story.count<pbx::AlarmChanged>());
        const auto last = story.last<pbx::AlarmChanged>();
        STRCMP_EQUAL(alarm, std::string(last.alarm.view()).c_str());
        CHECK_EQUAL(active, last.active);
    }
};

TEST(MenuAlarm, of_a_destination_that_is_none_is_over_when_a_caller_is_sent_somewhere) {
    calls_and_presses("1");
    is(1, "menu.failed", true);
    STRCMP_CONTAINS("crooked:", story.last<pbx::AlarmChanged>().text.c_str());
    calls_and_presses("1");
    LONGS_EQUAL(1, story.count<pbx::AlarmChanged>());
    calls_and_presses("4");
    is(2, "menu.failed", false);
}

TEST(MenuAlarm, of_a_menu_that_fails_is_over_when_a_caller_gets_through) {
    calls_and_presses("3");
    is(1, "menu.failed", true);
    calls_and_presses("5");
    is(2, "menu.failed", false);
}

TEST(MenuAlarm, of_a_circle_is_over_with_another_configuration) {
    calls_and_presses("2");
    is(1, "menu.circle", true);
    calls_and_presses("4");  // by a menu that is not in the circle
    LONGS_EQUAL(1, story.count<pbx::AlarmChanged>());
    story.tells(pbx::Configured{});
    is(2, "menu.circle", false);
}

TEST(MenuAlarm, is_remembered_while_the_center_rests) {
    calls_and_presses("2");
    pbx::Rested rested;
    story.center().remember(rested);
    LONGS_EQUAL(1, rested.alarms.size());
    CHECK(rested.alarms[0].alarm == "menu.circle" && rested.alarms[0].about == "round");
}
