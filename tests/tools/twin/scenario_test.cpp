// SPDX-License-Identifier: GPL-2.0-or-later
// Scenario files: what they say, and what is wrong with them.
#include "tools/twin/scenario.hpp"

#include <string>

#include "tools/twin/live_line.hpp"

#include <CppUTest/TestHarness.h>

using driver::Ticks;
using tools::twin::parse_scenario;
using tools::twin::Scenario;

TEST_GROUP(ScenarioFile) {
    std::string complaint;
    Scenario read(const std::string& text) {
        auto scenario = parse_scenario(text, "folder/cut.toml");
        complaint = scenario ? "" : scenario.error();
        return scenario ? std::move(*scenario) : Scenario{};
    }
    void is_refused(const std::string& text, const char* because) {
        (void)read(text);
        CHECK_TEXT(complaint.find(because) != std::string::npos, (complaint + text).c_str());
    }
};

TEST(ScenarioFile, that_says_nothing_is_a_minute_of_the_demos_center) {
    const Scenario scenario = read("");
    STRCMP_EQUAL("", complaint.c_str());
    STRCMP_EQUAL("cut", scenario.title.c_str());
    LONGS_EQUAL(60'000, scenario.lasts.count());
    CHECK(scenario.center.empty());
    LONGS_EQUAL(2, scenario.spans);
    CHECK(scenario.waits);
}

TEST(ScenarioFile, has_its_happenings_in_the_order_of_time) {
    const Scenario scenario = read(
        "[[happening]]\nat = 30.5\nstall = 0.2\n"
        "[[happening]]\nat = 10\nuntil = 12\nspan = 2\n"
        "line = { to_center = { cut = true }, echo = { loss_db = 20 } }\n"
        "[[happening]]\nat = 20\nkill = \"control\"\n");
    STRCMP_EQUAL("", complaint.c_str());
    LONGS_EQUAL(3, scenario.happenings.size());
    const auto& first = scenario.happenings.front();
    LONGS_EQUAL(10'000, first.at.count());
    LONGS_EQUAL(12'000, first.until->count());
    STRCMP_EQUAL("span 2: echo.loss_db = 20, to_center.cut = true", first.words.c_str());
    LONGS_EQUAL(30'500, scenario.happenings.back().at.count());
}

TEST(ScenarioFile, tells_calls_as_the_office_does) {
    const Scenario scenario =
        read("[[call]]\nani = \"5551\"\ndnis = \"8001\"\n[traffic]\ncalls = 3\n");
    STRCMP_EQUAL("", complaint.c_str());
    LONGS_EQUAL(1, scenario.people.calls.size());
    LONGS_EQUAL(3, scenario.people.traffic->calls);
}

TEST(ScenarioFile, names_line_and_remedy_of_what_is_wrong) {
    is_refused("seed = 1\nlast = 3\n", "folder/cut.toml:2: last: unknown here");
    is_refused("[[happening]]\nspan = 1\nline = { to_center = { cut = true } }\n", "say when");
    is_refused("[[happening]]\nat = 1\n", "say what: span, office, pull_board, stall or kill");
    is_refused("[[happening]]\nat = 1\nspan = 1\n", "say what: line");
    is_refused("[[happening]]\nat = 5\nuntil = 4\npull_board = 1\n", "must be after at");
    is_refused("[[happening]]\nat = 5\nuntil = 6\nstall = 1\n", "this is over at once");
    is_refused("[[happening]]\nat = 1\nspan = 1\nline = { to_center = { cutt = true } }\n",
               "cutt: unknown here");
    is_refused("[[happening]]\nat = 1\nspan = 1\nline = { far_code = \"hdb4\" }\n",
               "far_code: must be one of own, ami, hdb3, b8zs");
    is_refused("[[happening]]\nat = 1\nspan = 1\nline = { to_center = { delay_ms = -1 } }\n",
               "delay_ms: must be a whole number from 0 to 65535");
    is_refused("[[happening]]\nat = 1\nspan = 1\nline = { to_center = { delay_ms = 900 } }\n",
               "cut.toml:1: line: to_center.delay_ms is 900: from 0 to 200");
    is_refused("[[happening]]\nat = 1\nkill = \"host\"\n", "only \"control\"");
    is_refused("[[happening]]\nat = 1\npull_board = 0\n", "boards count from 1");
    is_refused("[[expect]]\nfrom = 1\n", "say what: alarm");
    is_refused("[[expect]]\nlist = \"span\"\nmember = \"slips\"\n", "say which member");
    is_refused("center = \"a.toml\"\nspans = 3\n", "remove them here");
    is_refused("spans = 65\n", "1 to 64 spans");
    is_refused("line = \"j1\"\n", "must be e1 or t1");
    is_refused("lasts = -1\n", "must be a number of seconds");
    is_refused("lasts = [\n", "folder/cut.toml:");
}

TEST(ScenarioFile, of_which_every_mistake_is_told) {
    is_refused("spans = 0\nfoo = 1\n", "foo: unknown here");
    CHECK(complaint.find("1 to 64 spans") != std::string::npos);
}

TEST_GROUP(TypedFaults) {
    std::string complaint;
    driver::LineFaults read(const std::vector<std::string>& words) {
        const auto faults = tools::twin::faults_of(words);
        complaint = faults ? "" : faults.error();
        return faults ? *faults : driver::LineFaults{};
    }
};

TEST(TypedFaults, are_set_by_their_names) {
    const auto faults = read({"to_center.cut=true", "echo.loss_db=20", "far_code=ami"});
    STRCMP_EQUAL("", complaint.c_str());
    CHECK(faults.to_center.cut);
    CHECK(!faults.from_center.cut);
    LONGS_EQUAL(20, faults.echo.loss_db);
    CHECK(faults.far_code == driver::SetCode::ami);
}

TEST(TypedFaults, are_none_for_a_perfect_line) {
    CHECK(read({}) == driver::LineFaults{});
    STRCMP_EQUAL("", complaint.c_str());
}

TEST(TypedFaults, that_do_not_exist_are_refused) {
    (void)read({"to_center.cutt=true"});
    CHECK_TEXT(complaint.find("cutt: unknown here") != std::string::npos, complaint.c_str());
    (void)read({"to_center.cut"});
    CHECK_TEXT(complaint.find("write NAME=VALUE") != std::string::npos, complaint.c_str());
    (void)read({"to_center.cut=maybe"});
    CHECK_TEXT(complaint.find("must be true or false") != std::string::npos, complaint.c_str());
    (void)read({"to_center.delay_ms=60000"});
    CHECK_TEXT(complaint.find("delay") != std::string::npos, complaint.c_str());
    (void)read({"=1"});
    CHECK(!complaint.empty());
}
