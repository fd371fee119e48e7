// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/patterns/test_pattern.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "driver/framing/patterns/pattern_analyser.hpp"
#include "driver/framing/patterns/pattern_timeslots.hpp"

#include <CppUTest/TestHarness.h>

using driver::PatternAnalyser;
using driver::PatternRegister;
using driver::TestPattern;

namespace {

constexpr std::array all_random{TestPattern::prbs_9,  TestPattern::prbs_11, TestPattern::prbs_15,
                                TestPattern::prbs_20, TestPattern::qrss,    TestPattern::prbs_23};
constexpr std::array all_fixed{TestPattern::all_ones, TestPattern::all_zeros,
                               TestPattern::alternating, TestPattern::one_in_8,
                               TestPattern::three_in_24};

std::string first_octets(TestPattern pattern, std::size_t count = 8) {
    auto made = PatternRegister::from_start(pattern);
    std::string hex;
    for (std::size_t i = 0; i < count; ++i) {
        const unsigned octet = made.next();
        hex += "0123456789ABCDEF"[octet >> 4U];
        hex += "0123456789ABCDEF"[octet & 0xFU];
    }
    return hex;
}

// A whole period, a bit each, by the words of the standard: a shift register of bits.
std::vector<std::uint8_t> whole_period(TestPattern pattern) {
    const auto taps = driver::taps_of(pattern);
    const std::size_t period = (std::size_t{1} << taps.far) - 1;
    std::vector<std::uint8_t> sequence(period + 14, 1);
    for (std::size_t k = taps.far; k < sequence.size(); ++k) {
        sequence[k] = sequence[k - taps.near] ^ sequence[k - taps.far];
    }
    std::vector<std::uint8_t> line(period);
    std::size_t zeros = 0;  // that follow
    for (std::size_t k = sequence.size(); k-- > 0;) {
        const bool forced = pattern == TestPattern::qrss && zeros >= 14;
        if (k < period) line[k] = forced ? 1 : sequence[k];
        zeros = sequence[k] == 0 ? zeros + 1 : 0;
    }
    if (driver::is_inverted(pattern)) {
        for (auto& bit : line) bit ^= 1;
    }
    return line;
}

}  // namespace

TEST_GROUP(TestPatterns){};

TEST(TestPatterns, begin_as_the_standards_say) {
    STRCMP_EQUAL("FF83DF1732094ED1", first_octets(TestPattern::prbs_9).c_str());
    STRCMP_EQUAL("FFE00C078331FEC0", first_octets(TestPattern::prbs_11).c_str());
    STRCMP_EQUAL("0001FFFBFFE7FFAF", first_octets(TestPattern::prbs_15).c_str());
    STRCMP_EQUAL("FFFFF1C71C8DC8D2", first_octets(TestPattern::prbs_20).c_str());
    STRCMP_EQUAL("FFFFFE00070003F001C700FFF070073F", first_octets(TestPattern::qrss, 16).c_str());
    STRCMP_EQUAL("000001FFFF83FFE0", first_octets(TestPattern::prbs_23).c_str());
    STRCMP_EQUAL("440004440004", first_octets(TestPattern::three_in_24, 6).c_str());
    STRCMP_EQUAL("4040", first_octets(TestPattern::one_in_8, 2).c_str());
    STRCMP_EQUAL("AAAA", first_octets(TestPattern::alternating, 2).c_str());
    STRCMP_EQUAL("FFFF", first_octets(TestPattern::all_ones, 2).c_str());
    STRCMP_EQUAL("0000", first_octets(TestPattern::all_zeros, 2).c_str());
}

TEST(TestPatterns, eight_bits_at_a_time_are_what_a_shift_register_makes) {
    for (const TestPattern pattern : all_random) {
        const auto period = whole_period(pattern);
        auto made = PatternRegister::from_start(pattern);
        std::size_t at = 0;
        bool same = true;
        // An octet more than a whole period, and of the short ones several.
        const std::size_t octets = std::max<std::size_t>(period.size() / 8 + 2, 1000);
        for (std::size_t i = 0; i < octets; ++i) {
            const unsigned octet = made.next();
            for (unsigned bit = 8; bit-- > 0; at = (at + 1) % period.size()) {
                same = same && (octet >> bit & 1U) == period[at];
            }
        }
        CHECK(same);
    }
}

TEST(TestPatterns, have_as_many_ones_and_as_long_runs_of_zeros_as_the_standards_say) {
    struct Expected {
        TestPattern pattern;
        std::size_t ones, longest_zeros;
    };
    for (const auto& [pattern, ones, longest_zeros] : {
             Expected{TestPattern::prbs_9,  256,    8 },
             Expected{TestPattern::prbs_11, 1024,   10},
             Expected{TestPattern::prbs_15, 16383,  15},
             Expected{TestPattern::prbs_20, 524288, 19},
             Expected{TestPattern::qrss,    524319, 14}
    }) {
        const std::size_t length = whole_period(pattern).size();
        auto made = PatternRegister::from_start(pattern);
        std::size_t found = 0;
        std::size_t run = 0;
        std::size_t longest = 0;
        for (std::size_t at = 0; at < 2 * length; at += 8) {
            const unsigned octet = made.next();
            for (unsigned bit = 8; bit-- > 0;) {
                const bool one = (octet >> bit & 1U) != 0;
                if (one && at + 7 - bit < length) ++found;
                run = one ? 0 : run + 1;
                longest = std::max(longest, run);
            }
        }
        CHECK_EQUAL(ones, found);
        CHECK_EQUAL(longest_zeros, longest);
    }
}

// A generator, a line with errors, and the analyser.
TEST_GROUP(Bert) {
    std::minstd_rand chance{std::random_device{}()};
    std::uint64_t injected = 0;

    void send(PatternRegister & from, PatternAnalyser & to, int octets, unsigned one_in = 0) {
        for (int i = 0; i < octets; ++i) {
            unsigned octet = from.next();
            for (unsigned bit = 0; one_in != 0 && bit < 8; ++bit) {
                if (chance() % one_in != 0) continue;
                octet ^= 1U << bit;
                ++injected;
            }
            to.read(static_cast<std::uint8_t>(octet));
        }
    }
};

TEST(Bert, every_pattern_is_found_wherever_it_begins) {
    for (const TestPattern pattern : all_random) {
        auto generator = PatternRegister::from_start(pattern);
        for (int i = 0; i < 1000; ++i) static_cast<void>(generator.next());
        PatternAnalyser analyser{pattern};
        send(generator, analyser, 12);
        CHECK(analyser.found());
        CHECK_FALSE(analyser.inverted());
        send(generator, analyser, 100'000);
        CHECK_EQUAL(0U, analyser.counts().errors);
        CHECK_EQUAL(0U, analyser.counts().losses);
    }
    for (const TestPattern pattern : all_fixed) {
        auto generator = PatternRegister::from_start(pattern);
        static_cast<void>(generator.next());
        PatternAnalyser analyser{pattern};
        send(generator, analyser, 12);
        CHECK(analyser.found());
        send(generator, analyser, 1000);
        CHECK_EQUAL(0U, analyser.counts().errors);
    }
}

TEST(Bert, errors_counted_are_errors_injected) {
    for (const unsigned one_in : {1000U, 10'000U, 100'000U, 50U}) {
        for (const TestPattern pattern : all_random) {
            auto generator = PatternRegister::from_start(pattern);
            PatternAnalyser analyser{pattern};
            send(generator, analyser, 20);
            injected = 0;
            send(generator, analyser, 60'000, one_in);
            CHECK_EQUAL(injected, analyser.counts().errors);
            CHECK_EQUAL(0U, analyser.counts().losses);
        }
    }
}

TEST(Bert, an_inverted_pattern_is_found_and_told) {
    for (const TestPattern pattern : all_random) {
        auto generator = PatternRegister::from_start(pattern);
        PatternAnalyser analyser{pattern};
        for (int i = 0; i < 1000; ++i) analyser.read(static_cast<std::uint8_t>(~generator.next()));
        CHECK(analyser.found());
        CHECK(analyser.inverted());
        CHECK_EQUAL(0U, analyser.counts().errors);
    }
}

TEST(Bert, the_pattern_is_found_at_any_bit) {
    for (unsigned shift = 0; shift < 8; ++shift) {
        auto generator = PatternRegister::from_start(TestPattern::three_in_24);
        PatternAnalyser analyser{TestPattern::three_in_24};
        unsigned bits = generator.next();
        for (int i = 0; i < 50; ++i) {
            bits = (bits << 8U | generator.next()) & 0xFFFF;
            analyser.read(static_cast<std::uint8_t>(bits >> shift));
        }
        CHECK(analyser.found());
        CHECK_EQUAL(0U, analyser.counts().errors);
    }
}

TEST(Bert, what_is_no_pattern_is_not_found) {
    for (const TestPattern pattern : all_random) {
        for (const unsigned octet : {0x00U, 0xFFU, 0xAAU, 0x7EU, 0xD5U}) {
            PatternAnalyser analyser{pattern};
            for (int i = 0; i < 1000; ++i) analyser.read(static_cast<std::uint8_t>(octet));
            CHECK_FALSE(analyser.found());
        }
        PatternAnalyser analyser{pattern};
        for (int i = 0; i < 20'000; ++i) analyser.read(static_cast<std::uint8_t>(chance() >> 8U));
        CHECK_FALSE(analyser.found());
        for (const TestPattern other : all_random) {
            if (other == pattern) continue;
            auto generator = PatternRegister::from_start(other);
            send(generator, analyser, 5000);
            CHECK_FALSE(analyser.found());
        }
    }
}

TEST(Bert, a_slip_loses_the_pattern_which_is_found_again_and_few_errors_are_counted) {
    for (const TestPattern pattern : all_random) {
        auto generator = PatternRegister::from_start(pattern);
        PatternAnalyser analyser{pattern};
        send(generator, analyser, 20'000);
        static_cast<void>(generator.next());
        send(generator, analyser, 20'000);
        CHECK(analyser.found());
        CHECK_EQUAL(1U, analyser.counts().losses);
        CHECK(analyser.counts().errors < 1024);
    }
}

TEST(Bert, a_burst_of_a_thousand_wrong_bits_is_borne_and_counted) {
    auto generator = PatternRegister::from_start(TestPattern::prbs_15);
    PatternAnalyser analyser{TestPattern::prbs_15};
    send(generator, analyser, 5000);
    for (int i = 0; i < 125; ++i) analyser.read(static_cast<std::uint8_t>(~generator.next()));
    send(generator, analyser, 5000);
    CHECK(analyser.found());
    CHECK_EQUAL(1000U, analyser.counts().errors);
    CHECK_EQUAL(0U, analyser.counts().losses);
}

TEST(Bert, a_test_over_some_timeslots_leaves_the_others_alone) {
    for (const driver::TimeslotPlaces places : {1U << 7U, 0x8001'0002U, driver::e1_whole_span}) {
        auto generator = PatternRegister::from_start(TestPattern::prbs_15);
        PatternAnalyser analyser{TestPattern::prbs_15};
        std::array<driver::Chunk, 32> line{};
        line.fill(driver::filled(0xD5));
        for (int ms = 0; ms < 100; ++ms) {
            driver::write_pattern(generator, line, places);
            driver::read_pattern(analyser, line, places);
        }
        CHECK(analyser.found());
        CHECK_EQUAL(0U, analyser.counts().errors);
        CHECK(line[0] == driver::filled(0xD5));
        CHECK(places == driver::e1_whole_span || line[2] == driver::filled(0xD5));
        driver::write_pattern(generator, line, places);
        line[7].octets[4] ^= 0x18;
        driver::read_pattern(analyser, line, places);
        CHECK_EQUAL(driver::has_place(places, 7) ? 2U : 0U, analyser.counts().errors);
    }
}
