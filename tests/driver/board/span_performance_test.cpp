// SPDX-License-Identifier: GPL-2.0-or-later
// How good a span's line has been, as the board counts it, second by second and quarter by quarter.
#include "tests/driver/board/measured_line.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using board_test::MeasuredLine;
using board_test::second_ms;
using board_test::spoil_a_bit;

TEST_GROUP(MeasuredE1) {
    MeasuredLine<E1Format> line;
};

TEST(MeasuredE1, both_ends_with_crc4_see_no_error_on_a_good_line) {
    line.start({.crc4 = E1Crc4::on}, {.crc4 = E1Crc4::on});
    line.pass(5 * second_ms);
    CHECK(!line.status().loss_of_frame);
    LONGS_EQUAL(0, line.status().crc_errors);
    LONGS_EQUAL(0, line.exchange->errors().crc_errors);
    CHECK(line.exchange->is_aligned());
    CHECK(line.plant->quarters.empty());
}

TEST(MeasuredE1, a_wrong_bit_is_a_crc_error_here_and_an_e_bit_there) {
    line.start({.crc4 = E1Crc4::on}, {.crc4 = E1Crc4::on});
    line.pass(2 * second_ms);
    line.one_wrong_bit();
    line.pass(2 * second_ms);
    LONGS_EQUAL(1, line.status().crc_errors);
    LONGS_EQUAL(1, line.exchange->errors().far_end_errors);
    LONGS_EQUAL(0, line.exchange->errors().crc_errors);
    LONGS_EQUAL(1, line.quarter().errored_seconds);
    LONGS_EQUAL(1, line.quarter().path_violations);
    LONGS_EQUAL(1, line.quarter().background_block_errors);
    LONGS_EQUAL(0, line.quarter().severely_errored_seconds);
}

// Three wrong alignment signals in a row, the last in the first frame of a millisecond: lost there,
// found again two alignment signals later.
TEST(MeasuredE1, alignment_lost_for_less_than_a_millisecond_makes_a_second_severely_errored) {
    line.start({.crc4 = E1Crc4::off}, {.crc4 = E1Crc4::off});
    line.pass(2 * second_ms);
    line.exchange->spoil = [](E1Millisecond& ms) {
        ms.timeslot[0].octets[4] ^= 1;
        ms.timeslot[0].octets[6] ^= 1;
    };
    line.pass(1);
    line.exchange->spoil = [](E1Millisecond& ms) { ms.timeslot[0].octets[0] ^= 1; };
    line.pass(1);
    line.exchange->spoil = nullptr;
    CHECK(!line.status().loss_of_frame);
    line.pass(2 * second_ms);
    LONGS_EQUAL(3, line.status().framing_errors);
    LONGS_EQUAL(1, line.quarter().framing_seconds);
    LONGS_EQUAL(1, line.quarter().severely_errored_seconds);
}

TEST(MeasuredE1, what_the_far_end_receives_wrong_is_told_as_its_error) {
    line.start({.crc4 = E1Crc4::on}, {.crc4 = E1Crc4::on});
    line.pass(2 * second_ms);
    const auto before = line.status().far_end_errors;  // while the exchange looked for alignment
    line.exchange->spoil_heard = spoil_a_bit<E1Millisecond>;
    line.pass(7);
    line.exchange->spoil_heard = nullptr;
    line.pass(2 * second_ms);
    LONGS_EQUAL(7, line.exchange->errors().crc_errors);
    LONGS_EQUAL(7, line.status().far_end_errors - before);
    LONGS_EQUAL(0, line.status().crc_errors);
}

TEST(MeasuredE1, a_second_is_severely_errored_from_as_many_violations_as_set) {
    for (const std::uint32_t threshold : {0U, 300U, 301U}) {
        line.start({.crc4 = E1Crc4::on, .ses_threshold = threshold}, {.crc4 = E1Crc4::on});
        line.pass(2 * second_ms);
        line.exchange->spoil = spoil_a_bit<E1Millisecond>;
        line.pass(300);
        line.exchange->spoil = nullptr;
        line.pass(2 * second_ms);
        LONGS_EQUAL(300, line.quarter().path_violations);
        LONGS_EQUAL(1, line.quarter().errored_seconds);
        LONGS_EQUAL(threshold == 300 ? 1 : 0, line.quarter().severely_errored_seconds);
    }
}

TEST(MeasuredE1, a_far_end_without_crc4_is_found_out) {
    line.start({.crc4 = E1Crc4::automatic}, {.crc4 = E1Crc4::off});
    line.pass(3 * second_ms);
    CHECK(!line.status().loss_of_frame);
    CHECK(!line.status().remote_alarm);
    LONGS_EQUAL(0, line.status().crc_errors);
    CHECK(line.exchange->is_aligned());
}

TEST(MeasuredE1, a_board_that_must_have_crc4_does_not_take_a_line_without) {
    line.start({.crc4 = E1Crc4::on}, {.crc4 = E1Crc4::off});
    line.pass(3 * second_ms);
    CHECK(line.status().loss_of_frame);
    CHECK(line.exchange->hears_remote_alarm());
}

TEST(MeasuredE1, a_cable_pulled_out_for_twelve_seconds_is_unavailable_time) {
    line.start({.crc4 = E1Crc4::on}, {.crc4 = E1Crc4::on});
    line.pass(3 * second_ms);
    line.cut(12 * second_ms);
    line.pass(20 * second_ms);
    // The alarm began within the fourth second and ended within the sixteenth; it settles for one.
    CHECK(line.quarter().unavailable_seconds >= 12 && line.quarter().unavailable_seconds <= 14);
    LONGS_EQUAL(0, line.quarter().severely_errored_seconds);
}

TEST(MeasuredE1, quarters_are_those_of_the_clock_and_told_once_when_they_are_over) {
    line.start({.crc4 = E1Crc4::on}, {.crc4 = E1Crc4::on}, 890);
    line.pass(3 * second_ms);
    line.one_wrong_bit();
    line.pass(30 * second_ms);
    LONGS_EQUAL(2, line.plant->quarters.size());
    const SpanPerformance& over = line.quarter();
    CHECK(over.over);
    LONGS_EQUAL(10, over.seconds);
    LONGS_EQUAL(1, over.errored_seconds);
    // The firmware started within it, and took a second to find alignment.
    LONGS_EQUAL(1000 + second_ms, over.since.count());
    line.one_wrong_bit();
    line.pass(2 * second_ms);
    LONGS_EQUAL(1000 + 11 * second_ms, line.quarter().since.count());
    CHECK(!line.quarter().over);
}

TEST(MeasuredE1, nothing_is_lost_while_nobody_fetches_the_quarters) {
    line.start({.crc4 = E1Crc4::on}, {.crc4 = E1Crc4::on}, 0);
    line.pass(second_ms);
    line.plant->signalling_fetches = false;
    for (int i = 0; i < 600; ++i) {
        line.one_wrong_bit();
        line.pass(second_ms - 1);
    }
    line.plant->signalling_fetches = true;
    line.pass(2 * second_ms);
    LONGS_EQUAL(600, line.quarter().errored_seconds);
    LONGS_EQUAL(600, line.quarter().path_violations);
}

TEST_GROUP(MeasuredT1) {
    MeasuredLine<T1Format> line;
};

TEST(MeasuredT1, a_wrong_bit_on_an_esf_line_is_one_crc6_error) {
    line.start({.law = Law::ulaw}, {.crc4 = E1Crc4::off});
    line.pass(3 * second_ms);
    line.one_wrong_bit();
    line.pass(2 * second_ms);
    LONGS_EQUAL(1, line.status().crc_errors);
    LONGS_EQUAL(1, line.quarter().errored_seconds);
    LONGS_EQUAL(1, line.quarter().background_block_errors);
}

TEST(MeasuredT1, a_second_is_severely_errored_from_as_many_violations_as_set) {
    line.start({.law = Law::ulaw, .ses_threshold = 3}, {});
    line.pass(3 * second_ms);
    for (int superframe = 0; superframe < 2; ++superframe) {
        line.one_wrong_bit();
        line.pass(5);
    }
    line.pass(2 * second_ms);
    LONGS_EQUAL(0, line.quarter().severely_errored_seconds);
    for (int superframe = 0; superframe < 3; ++superframe) {
        line.one_wrong_bit();
        line.pass(5);
    }
    line.pass(2 * second_ms);
    LONGS_EQUAL(5, line.quarter().path_violations);
    LONGS_EQUAL(1, line.quarter().severely_errored_seconds);
}

TEST(MeasuredT1, both_ends_framed_as_sf_align) {
    line.start({.law = Law::ulaw, .framing = T1Framing::sf}, {.framing = T1Framing::sf});
    line.pass(5 * second_ms);
    CHECK(!line.status().loss_of_frame);
    CHECK(line.exchange->is_aligned());
}

TEST(MeasuredT1, sf_here_and_esf_there_is_loss_of_frame) {
    line.start({.law = Law::ulaw, .framing = T1Framing::sf}, {.framing = T1Framing::esf});
    line.pass(5 * second_ms);
    CHECK(line.status().loss_of_frame);
}
