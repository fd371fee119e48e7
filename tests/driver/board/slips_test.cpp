// SPDX-License-Identifier: GPL-2.0-or-later
// Calls on a line whose clock is not ours.
#include <cstdlib>
#include <memory>

#include "tests/driver/board/clocked_line.hpp"

using board_test::ClockedLine;
using board_test::ppm;
using driver::E1Format;
using driver::T1Format;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;

// Slips of an hour are ppm × time / 125 µs ± 1, all in the direction that the clocks ask for.
template <class Format>
void an_hour_at(std::int64_t ppb) {
    ClockedLine<Format> line;
    line.pass(hour_ms, ppb);
    const std::int64_t drift_ns = std::abs(ppb) * 3600;
    const std::int64_t expected = drift_ns / driver::ns_of_frame;
    const auto slips = static_cast<std::int64_t>(line.deleted + line.repeated);
    CHECK(std::abs(slips - expected) <= 1);
    if (ppb > 0) line.slips_are(line.deleted, 0);
    if (ppb < 0) line.slips_are(0, line.repeated);
}

}  // namespace

TEST_GROUP(Slips) {
    std::unique_ptr<ClockedLine<E1Format>> e1{std::make_unique<ClockedLine<E1Format>>()};
};

TEST(Slips, of_an_hour_on_an_e1_that_is_30_ppm_fast_are_864) {
    an_hour_at<E1Format>(30 * ppm);
}

TEST(Slips, of_an_hour_on_an_e1_that_is_30_ppm_slow_are_864) {
    an_hour_at<E1Format>(-30 * ppm);
}

TEST(Slips, of_an_hour_on_a_t1_that_is_30_ppm_fast_are_864) {
    an_hour_at<T1Format>(30 * ppm);
}

TEST(Slips, of_an_hour_on_a_t1_that_is_30_ppm_slow_are_864) {
    an_hour_at<T1Format>(-30 * ppm);
}

TEST(Slips, the_caller_hears_every_octet_but_the_frame_that_is_left_out) {
    e1->pass(4160, 30 * ppm);
    e1->slips_are(0, 0);
    e1->pass(10, 30 * ppm);
    e1->slips_are(1, 0);
    e1->pass(30'000, 30 * ppm);
    e1->slips_are(8, 0);
}

TEST(Slips, a_slow_line_lets_the_caller_hear_one_frame_twice) {
    e1->pass(4170, -30 * ppm);
    e1->slips_are(0, 1);
    e1->pass(40'000, -30 * ppm);
    e1->slips_are(0, 10);
}

TEST(Slips, come_as_fast_as_two_wrong_clocks_add_up) {
    e1->pass(60'000, 50 * ppm, -50 * ppm);  // 100 ppm: one in 1.25 s
    e1->slips_are(48, 0);
}

TEST(Slips, there_are_none_when_both_clocks_are_equally_wrong) {
    e1->pass(120'000, 50 * ppm, 50 * ppm);
    e1->slips_are(0, 0);
}

TEST(Slips, wander_does_not_slip_to_and_fro) {
    e1->pass(4170, 30 * ppm);  // just slipped
    for (int swing = 0; swing < 20; ++swing) e1->pass(4000, (swing % 2 == 0 ? -30 : 30) * ppm);
    e1->slips_are(1, 0);
}

TEST(Slips, there_are_none_on_the_line_the_clock_follows) {
    e1->source = driver::SpanId{1};
    e1->pass(120'000, 50 * ppm, 50 * ppm);
    e1->line.jump(200'000);  // even if its wander is large
    e1->ours.jump(200'000);
    e1->pass(1000, -50 * ppm, -50 * ppm);
    e1->slips_are(0, 0);
}

TEST(Slips, frame_alignment_is_found_before_the_store_and_stays) {
    e1->pass(60'000, 100 * ppm);
    LONGS_EQUAL(0, e1->status().framing_errors);
    CHECK(e1->plant->board.line_clock({1})->defect == driver::SpanDefect::none);
}

TEST(Slips, of_a_line_nobody_took_for_another_clock_come_with_its_first_millisecond_too_many) {
    e1 = std::make_unique<ClockedLine<E1Format>>(false);
    e1->pass(33'300, 30 * ppm);
    e1->slips_are(0, 0);
    e1->pass(100, 30 * ppm);
    e1->slips_are(8, 0);
    e1->pass(33'333, 30 * ppm);
    e1->slips_are(16, 0);
}

TEST(Slips, a_hole_of_the_line_is_silence_and_counted_and_slips_go_on_after_it) {
    e1->pass(4170, 30 * ppm);
    e1->listens = false;
    for (int ms = 0; ms < 3; ++ms) {
        static_cast<void>(e1->ours.tick(0));
        e1->plant->tick();
        CHECK(e1->exchange.hear());
    }
    e1->pass(20);
    e1->listens = true;
    e1->last = e1->heard().octets[7];
    const auto told = e1->status();
    LONGS_EQUAL(1, told.frames_deleted);
    LONGS_EQUAL(1 + 3 + 1, told.slips);  // the store is filled anew
    e1->pass(4170, 30 * ppm);
    LONGS_EQUAL(2, e1->status().frames_deleted);
    LONGS_EQUAL(0, e1->wrong);
}

TEST(Slips, a_slip_within_a_frame_of_the_d_channel_is_one_bad_frame_and_no_lost_link) {
    e1->pass(4150, 30 * ppm);
    const board_test::Octets frame(200, 0x5A);
    unsigned good = 0;
    for (int left = 40; left > 0; --left) e1->exchange.send_frame(frame);
    for (int ms = 0; ms < 1200; ++ms) {
        e1->line.tick(30 * ppm);
        e1->ours.tick(0);
        e1->exchange_sends();
        e1->plant->board.run_by({e1->ours.ns(), {}});
        e1->plant->tick();
        CHECK(e1->exchange.hear());
        good += static_cast<unsigned>(e1->plant->frames.size());
        e1->plant->frames.clear();
    }
    const auto told = e1->status();
    LONGS_EQUAL(1, told.frames_deleted);
    LONGS_EQUAL(1, told.bad_frames);
    LONGS_EQUAL(39, good);
    CHECK_FALSE(told.failed());
}
