// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/driver/framing/agreement.hpp"

#include <iostream>
#include <random>

#include <CppUTest/TestHarness.h>

// driver/framing against a reference that works a bit at a time. framing_agreement runs more bits.
TEST_GROUP(FramingAgreement){};

TEST(FramingAgreement, two_hundred_and_forty_lines_with_faults_are_read_alike) {
    const std::uint64_t seed = std::random_device{}();
    std::cout << " seed " << seed << ' ';
    framing_test::Agreement sum;
    for (std::uint64_t i = 0; i < 240; ++i) {
        const auto found = framing_test::agree(seed + i, 100'000);
        STRCMP_EQUAL("", found.difference.c_str());
        sum.compared += found.compared;
        sum.losses += found.losses;
        sum.errors += found.errors;
    }
    CHECK(sum.compared > 3000);
    CHECK(sum.losses > 20);
    CHECK(sum.errors > 100);
}
