// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/support/mutation.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include <CppUTest/TestHarness.h>

TEST_GROUP(BrokenInputs) {
    std::vector<std::string> samples{"Action: Login\r\n\r\n", "Action: Ping\r\n\r\n", ""};
    std::string input(std::uint64_t seed, std::uint64_t run) {
        return fuzz::broken_input(samples, seed, run);
    }
};

TEST(BrokenInputs, a_run_can_be_made_again_from_seed_and_number) {
    for (std::uint64_t run = 0; run < 100; ++run) CHECK(input(7, run) == input(7, run));
}

TEST(BrokenInputs, runs_and_seeds_differ) {
    std::set<std::string> seen;
    for (std::uint64_t run = 0; run < 1000; ++run) seen.insert(input(7, run));
    CHECK(seen.size() > 600);
    int same = 0;
    for (std::uint64_t run = 0; run < 1000; ++run) same += input(7, run) == input(8, run) ? 1 : 0;
    CHECK(same < 200);
}

TEST(BrokenInputs, stay_near_the_samples_and_within_the_limit) {
    int resembling = 0;
    for (std::uint64_t run = 0; run < 10'000; ++run) {
        const std::string made = input(1, run);
        CHECK(made.size() <= fuzz::longest_input);
        resembling += made.find("Action") != std::string::npos ? 1 : 0;
    }
    CHECK(resembling > 500);
}
