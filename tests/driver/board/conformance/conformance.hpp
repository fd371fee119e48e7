// SPDX-License-Identifier: GPL-2.0-or-later
// What every board must do, whatever it is made of: the same tests for all. A board's file makes a
// Trial of it and writes BOARD_CONFORMS(group, trial).
#pragma once

#include "tests/driver/board/conformance/bits_trial.hpp"
#include "tests/driver/board/conformance/trial.hpp"

#include <CppUTest/TestHarness.h>

namespace conformance {

inline constexpr int second_ms = 1000;
// Alignment, jitter buffers, and alarms a board may have at first.
inline constexpr int most_to_settle = 20 * second_ms;
inline constexpr int most_to_alarm = 10 * second_ms;

inline void settle(Trial& trial) {
    CHECK(trial.pass_until(
        [&] { return !trial.status.failed() && trial.near_run() > 100 && trial.far_run() > 100; },
        most_to_settle));
}

// Both ends hear every octet of the other for so long.
inline void hear_each_other(Trial& trial, int milliseconds) {
    trial.pass(200);
    trial.listen_anew();
    trial.pass(milliseconds);
    const int allowed = trial.is_in_real_time() ? milliseconds / 2 : 1;
    const auto wanted = static_cast<unsigned>(milliseconds - allowed);
    CHECK(trial.near_run() >= wanted);
    CHECK(trial.far_run() >= wanted);
}

inline void names_its_channels(Trial& trial) {
    const auto all = trial.board().channels();
    LONGS_EQUAL(channels, all.size());
    std::uint8_t timeslot = 0;
    for (const driver::Channel& channel : all) {
        if (++timeslot == d_timeslot) ++timeslot;
        LONGS_EQUAL(timeslot, channel.timeslot);
        LONGS_EQUAL(span.value, channel.span.value);
        CHECK(channel.law == driver::Law::alaw);
    }
}

inline void carries_every_octet(Trial& trial) {
    settle(trial);
    trial.pass(second_ms);
    const auto at_first = trial.status.bad_frames;  // before both ends were there
    hear_each_other(trial, 3 * second_ms);
    trial.pass(second_ms);
    LONGS_EQUAL(at_first, trial.status.bad_frames);
}

inline Octets frame_of(std::size_t size, std::uint8_t first) {
    Octets frame(size);
    for (std::size_t i = 0; i < size; ++i) frame[i] = static_cast<std::uint8_t>(first + 7 * i);
    return frame;
}

// Short and long, all bits there are, one right after the other.
inline void carries_frames_of_the_d_channel(Trial& trial) {
    settle(trial);
    trial.pass(second_ms);
    const auto at_first = trial.status.bad_frames;
    constexpr std::array<std::size_t, 6> sizes{3, 4, 5, 31, 100, 260};
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const Octets there = frame_of(sizes[i], static_cast<std::uint8_t>(i));
        CHECK(trial.board().send_frame(frame_with(there)));
        CHECK(trial.far_sends(frame_of(sizes[i], static_cast<std::uint8_t>(0x80 + i))));
    }
    trial.pass_until(
        [&] {
            return trial.frames.size() >= sizes.size() && trial.far_frames().size() >= sizes.size();
        },
        5 * second_ms);
    LONGS_EQUAL(sizes.size(), trial.frames.size());
    LONGS_EQUAL(sizes.size(), trial.far_frames().size());
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        CHECK(trial.far_frames()[i] == frame_of(sizes[i], static_cast<std::uint8_t>(i)));
        const auto here = trial.frames[i].view();
        CHECK(Octets(here.begin(), here.end()) ==
              frame_of(sizes[i], static_cast<std::uint8_t>(0x80 + i)));
    }
    trial.pass(second_ms);
    LONGS_EQUAL(at_first, trial.status.bad_frames);
}

inline void is_well_again(Trial& trial) {
    trial.far_end(FarEndIs::well);
    CHECK(trial.pass_until([&] { return !trial.status.failed(); }, most_to_settle));
    CHECK(trial.pass_until([&] { return !trial.far_end_sees_alarm(); }, most_to_settle));
    hear_each_other(trial, second_ms);
}

inline void tells_that_nothing_comes(Trial& trial) {
    settle(trial);
    trial.far_end(FarEndIs::silent);
    CHECK(trial.pass_until([&] { return trial.status.loss_of_signal; }, most_to_alarm));
    CHECK_FALSE(trial.status.no_board);
    trial.listen_anew();
    trial.pass(50);
    LONGS_EQUAL(0, trial.near_run());
    const auto clock = trial.board().line_clock(span);
    CHECK(clock && clock->defect != driver::SpanDefect::none);
    is_well_again(trial);
}

inline void tells_the_far_end_that_nothing_comes(Trial& trial) {
    settle(trial);
    CHECK_FALSE(trial.far_end_sees_alarm());
    trial.far_end(FarEndIs::silent);
    CHECK(trial.pass_until([&] { return trial.far_end_sees_alarm(); }, most_to_alarm));
    is_well_again(trial);
}

inline void tells_all_ones(Trial& trial) {
    settle(trial);
    trial.far_end(FarEndIs::sending_all_ones);
    CHECK(trial.pass_until([&] { return trial.status.alarm_indication; }, most_to_alarm));
    CHECK_FALSE(trial.status.loss_of_signal);
    is_well_again(trial);
}

inline void tells_that_the_far_end_hears_nothing(Trial& trial) {
    settle(trial);
    trial.far_end(FarEndIs::deaf);
    CHECK(trial.pass_until([&] { return trial.status.remote_alarm; }, most_to_alarm));
    CHECK_FALSE(trial.status.loss_of_signal);
    CHECK_FALSE(trial.status.alarm_indication);
    is_well_again(trial);
}

inline void loop(Trial& trial, driver::SpanLoop where, bool& who_hears_itself) {
    settle(trial);
    const driver::Ticks lasts{4000};
    CHECK(trial.board().test(driver::LoopSpan{span, where, lasts}));
    trial.pass(second_ms);
    who_hears_itself = true;
    CHECK(trial.test.loop == where);
    trial.listen_anew();
    trial.pass(second_ms);
    const unsigned wanted = trial.is_in_real_time() ? 500 : 999;
    CHECK((trial.near_hears_itself ? trial.near_run() : trial.far_run()) >= wanted);
    who_hears_itself = false;
    trial.pass(3 * second_ms);  // by itself
    CHECK(trial.test.loop == driver::SpanLoop::none);
    is_well_again(trial);
}
inline void loops_to_itself_and_ends_that(Trial& trial) {
    loop(trial, driver::SpanLoop::local, trial.near_hears_itself);
}
inline void loops_to_the_far_end_and_ends_that(Trial& trial) {
    loop(trial, driver::SpanLoop::payload, trial.far_hears_itself);
}

inline void knows_the_clock_of_its_line_only(Trial& trial) {
    settle(trial);
    CHECK_FALSE(trial.board().line_clock({99}));
    // Some must be measured first.
    CHECK(trial.pass_until(
        [&] {
            const auto clock = trial.board().line_clock(span);
            return clock && clock->defect == driver::SpanDefect::none;
        },
        most_to_settle));
    const auto before = trial.board().line_clock(span);
    trial.pass(second_ms);
    const auto after = trial.board().line_clock(span);
    CHECK(before && after);
    CHECK(after->defect == driver::SpanDefect::none);
    const auto brought = static_cast<long>(after->brought - before->brought);
    const long off = trial.is_in_real_time() ? 100 : 2;
    CHECK(brought >= second_ms - off && brought <= second_ms + off);
}

template <class TakenOut>
void is_no_board_while_it_is_out(TakenOut& trial) {
    settle(trial);
    trial.take_out(true);
    CHECK(trial.pass_until([&] { return trial.status.no_board; }, most_to_alarm));
    CHECK_FALSE(trial.status.loss_of_signal);
    CHECK(trial.status.board_trouble != driver::BoardTrouble::none);
    trial.take_out(false);
    CHECK(trial.pass_until([&] { return !trial.status.failed(); }, most_to_settle));
    CHECK(trial.status.board_trouble == driver::BoardTrouble::none);
    hear_each_other(trial, second_ms);
}

// What a channel says at each end: not alike, and never all zero.
inline driver::Abcd near_bits(std::uint8_t timeslot) {
    return static_cast<driver::Abcd>(timeslot % 15 + 1);
}
inline driver::Abcd far_bits(std::uint8_t timeslot) {
    return static_cast<driver::Abcd>(15 - timeslot % 15);
}
inline void all_say_their_bits(BitsTrial& trial) {
    for (const driver::Channel& channel : trial.board().channels()) {
        CHECK(trial.board().say_bits(channel.line, near_bits(channel.timeslot)));
        trial.far_says(channel.timeslot, far_bits(channel.timeslot));
    }
}

inline void carries_signalling_bits_both_ways(BitsTrial& trial) {
    CHECK(trial.board().channels().size() >= 30);
    trial.pass(3 * second_ms);
    trial.changes.clear();
    all_say_their_bits(trial);
    trial.pass(200);
    std::size_t told = 0;
    for (const driver::Channel& channel : trial.board().channels()) {
        LONGS_EQUAL(near_bits(channel.timeslot), trial.far_hears(channel.timeslot));
        for (const driver::BitsChange& change : trial.changes) {
            if (change.line != channel.line) continue;
            LONGS_EQUAL(far_bits(channel.timeslot), change.bits);
            ++told;
        }
    }
    // Each once; the one that says what it had said before, 1101, not at all.
    LONGS_EQUAL(trial.changes.size(), told);
    CHECK(told >= trial.board().channels().size() - 3 && told <= trial.board().channels().size());
}

inline void tells_a_change_of_bits_once_and_where(BitsTrial& trial) {
    all_say_their_bits(trial);
    trial.pass(3 * second_ms);
    trial.changes.clear();
    const driver::Channel& seventeenth = trial.board().channels()[17];
    trial.far_says(seventeenth.timeslot, 0x9);
    trial.pass(100);
    trial.far_says(seventeenth.timeslot, 0x5);
    trial.pass(100);
    LONGS_EQUAL(2, trial.changes.size());
    CHECK(trial.changes[0].line == seventeenth.line && trial.changes[1].line == seventeenth.line);
    LONGS_EQUAL(0x9, trial.changes[0].bits);
    LONGS_EQUAL(0x5, trial.changes[1].bits);
    const auto apart = trial.changes[1].at - trial.changes[0].at;
    CHECK(apart > driver::Ticks{50} && apart < driver::Ticks{150});
}

inline void keeps_signalling_bits_while_nothing_comes(BitsTrial& trial) {
    all_say_their_bits(trial);
    trial.pass(3 * second_ms);
    trial.changes.clear();
    trial.silence_far_end(true);
    trial.pass(4 * second_ms);
    LONGS_EQUAL(0, trial.changes.size());
    trial.far_says(3, 0x5);
    trial.silence_far_end(false);
    trial.pass(20 * second_ms);
    LONGS_EQUAL(1, trial.changes.size());
    LONGS_EQUAL(0x5, trial.changes[0].bits);
}

}  // namespace conformance

#define BOARD_WITH_BITS_CONFORMS(group, trial_type)          \
    TEST_GROUP(group) {                                      \
        trial_type trial;                                    \
    };                                                       \
    BOARD_MUST(group, carries_signalling_bits_both_ways)     \
    BOARD_MUST(group, tells_a_change_of_bits_once_and_where) \
    BOARD_MUST(group, keeps_signalling_bits_while_nothing_comes)

// What all boards must do.
#define BOARD_CONFORMS(group, trial_type)                   \
    TEST_GROUP(group) {                                     \
        trial_type trial;                                   \
    };                                                      \
    BOARD_MUST(group, names_its_channels)                   \
    BOARD_MUST(group, carries_every_octet)                  \
    BOARD_MUST(group, carries_frames_of_the_d_channel)      \
    BOARD_MUST(group, tells_that_nothing_comes)             \
    BOARD_MUST(group, tells_the_far_end_that_nothing_comes) \
    BOARD_MUST(group, loops_to_itself_and_ends_that)        \
    BOARD_MUST(group, loops_to_the_far_end_and_ends_that)   \
    BOARD_MUST(group, knows_the_clock_of_its_line_only)

// And what only some can be asked for: a line of bits may be all ones, a remote alarm needs a way
// to be told, a board must be in a slot to be taken out.
#define BOARD_MUST(group, duty)   \
    TEST(group, duty) {           \
        conformance::duty(trial); \
    }
