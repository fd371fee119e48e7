// SPDX-License-Identifier: GPL-2.0-or-later
// What a technician is told of a bit error ratio.
#include "tools/trunkline/bit_error_ratio.hpp"

#include <cstdio>
#include <random>

#include <CppUTest/TestHarness.h>

using tools::bit_error_ratio;

TEST_GROUP(BitErrorRatio){};

TEST(BitErrorRatio, no_error_in_three_million_bits_is_one_in_a_million_at_most) {
    const auto ratio = bit_error_ratio(3'000'000, 0);
    DOUBLES_EQUAL(0, ratio.measured, 0);
    DOUBLES_EQUAL(0, ratio.at_least, 0);
    // -ln(0.025) / n
    DOUBLES_EQUAL(3.6889 / 3e6, ratio.at_most, 1e-9);
}

// Poisson's exact limits for ten events: 4.795 and 18.391 (Garwood's table).
TEST(BitErrorRatio, ten_errors_lie_between_the_limits_of_the_table) {
    const auto ratio = bit_error_ratio(100'000'000, 10);
    DOUBLES_EQUAL(1e-7, ratio.measured, 1e-15);
    DOUBLES_EQUAL(4.795e-8, ratio.at_least, 1e-11);
    DOUBLES_EQUAL(18.391e-8, ratio.at_most, 1e-11);
}

TEST(BitErrorRatio, is_said_in_words) {
    STRCMP_EQUAL("1.0e-07 (4.8e-08 to 1.8e-07 with 95 % confidence)",
                 tools::text_of(bit_error_ratio(100'000'000, 10)).c_str());
}

// 500 tests at each rate: the interval covers the line's own ratio as often as it says.
TEST(BitErrorRatio, covers_the_rate_of_the_line_in_95_of_100_tests) {
    const unsigned seed = std::random_device{}();
    std::printf(" seed %u ", seed);
    std::mt19937_64 chance(seed);
    for (const double rate : {1e-3, 1e-4, 1e-5, 1e-6}) {
        const auto bits = static_cast<std::uint64_t>(30 / rate);
        std::binomial_distribution<std::int64_t> line(static_cast<std::int64_t>(bits), rate);
        int covered = 0;
        for (int run = 0; run < 500; ++run) {
            const auto ratio = bit_error_ratio(bits, static_cast<std::uint64_t>(line(chance)));
            covered += ratio.at_least <= rate && rate <= ratio.at_most ? 1 : 0;
        }
        // Exact limits cover at least 95 %; five standard deviations of 500 draws below that.
        CHECK(covered > 450);
    }
}
