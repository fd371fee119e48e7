// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/options.hpp"

#include <string>
#include <vector>

#include <CppUTest/TestHarness.h>

using namespace tools::office;

namespace {

std::variant<Options, int> type(std::vector<std::string> words) {
    words.insert(words.begin(), "trunkline-office");
    std::vector<char*> arguments;
    arguments.reserve(words.size());
    for (auto& word : words) arguments.push_back(word.data());
    return read_options(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace

TEST_GROUP(CommandLine){};

TEST(CommandLine, spans_stations_and_traffic_are_understood) {
    const auto read =
        type({"--e1", "1", "--e1", "2", "--t1", "3", "--stations", "2001-2003", "--stations",
              "2010", "--calls", "5", "--rate", "1200", "--seed", "7", "--json"});
    const auto& options = std::get<Options>(read);
    LONGS_EQUAL(2, options.e1.size());
    LONGS_EQUAL(3, options.t1[0]);
    CHECK((options.stations == std::vector<std::string>{"2001", "2002", "2003", "2010"}));
    LONGS_EQUAL(5, options.calls);
    LONGS_EQUAL(7, *options.seed);
    CHECK(options.json);
}

TEST(CommandLine, what_makes_no_sense_ends_with_exit_code_2) {
    LONGS_EQUAL(2, std::get<int>(type({"--bogus"})));
    LONGS_EQUAL(2, std::get<int>(type({})));
    LONGS_EQUAL(2, std::get<int>(type({"--stations", "2010-2001"})));
    LONGS_EQUAL(2, std::get<int>(type({"--e1", "1", "--rate", "0"})));
}

TEST(CommandLine, a_range_of_stations_has_both_ends) {
    LONGS_EQUAL(10, station_range("2001-2010")->size());
    LONGS_EQUAL(1, station_range("2001")->size());
    CHECK_FALSE(station_range("2001-").has_value());
    CHECK_FALSE(station_range("front desk").has_value());
}
