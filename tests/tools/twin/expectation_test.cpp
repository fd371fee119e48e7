// SPDX-License-Identifier: GPL-2.0-or-later
// What a scenario expects, judged by what was heard, looked up and lived.
#include "tools/twin/expectation.hpp"

#include <CppUTest/TestHarness.h>

using driver::Ticks;
using namespace tools::twin;

TEST_GROUP(Expectation) {
    std::vector<Heard> heard;
    std::vector<Looked> looked;
    Json outside = Json::object();
    Expectation expectation;

    void hears(Ticks at, const char* event) {
        heard.push_back({at, Json::parse(event)});
    }
    void expects_alarm(const char* name, Ticks from, Ticks to) {
        expectation.what = EventExpected{
            "system.alarm", Json{{"alarm", name}, {"active", true}},
             from, to
        };
    }
    Judgement judged() {
        return judge(expectation, {heard, looked, outside});
    }
};

TEST(Expectation, of_an_alarm_is_met_when_it_comes_in_its_time) {
    expects_alarm("span.1.los", Ticks{1000}, Ticks{2000});
    CHECK(!judged().met);
    hears(Ticks{999}, R"({"type":"system.alarm","alarm":"span.1.los","active":true})");
    hears(Ticks{1500}, R"({"type":"system.alarm","alarm":"span.1.los","active":false})");
    hears(Ticks{1500}, R"({"type":"system.alarm","alarm":"span.2.los","active":true})");
    CHECK(!judged().met);
    hears(Ticks{2000}, R"({"type":"system.alarm","alarm":"span.1.los","active":true})");
    CHECK(judged().met);
}

TEST(Expectation, of_exactly_one_is_not_met_by_two) {
    expects_alarm("span.1.los", Ticks{0}, Ticks{9000});
    expectation.most = 1;
    hears(Ticks{1}, R"({"type":"system.alarm","alarm":"span.1.los","active":true})");
    CHECK(judged().met);
    hears(Ticks{2}, R"({"type":"system.alarm","alarm":"span.1.los","active":true})");
    CHECK(!judged().met);
    DOUBLES_EQUAL(2, judged().found, 0);
}

TEST(Expectation, of_no_other_alarm_names_the_one_that_came) {
    expectation.what = NoOtherAlarm{{"span.1.*"}};
    hears(Ticks{-5}, R"({"type":"system.alarm","alarm":"span.2.los","active":true})");
    hears(Ticks{5}, R"({"type":"system.alarm","alarm":"span.1.los","active":true})");
    CHECK(judged().met);
    hears(Ticks{6}, R"({"type":"system.alarm","alarm":"span.10.los","active":true})");
    CHECK(!judged().met);
    STRCMP_EQUAL("span.10.los", judged().text.c_str());
}

TEST(Expectation, of_a_listed_item_finds_it_by_its_members) {
    expectation.what =
        ItemExpected{"span", Json::parse(R"({"status":{"span":2}})"), "/status/slips", Ticks{}};
    expectation.least = expectation.most = 7;
    STRCMP_EQUAL("there is no such item", judged().text.c_str());
    looked.push_back(
        {&expectation, "q1",
         Json::parse(R"([{"status":{"span":1,"slips":9}},{"status":{"span":2,"slips":7}}])")});
    CHECK(judged().met);
    looked.back().items = Json::parse(R"([{"status":{"span":2,"slips":8}}])");
    CHECK(!judged().met);
    looked.back().items = Json::parse(R"([{"status":{"span":2}}])");
    STRCMP_EQUAL("there is no /status/slips", judged().text.c_str());
}

TEST(Expectation, of_the_world_outside_is_a_number_of_its_summary) {
    expectation.what = OutsideExpected{"cross_connections"};
    expectation.least = expectation.most = 0;
    outside = Json::parse(R"({"cross_connections":0})");
    CHECK(judged().met);
    outside = Json::parse(R"({"cross_connections":1})");
    CHECK(!judged().met);
}

TEST(Expectation, is_told_as_a_sentence) {
    expects_alarm("span.1.los", Ticks{1000}, Ticks{2500});
    STRCMP_EQUAL(
        R"(at least 1 × system.alarm {"alarm":"span.1.los","active":true} from 1.000 to 2.500)",
        sentence(expectation).c_str());
}
