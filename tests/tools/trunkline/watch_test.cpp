// SPDX-License-Identifier: GPL-2.0-or-later
// Looks that go on: the real program beside a real, small center.
#include <sstream>

#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

using host_bridge::Json;

TEST_GROUP(Watch) {
    desk::Workbench bench;

    void teardown() override {
        CHECK_EQUAL_TEXT(0, bench.switch_off(), bench.read("center.err").c_str());
    }
};

TEST(Watch, a_span_tells_its_whole_story_and_what_to_do_about_its_alarm) {
    bench.switch_on();
    CHECK(support::soon([&] { return !bench.list("alarm").empty(); }));
    const desk::Said said = bench.trunkline({"span", "show", "1"});
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    CHECK_TEXT(said.out.starts_with("span 1: alarm: LOS since "), said.out.c_str());
    STRCMP_CONTAINS("loss of signal (LOS): nothing arrives; check the cable and the far end",
                    said.out.c_str());
    STRCMP_CONTAINS("  timeslots: 0 idle, 0 in a call, 30 out of service\n", said.out.c_str());
    const Json all = *host_bridge::parse_json(bench.trunkline({"span", "show", "--json"}).out);
    CHECK_EQUAL(1U, all.size());
    CHECK_EQUAL(30, all[0]["timeslots"]["outOfService"].get<int>());
    STRCMP_EQUAL("span.1.los", all[0]["alarms"][0]["alarm"].get<std::string>().c_str());
    const desk::Said none = bench.trunkline({"span", "show", "9"});
    CHECK_EQUAL(1, none.code);
    STRCMP_EQUAL("trunkline: there is no span 9: trunkline span lists them\n", none.err.c_str());
}

TEST(Watch, into_a_file_go_lines_of_what_changes_and_only_those) {
    bench.switch_on();
    support::Child lines = bench.start("lines", {"span", "watch", "--for", "6s"});
    support::Child objects = bench.start("objects", {"span", "watch", "--for", "6s", "--json"});
    CHECK(support::soon(
        [&] { return !bench.read("lines.out").empty() && !bench.read("objects.out").empty(); }));
    CHECK_EQUAL(0, bench.trunkline({"span", "loop", "1", "local", "--for", "1m"}).code);
    CHECK_EQUAL(0, lines.wait());
    CHECK_EQUAL(0, objects.wait());
    const std::string said = bench.read("lines.out");
    STRCMP_CONTAINS("  span 1: STATE alarm: LOS, D-CHANNEL down, ", said.c_str());
    STRCMP_CONTAINS("  span 1: STATE alarm: LOS → ", said.c_str());
    std::istringstream each(bench.read("objects.out"));
    std::size_t count = 0;
    for (std::string line; std::getline(each, line); ++count) {
        const auto facts = host_bridge::parse_json(line);
        CHECK_TEXT(facts && facts->at("status").at("span") == 1, line.c_str());
    }
    CHECK(count >= 2);
    STRCMP_EQUAL("", (bench.read("lines.err") + bench.read("objects.err")).c_str());
}

TEST(Watch, on_a_terminal_the_table_is_painted_again_in_its_place) {
    bench.switch_on();
    const std::string shown = bench.on_a_terminal({"span", "watch", "--for", "5s"});
    STRCMP_CONTAINS("SPAN  STATE       SINCE     D-CHANNEL", shown.c_str());
    STRCMP_CONTAINS("\x1B[2A\r\x1B[J", shown.c_str());
}

TEST(Watch, nobody_to_ask_is_told_at_once) {
    const desk::Said said = bench.trunkline({"span", "watch", "--for", "1h"});
    CHECK_EQUAL(1, said.code);
    STRCMP_CONTAINS("trunkline run", said.err.c_str());
    bench.switch_on();
}
