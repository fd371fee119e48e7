// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <random>
#include <string>
#include <string_view>

#include "driver/framing/line_code/line_decoder.hpp"
#include "driver/framing/line_code/line_encoder.hpp"
#include "driver/framing/line_code/loss_of_signal.hpp"

#include <CppUTest/TestHarness.h>

using driver::LineCode;
using driver::Pulses;

namespace {

std::string as_symbols(Pulses pulses) {
    std::string symbols;
    for (unsigned i = 8; i-- > 0;) {
        const bool positive = (pulses.positive >> i & 1U) != 0;
        const bool negative = (pulses.negative >> i & 1U) != 0;
        symbols += positive ? '+' : negative ? '-' : '0';
    }
    return symbols;
}

std::string padded(std::string text) {
    text.resize((text.size() + 7) / 8 * 8, '0');
    return text;
}

// Only the symbols of `bits`; those of `before` have gone ahead.
std::string encoded(LineCode code, const std::string& before, const std::string& bits) {
    driver::LineEncoder encoder{code};
    const std::string all = padded(before + bits) + std::string(8, '0');
    std::string symbols;
    for (std::size_t at = 0; at < all.size(); at += 8) {
        const auto octet = static_cast<std::uint8_t>(std::stoul(all.substr(at, 8), nullptr, 2));
        symbols += as_symbols(encoder.encode(octet));
    }
    return symbols.substr(8 + before.size(), bits.size());
}

struct Decoded {
    std::string bits;
    driver::LineViolations violations;
};

Decoded decoded(LineCode code, std::string symbols) {
    driver::LineDecoder decoder{code};
    const std::size_t size = symbols.size();
    // What follows has turning polarity, so that nothing in it counts.
    for (std::size_t more = 16 - size % 8; more > 0; --more) {
        const std::size_t last = symbols.find_last_of("+-");
        symbols += symbols[last] == '+' ? '-' : '+';
    }
    Decoded result;
    for (std::size_t at = 0; at < symbols.size(); at += 8) {
        Pulses pulses;
        for (std::size_t i = 0; i < 8; ++i) {
            const auto here = static_cast<std::uint8_t>(0x80U >> i);
            const char symbol = symbols[at + i];
            if (symbol == '+' || symbol == '*') pulses.positive |= here;
            if (symbol == '-' || symbol == '*') pulses.negative |= here;
        }
        const unsigned octet = decoder.decode(pulses);
        for (unsigned i = 8; i-- > 0;) result.bits += (octet >> i & 1U) != 0 ? '1' : '0';
        result.violations = decoder.violations();
    }
    result.bits = result.bits.substr(8, size);
    return result;
}

std::size_t longest_gap(std::string_view symbols) {
    std::size_t longest = 0;
    std::size_t gap = 0;
    for (const char symbol : symbols) {
        gap = symbol == '0' ? gap + 1 : 0;
        longest = std::max(longest, gap);
    }
    return longest;
}

const std::string hdb3_data = "1010000110000110000000010000";

}  // namespace

TEST_GROUP(Hdb3){};

TEST(Hdb3, worked_example_after_a_violation) {
    CHECK_EQUAL(std::string("+0-+00+-+-00-+-+00+-00-+000+"),
                encoded(LineCode::hdb3, "", hdb3_data));
}
TEST(Hdb3, worked_example_with_one_pulse_since_the_last_violation) {
    // + 000V - : the last pulse negative, one since the last V.
    CHECK_EQUAL(std::string("+0-000-+-+00+-+-00-+00+-000-"),
                encoded(LineCode::hdb3, "100001", hdb3_data));
}
TEST(Hdb3, sixteen_zeros) {
    const std::string zeros(16, '0');
    CHECK_EQUAL(std::string("+00+-00-+00+-00-"), encoded(LineCode::hdb3, "", zeros));
    CHECK_EQUAL(std::string("000-+00+-00-+00+"), encoded(LineCode::hdb3, "100001", zeros));
}
TEST(Hdb3, all_ones_are_pulses_of_turning_polarity) {
    CHECK_EQUAL(std::string("+-+-+-+-"), encoded(LineCode::hdb3, "", "11111111"));
}
TEST(Hdb3, the_examples_come_back_without_a_violation) {
    for (const std::string before : {"", "100001"}) {
        const auto back = decoded(LineCode::hdb3, encoded(LineCode::hdb3, "", before + hdb3_data));
        CHECK_EQUAL(before + hdb3_data, back.bits);
        CHECK_EQUAL(0U, back.violations.total());
    }
}
TEST(Hdb3, two_violations_of_the_same_polarity_are_counted) {
    const auto back = decoded(LineCode::hdb3, "+-000-+-00-+");
    CHECK_EQUAL(1U, back.violations.bipolar);
}
TEST(Hdb3, a_violation_not_preceded_by_two_zeros_is_counted_and_is_a_one) {
    const auto back = decoded(LineCode::hdb3, "+-+0+-+-");
    CHECK_EQUAL(std::string("11101111"), back.bits);
    CHECK_EQUAL(1U, back.violations.bipolar);
}
TEST(Hdb3, each_run_of_four_zeros_or_more_is_counted_once) {
    const auto back = decoded(LineCode::hdb3, "+-0000+-+000000000-+-000+");
    CHECK_EQUAL(2U, back.violations.excess_zeros);
    CHECK_EQUAL(0U, back.violations.bipolar);
}
TEST(Hdb3, both_pulses_at_once_are_counted_and_are_a_one) {
    const auto back = decoded(LineCode::hdb3, "+-+*+-+-");
    CHECK_EQUAL(std::string("11111111"), back.bits);
    CHECK_EQUAL(1U, back.violations.both);
    CHECK_EQUAL(0U, back.violations.bipolar);
}

TEST_GROUP(B8zs){};

TEST(B8zs, worked_example) {
    const std::string data = "11000000001000000000000000011";
    const std::string line = "+-000-+0+-+000+-0-+000+-0-+-+";
    CHECK_EQUAL(line, encoded(LineCode::b8zs, "", data));
    CHECK_EQUAL(data, decoded(LineCode::b8zs, line).bits);
    CHECK_EQUAL(0U, decoded(LineCode::b8zs, line).violations.total());
}
TEST(B8zs, eight_zeros_after_either_polarity) {
    CHECK_EQUAL(std::string("000+-0-+"), encoded(LineCode::b8zs, "1", "00000000"));
    CHECK_EQUAL(std::string("000-+0+-"), encoded(LineCode::b8zs, "", "00000000"));
}
TEST(B8zs, violations_outside_a_substitution_are_counted) {
    CHECK_EQUAL(1U, decoded(LineCode::b8zs, "+-+0+-+-0000000+").violations.bipolar);
    // The substitution's last pulse is missing: both its V are violations.
    CHECK_EQUAL(2U, decoded(LineCode::b8zs, "+-+000+-0-0+-+-+-+-+-+-+").violations.bipolar);
}
TEST(B8zs, eight_zeros_on_the_line_are_too_many_and_seven_are_not) {
    CHECK_EQUAL(0U, decoded(LineCode::b8zs, "+0000000-+-+-+-+").violations.excess_zeros);
    CHECK_EQUAL(1U, decoded(LineCode::b8zs, "+00000000-+-+-+-").violations.excess_zeros);
}

TEST_GROUP(Ami){};

TEST(Ami, worked_example) {
    CHECK_EQUAL(std::string("+0-+00-0000+0-+-"), encoded(LineCode::ami, "", "1011001000010111"));
}
TEST(Ami, sixteen_zeros_are_too_many_and_fifteen_are_not) {
    CHECK_EQUAL(
        0U,
        decoded(LineCode::ami, "+" + std::string(15, '0') + "-+-+-+-+").violations.excess_zeros);
    CHECK_EQUAL(
        1U, decoded(LineCode::ami, "+" + std::string(16, '0') + "-+-+-+-").violations.excess_zeros);
}
TEST(Ami, a_line_with_another_code_shows_violations) {
    const auto hdb3_read_as_ami = decoded(LineCode::ami, encoded(LineCode::hdb3, "", hdb3_data));
    CHECK_EQUAL(5U, hdb3_read_as_ami.violations.bipolar);
    const auto b8zs_read_as_ami =
        decoded(LineCode::ami, encoded(LineCode::b8zs, "", "1" + std::string(16, '0')));
    CHECK_EQUAL(4U, b8zs_read_as_ami.violations.bipolar);
}

TEST_GROUP(LineCodes){};

TEST(LineCodes, a_million_random_bits_come_back_with_no_gap_longer_than_allowed) {
    const auto seed = std::random_device{}();
    std::cout << " seed " << seed << ' ';
    std::minstd_rand chance(seed);
    for (const LineCode code : {LineCode::hdb3, LineCode::b8zs, LineCode::ami}) {
        driver::LineEncoder encoder{code};
        driver::LineDecoder decoder{code};
        std::uint8_t before = 0;
        std::uint8_t two_before = 0;
        std::string symbols;
        bool same = true;
        for (unsigned i = 0; i < 125'000; ++i) {
            const auto value = static_cast<unsigned>(chance());
            // Sparse ones as well: zeros are what these codes are about. AMI must not be starved.
            const unsigned sparse = value >> 8U & value >> 16U & (i % 5 < 3 ? 0U : 0xFFU);
            const auto octet = static_cast<std::uint8_t>(code == LineCode::ami ? (value & 0xFE) | 1U
                                                         : i % 1000 < 500      ? value
                                                                               : sparse);
            const Pulses pulses = encoder.encode(octet);
            if (i < 20'000) symbols += as_symbols(pulses);
            const std::uint8_t back = decoder.decode(pulses);
            same = same && (i < 2 || back == two_before);
            two_before = before;
            before = octet;
        }
        CHECK(same);
        CHECK_EQUAL(0U, decoder.violations().bipolar);
        CHECK_EQUAL(0U, decoder.violations().both);
        symbols.erase(0, 8);
        CHECK(longest_gap(symbols) <= (code == LineCode::hdb3   ? 3U
                                       : code == LineCode::b8zs ? 7U
                                                                : 15U));
    }
}

TEST(LineCodes, every_removed_or_added_pulse_shows_as_a_violation) {
    const std::string line = encoded(LineCode::ami, "", "1101101110101101");
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
        auto spoilt = line;
        spoilt[i] = line[i] == '0' ? '+' : '0';
        CHECK(decoded(LineCode::ami, spoilt).violations.bipolar > 0);
    }
}

TEST_GROUP(LossOfSignal) {
    driver::LossOfSignal detector{driver::e1_loss_of_signal};

    void zeros(int octets) {
        for (int i = 0; i < octets; ++i) detector.read({});
    }
    void pulses(int octets, std::uint8_t which = 0xFF) {
        for (int i = 0; i < octets; ++i) detector.read({.positive = which, .negative = 0});
    }
};

TEST(LossOfSignal, is_there_until_a_signal_came) {
    CHECK(detector.lost());
    pulses(31);
    CHECK(detector.lost());
    pulses(1);
    CHECK_FALSE(detector.lost());
}
TEST(LossOfSignal, is_seen_after_255_bit_times_without_a_pulse) {
    pulses(40);
    zeros(31);
    CHECK_FALSE(detector.lost());
    detector.read({.positive = 0x80, .negative = 0});
    zeros(30);
    CHECK_FALSE(detector.lost());
    zeros(1);
    CHECK(detector.lost());
}
TEST(LossOfSignal, ends_with_32_pulses_in_255_bit_times) {
    pulses(200, 0x01);  // 31 or 32 in 255, by where they begin: here 32
    CHECK_FALSE(detector.lost());
    zeros(40);
    pulses(3);
    zeros(30);
    CHECK(detector.lost());
}
TEST(LossOfSignal, of_a_t1_ends_only_without_long_gaps) {
    detector = driver::LossOfSignal{driver::t1_b8zs_loss_of_signal};
    pulses(100, 0x81);
    CHECK_FALSE(detector.lost());
    zeros(24);
    CHECK(detector.lost());
    for (int i = 0; i < 100; ++i) {
        pulses(3);
        zeros(1);
    }
    CHECK(detector.lost());
    detector = driver::LossOfSignal{driver::t1_ami_loss_of_signal};
    for (int i = 0; i < 100; ++i) {
        pulses(3);
        zeros(1);
    }
    CHECK_FALSE(detector.lost());
}
