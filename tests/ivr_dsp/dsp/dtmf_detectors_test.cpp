// SPDX-License-Identifier: GPL-2.0-or-later
// ITU-T Q.24, the values of its AT&T column.
#include "ivr_dsp/dsp/dtmf_detectors.hpp"

#include <cmath>
#include <string>

#include "tests/ivr_dsp/dsp/tape.hpp"

#include <CppUTest/TestHarness.h>

using driver::Law;
using driver::Ticks;
using support::Press;
using support::Tape;

namespace {

// How a number of separate key presses were taken.
struct Score {
    int right{};
    int unheard{};
    int doubled{};
    int wrong{};
};

}  // namespace

// Each test presses every key, in both laws, at many positions against the detector's looks. Phases
// and positions come from a fixed seed.
TEST_GROUP(DtmfDetectors) {
    unsigned seed = 1;
    ivr_dsp::DtmfRules rules;

    void take(Score & score, char key, const std::string& heard) {
        if (heard.empty()) {
            ++score.unheard;
        } else if (heard == std::string(1, key)) {
            ++score.right;
        } else if (heard == std::string(2, key)) {
            ++score.doubled;
        } else {
            ++score.wrong;
        }
    }
    // Presses keys on a silent line, `times` in all.
    Score pressed(int times, const Press& press, double noise_dbm0 = -90) {
        Score score;
        for (int i = 0; i < times; ++i) {
            const char key = Tape::keys[static_cast<std::size_t>(i % 16)];
            Tape tape(i / 16 % 2 == 0 ? Law::alaw : Law::ulaw, seed++);
            tape.pause_about(30).key(key, press).pause(60);
            if (noise_dbm0 > -90) tape.with_noise(noise_dbm0);
            take(score, key, support::digits_on(tape, rules));
        }
        return score;
    }
    void always_heard(const Press& press, int times = 160) {
        LONGS_EQUAL(times, pressed(times, press).right);
    }
    void never_heard(const Press& press, int times = 160) {
        LONGS_EQUAL(times, pressed(times, press).unheard);
    }
    // A press, a gap and the same again.
    Score pressed_with_gap(double gap_ms, const Press& press) {
        Score score;
        for (int i = 0; i < 320; ++i) {
            const char key = Tape::keys[static_cast<std::size_t>(i % 16)];
            Tape tape(Law::alaw, seed++);
            tape.pause_about(30).key(key, press).pause(gap_ms).key(key, press).pause(60);
            take(score, key, support::digits_on(tape, rules));
        }
        return score;
    }
    static double sum_dbm0(const Press& press) {
        return 10 *
               std::log10(std::pow(10, press.low_dbm0 / 10) + std::pow(10, press.high_dbm0 / 10));
    }
};

TEST(DtmfDetectors, ten_thousand_ordinary_digits_are_all_heard_once) {
    for (const Law law : {Law::alaw, Law::ulaw}) {
        Tape tape(law, seed++);
        std::string pressed;
        for (int i = 0; i < 5000; ++i) {
            const char key = Tape::keys[static_cast<std::size_t>(i * 7 % 16)];
            tape.key(key, {.ms = 50}).pause_about(46);
            pressed += key;
        }
        CHECK(pressed == support::digits_on(tape));
    }
}

TEST(DtmfDetectors, a_fast_dialler_of_93_ms_a_digit_loses_and_doubles_none) {
    Tape tape(Law::alaw, seed++);
    std::string pressed;
    for (int i = 0; i < 1000; ++i) {
        const char key =
            Tape::keys[static_cast<std::size_t>(i / 2 % 16)];  // every key twice running
        tape.key(key, {.ms = 45}).pause(48);
        pressed += key;
    }
    CHECK(pressed == support::digits_on(tape));
}

TEST(DtmfDetectors, tones_one_and_a_half_percent_off_are_heard) {
    for (const double off : {0.015, -0.015}) {
        always_heard({.ms = 40, .low_off = off});
        always_heard({.ms = 40, .high_off = off});
        always_heard({.ms = 40, .low_off = off, .high_off = off});
        always_heard({.ms = 40, .low_off = off, .high_off = -off});
    }
}

TEST(DtmfDetectors, tones_three_and_a_half_percent_off_are_not_heard) {
    for (const double off : {0.035, -0.035, 0.05, -0.05}) {
        never_heard({.ms = 200, .low_off = off});
        never_heard({.ms = 200, .high_off = off});
        never_heard({.ms = 200, .low_off = off, .high_off = off});
    }
}

TEST(DtmfDetectors, tones_from_0_to_minus_25_dbm0_are_heard) {
    for (const double level : {0.0, -3.0, -10.0, -20.0, -25.0}) {
        always_heard({.ms = 40, .low_dbm0 = level, .high_dbm0 = level});
    }
}

TEST(DtmfDetectors, tones_of_minus_55_dbm0_are_not_heard) {
    never_heard({.ms = 200, .low_dbm0 = -55, .high_dbm0 = -55});
    never_heard({.ms = 200, .low_dbm0 = -45, .high_dbm0 = -45});
}

TEST(DtmfDetectors, a_high_tone_4_db_stronger_to_8_db_weaker_is_heard) {
    for (const double twist : {4.0, 2.0, -4.0, -8.0}) {
        always_heard({.ms = 40, .low_dbm0 = -12, .high_dbm0 = -12 + twist});
    }
    always_heard({.ms = 40, .low_dbm0 = -25, .high_dbm0 = -21});
    always_heard({.ms = 40, .low_dbm0 = -17, .high_dbm0 = -25});
    always_heard({.ms = 40, .low_dbm0 = 0, .high_dbm0 = -8});
    always_heard({.ms = 40, .low_dbm0 = -4, .high_dbm0 = 0});
}

TEST(DtmfDetectors, a_twist_of_12_db_is_not_heard) {
    never_heard({.ms = 200, .low_dbm0 = -20, .high_dbm0 = -8});
    never_heard({.ms = 200, .low_dbm0 = -8, .high_dbm0 = -20});
}

TEST(DtmfDetectors, one_tone_alone_is_not_heard) {
    never_heard({.ms = 200, .low_dbm0 = -5, .high_dbm0 = -90});
    never_heard({.ms = 200, .low_dbm0 = -90, .high_dbm0 = -5});
}

TEST(DtmfDetectors, forty_milliseconds_are_always_a_digit) {
    for (const double ms : {40.0, 41.0, 43.0}) {
        always_heard({.ms = ms}, 640);
        always_heard({.ms = ms, .low_dbm0 = -25, .high_dbm0 = -25}, 640);
    }
}

TEST(DtmfDetectors, twenty_three_milliseconds_are_never_a_digit) {
    for (const double ms : {5.0, 15.0, 20.0, 23.0}) {
        never_heard({.ms = ms}, 640);
        never_heard({.ms = ms, .low_dbm0 = 0, .high_dbm0 = 0}, 640);
    }
}

TEST(DtmfDetectors, a_pause_of_forty_milliseconds_parts_two_digits) {
    for (const double gap_ms : {40.0, 42.0}) LONGS_EQUAL(320, pressed_with_gap(gap_ms, {}).doubled);
}

TEST(DtmfDetectors, an_interruption_of_ten_milliseconds_does_not_part_a_digit) {
    for (const double gap_ms : {1.0, 4.0, 7.0, 10.0}) {
        LONGS_EQUAL(320, pressed_with_gap(gap_ms, {.ms = 40}).right);
        LONGS_EQUAL(0, pressed_with_gap(gap_ms, {.ms = 25}).doubled);
    }
}

TEST(DtmfDetectors, noise_15_db_below_the_digit_hides_none) {
    const Press press{.ms = 40};
    const Score score = pressed(16000, press, sum_dbm0(press) - 15);
    CHECK(score.right >= 15984);  // 99.9 %
    LONGS_EQUAL(0, score.wrong + score.doubled);
}

TEST(DtmfDetectors, ntt_hears_tones_of_minus_24_dbm0_and_none_of_minus_29) {
    rules = rules_of(ivr_dsp::DtmfColumn::ntt);
    for (const double level : {-3.0, -24.0}) {
        always_heard({.ms = 40, .low_dbm0 = level, .high_dbm0 = level});
    }
    never_heard({.ms = 200, .low_dbm0 = -29, .high_dbm0 = -29});
    for (const double twist : {5.0, -5.0}) {
        always_heard({.ms = 40, .low_dbm0 = -13, .high_dbm0 = -13 + twist});
    }
    always_heard({.ms = 40, .low_off = 0.018, .high_off = -0.018});
    never_heard({.ms = 200, .low_off = 0.03, .high_off = -0.03});
}

// 770 Hz 7 % low is 716: 2.7 % above 697, and no key of that row.
TEST(DtmfDetectors, a_tone_7_percent_low_is_not_its_neighbour_in_any_column) {
    using enum ivr_dsp::DtmfColumn;
    for (const auto column : {att, ntt, denmark, australia, brazil}) {
        Tape tape(Law::alaw, 7);
        for (int i = 0; i < 400; ++i) {
            tape.pause_about(60).key(Tape::keys[i % 16], {.low_off = -0.07});
        }
        for (int i = 0; i < 400; ++i) {
            tape.pause_about(60).key(Tape::keys[i % 16], {.high_off = -0.07});
        }
        STRCMP_EQUAL_TEXT("", digits_on(tape.pause(70), rules_of(column)).c_str(),
                          name_of(column).data());
    }
}

TEST(DtmfDetectors, a_dial_tone_12_db_stronger_hides_no_digit_from_rules_that_expect_it) {
    rules.beside_dial_tone = true;
    for (int i = 0; i < 160; ++i) {
        const char key = Tape::keys[static_cast<std::size_t>(i % 16)];
        Tape tape(Law::alaw, seed++);
        tape.pause_about(400).key(key, {.low_dbm0 = -18, .high_dbm0 = -18}).pause(60);
        tape.beside({
            {350, -6},
            {440, -6}
        });
        STRCMP_EQUAL(std::string(1, key).c_str(), support::digits_on(tape, rules).c_str());
    }
}

TEST(DtmfDetectors, an_echo_10_db_below_neither_hides_nor_doubles_a_digit) {
    for (const double ms : {5.0, 10.0, 20.0}) {
        for (int i = 0; i < 160; ++i) {
            const char key = Tape::keys[static_cast<std::size_t>(i % 16)];
            Tape tape(Law::ulaw, seed++);
            tape.pause_about(30).key(key, {}).pause(80).with_echo(ms, -10);
            STRCMP_EQUAL(std::string(1, key).c_str(), support::digits_on(tape).c_str());
        }
    }
}

TEST(DtmfDetectors, the_twist_of_a_digit_is_told_within_half_a_decibel) {
    for (const double twist : {-7.0, 0.0, 3.0}) {
        Tape tape(Law::alaw, seed++);
        tape.pause(30).key('8', {.low_dbm0 = -12, .high_dbm0 = -12 + twist}).pause(60);
        DOUBLES_EQUAL(twist, support::changes_on(tape).at(0).twist_db, 0.5);
    }
}

TEST(DtmfDetectors, everything_at_its_limit_at_once_is_still_heard) {
    for (const double twist : {4.0, -8.0}) {
        for (const double off : {0.015, -0.015}) {
            const Press press{.ms = 40,
                              .low_dbm0 = -17,
                              .high_dbm0 = -17 + twist,
                              .low_off = off,
                              .high_off = -off};
            const Score score = pressed(2000, press, sum_dbm0(press) - 15);
            CHECK(score.right >= 1998);
            LONGS_EQUAL(0, score.wrong + score.doubled);
        }
    }
}

TEST(DtmfDetectors, silence_noise_and_call_progress_tones_are_no_digits) {
    Tape tape(Law::alaw, seed++);
    tape.pause(5000).with_noise(-20);
    tape.sines(
            {
                {350, -13},
                {440, -13}
    },
            3000)
        .sines({{450, -10}}, 3000);
    tape.sines(
            {
                {480, -13},
                {620, -13}
    },
            3000)
        .sines({{1400, -10}}, 1000);
    tape.sines(
            {
                {697, -10},
                {770, -10}
    },
            1000)
        .sines({{1209, -10}, {1633, -10}}, 1000);
    CHECK(support::digits_on(tape).empty());
}

TEST(DtmfDetectors, one_digit_after_another_without_a_pause_ends_the_first) {
    Tape tape(Law::alaw, seed++);
    tape.pause(20).key('1', {.ms = 60}).key('6', {.ms = 60}).pause(80);
    const auto changes = support::changes_on(tape);
    std::string told;
    for (const auto& change : changes) {
        if (change.ended != 0) told += {change.ended, ')'};
        if (change.began != 0) told += {'(', change.began};
    }
    STRCMP_EQUAL("(11)(66)", told.c_str());
}

TEST(DtmfDetectors, a_digit_begins_and_ends_when_its_tone_does) {
    for (int i = 0; i < 320; ++i) {
        Tape tape(Law::ulaw, seed++);
        tape.pause_about(30);
        const double start = tape.ms();
        const char key = Tape::keys[static_cast<std::size_t>(i % 16)];
        const auto changes = support::changes_on(tape.key(key, {.ms = 200}).pause(100));
        LONGS_EQUAL(2, changes.size());
        const double began = static_cast<double>(changes[0].at.count()) - start;
        const double ended = static_cast<double>(changes[1].at.count()) - start - 200;
        CHECK(began >= 28 && began <= 40);
        CHECK(ended >= 24 && ended <= 38);
        LONGS_EQUAL(key, changes[0].began);
        LONGS_EQUAL(key, changes[1].ended);
    }
}

TEST(DtmfDetectors, the_level_of_a_digit_is_told_within_half_a_decibel) {
    for (const Law law : {Law::alaw, Law::ulaw}) {
        for (const double level : {-25.0, -10.0, -4.0}) {
            const Press press{.low_dbm0 = level, .high_dbm0 = level - 3};
            Tape tape(law, seed++);
            const auto changes = support::changes_on(tape.pause(30).key('8', press).pause(60));
            DOUBLES_EQUAL(sum_dbm0(press), changes.at(0).level_dbm0, 0.5);
        }
    }
}
