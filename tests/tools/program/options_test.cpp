// SPDX-License-Identifier: GPL-2.0-or-later
// What is said on the command line of a program that does one thing.
#include "tools/program/options.hpp"

#include <string>
#include <vector>

#include <CppUTest/TestHarness.h>

namespace {

constexpr int goes_on = -1;  // no exit code

}  // namespace

TEST_GROUP(Options) {
    std::string whom{"control"};
    std::uint64_t seed{7};
    bool loud{};

    // How the program would end, or that it goes on.
    int say(std::vector<std::string> words) {
        tools::Options options("Kills somebody.");
        options.add("whom", whom, "whom").must_be_one_of({"control", "host"});
        options.add("--seed", seed, "of everything random").shows_default();
        options.add("--loud", loud, "tells more");
        words.insert(words.begin(), "kills");
        std::vector<char*> raw;
        raw.reserve(words.size());
        for (std::string& word : words) raw.push_back(word.data());
        return options.read(static_cast<int>(raw.size()), raw.data()).value_or(goes_on);
    }
};

TEST(Options, what_is_not_said_stays_as_it_was) {
    LONGS_EQUAL(goes_on, say({}));
    STRCMP_EQUAL("control", whom.c_str());
    UNSIGNED_LONGS_EQUAL(7, seed);
    CHECK_FALSE(loud);
}

TEST(Options, what_is_said_is_taken_in_any_order) {
    LONGS_EQUAL(goes_on, say({"--loud", "--seed", "18446744073709551615", "host"}));
    STRCMP_EQUAL("host", whom.c_str());
    CHECK(seed == 18446744073709551615U);
    CHECK(loud);
}

TEST(Options, help_ends_well_and_what_makes_no_sense_with_two) {
    LONGS_EQUAL(0, say({"--help"}));
    LONGS_EQUAL(2, say({"nobody"}));
    LONGS_EQUAL(2, say({"--seed", "many"}));
    LONGS_EQUAL(2, say({"--sead"}));
    LONGS_EQUAL(2, say({"--seed"}));
}
