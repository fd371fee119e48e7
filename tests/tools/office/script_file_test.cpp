// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/script_file.hpp"

#include <string>

#include <CppUTest/TestHarness.h>

using namespace tools::office;

namespace {

std::string trouble(std::string_view text) {
    const auto scenario = parse_scenario(text, "test.toml");
    return scenario ? std::string() : scenario.error();
}

bool names(const std::string& error, std::string_view what) {
    return error.find(what) != std::string::npos;
}

}  // namespace

TEST_GROUP(ScenarioFile){};

TEST(ScenarioFile, a_whole_scenario_is_read) {
    const auto scenario = parse_scenario(R"(
seed = 7
country = "de"
[manners]
position_before = "you-are"
key_leave = "9"
[[call]]
name = "one"
ani = "5551001"
dnis = "1000"
at_ms = 500
span = 2
steps = [{answer = true, within_ms = 3000}, {prompt = "vm-goodbye", to_end = true}, {pause_ms = 500},
         {press = "12"}, {music = true}, {queue = "leave", patience_ms = 9000}, {talk_ms = 4000},
         {tone = "busy"}, {wait_ms = 5}, {release = true}, {hang_up = true}]
[traffic]
calls = 3
menus = ["12", "3"]
[[agent]]
station = "2001"
transfer_to = "2002"
consult = true
[[subscriber]]
number = "0*"
refuses_with = 17
)",
                                         "test.toml");
    CHECK(static_cast<bool>(scenario));
    LONGS_EQUAL(7, *scenario->seed);
    LONGS_EQUAL(11, scenario->calls[0].steps.size());
    CHECK(std::get<ExpectAnswer>(scenario->calls[0].steps[0]).within == Ticks(3'000));
    CHECK(std::get<ExpectPrompt>(scenario->calls[0].steps[1]).to_end);
    CHECK_FALSE(std::get<Queue>(scenario->calls[0].steps[5]).waits);
    CHECK(std::get<ExpectTone>(scenario->calls[0].steps[7]).tone == Tone::busy);
    LONGS_EQUAL(2, scenario->calls[0].span->value);
    LONGS_EQUAL(2, scenario->traffic->menus[0].size());
    STRCMP_EQUAL("2002", scenario->agents[0].script.transfer->to.c_str());
    LONGS_EQUAL(17, scenario->subscribers[0].refuses_with);
    STRCMP_EQUAL("9", scenario->manners.key_leave.c_str());
}

TEST(ScenarioFile, a_mistake_is_named_with_its_line) {
    CHECK(names(trouble("seed = 1\n[[call]]\nani = \"1\"\n"),
                "test.toml:2: call: say whom it calls"));
    CHECK(names(trouble("[[call]]\ndnis = \"1\"\nsteps = [{jump = 1}]\n"),
                "test.toml:3: no such step"));
    CHECK(names(trouble("[traffic]\ncals = 3\n"), "test.toml:2: cals: unknown here"));
    CHECK(names(trouble("[[agent]]\nstation = 2001\n"), "test.toml:2: station: must be a text"));
    CHECK(names(trouble("[[call]]\ndnis = \"1\"\nat_ms = -5\n"), "must not be negative"));
    CHECK(names(trouble("seed = \n"), "test.toml:1: "));
}

TEST(ScenarioFile, every_mistake_of_a_file_is_named_at_once) {
    const auto error = trouble("speed = 1\n[[call]]\nani = \"1\"\nsteps = [{tone = \"loud\"}]\n");
    CHECK(names(error, "speed") && names(error, "dnis") && names(error, "loud"));
}

TEST(ScenarioFile, a_file_that_is_not_there_is_an_error_and_not_an_empty_scenario) {
    CHECK(names(read_scenario("no/such/file.toml").error(), "cannot be read"));
}
