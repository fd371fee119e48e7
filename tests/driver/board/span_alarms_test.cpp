// SPDX-License-Identifier: GPL-2.0-or-later
// What is told of a span when its line goes wrong, and how the far end is told.
#include <algorithm>
#include <memory>

#include "tests/driver/board/far_end.hpp"
#include "tests/driver/board/plant.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using board_test::E1FarEnd;
using board_test::hello;
using board_test::Plant;
using board_test::T1FarEnd;

namespace {

constexpr int silence_is_loss_ms = 100;
constexpr int settling_ms = 1000;

}  // namespace

// Span 1 is an E1 whose first two callers are bridged.
TEST_GROUP(E1Alarms) {
    std::unique_ptr<E1Cable> cable = std::make_unique<E1Cable>();
    std::unique_ptr<E1FarEnd> exchange = std::make_unique<E1FarEnd>(*cable, 16);
    std::unique_ptr<Plant> plant;

    void setup() override {
        start();
    }
    void start(AlarmTimes times = e1_alarm_times) {
        BoardPlan plan;
        plan.spans.push_back({
            {SpanId{1}, Law::alaw, 16, LineId{0}},
            cable.get()
        });
        plan.spans.back().alarm_times = times;
        plant = std::make_unique<Plant>(plan);
        plant->bridge(0, 1);
        exchange->says(1) = hello;
    }
    void pass(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            exchange->tick();
            plant->tick();
        }
    }
    void pass_without_far_end(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) plant->tick();
    }
    [[nodiscard]] bool anything_wrong() const {
        const auto& status = plant->status();
        return status.loss_of_signal || status.loss_of_frame || status.alarm_indication ||
               status.remote_alarm;
    }
    [[nodiscard]] int times_frame_was_lost_or_found() const {
        int times = 0;
        bool lost = false;
        for (const SpanStatus& status : plant->told) {
            times += status.loss_of_frame == lost ? 0 : 1;
            lost = status.loss_of_frame;
        }
        return times;
    }
    [[nodiscard]] long times_signal_was_lost() const {
        return std::count_if(plant->told.begin(), plant->told.end(),
                             [](const SpanStatus& status) { return status.loss_of_signal; });
    }
    std::uint32_t slips() {
        pass(1001);
        return plant->status().slips;
    }
};

TEST(E1Alarms, a_line_that_works_from_the_start_raises_none) {
    pass(3000);
    CHECK(plant->told.empty());
    CHECK_FALSE(exchange->hears_remote_alarm());
}

TEST(E1Alarms, a_dead_line_is_loss_of_signal_after_100_ms) {
    pass_without_far_end(silence_is_loss_ms - 1);
    CHECK(plant->told.empty());
    pass_without_far_end(1);
    CHECK(plant->status().loss_of_signal);
    CHECK_FALSE(plant->status().loss_of_frame);
    pass_without_far_end(5000);
    LONGS_EQUAL(1, plant->told.size());
}

TEST(E1Alarms, while_nothing_arrives_silence_is_heard) {
    pass(5);
    CHECK(exchange->heard(2) == hello);
    plant->tick();
    plant->tick();
    exchange->hear_all();
    CHECK(exchange->heard(2) == alaw_silence);
}

TEST(E1Alarms, loss_of_signal_sends_the_remote_alarm_until_it_is_over) {
    pass(20);
    pass_without_far_end(silence_is_loss_ms + 5);
    exchange->hear_all();
    CHECK(exchange->hears_remote_alarm());
    pass(settling_ms - 1);
    CHECK(plant->status().loss_of_signal);
    CHECK(exchange->hears_remote_alarm());
    pass(3);
    CHECK_FALSE(anything_wrong());
    pass(2);
    CHECK_FALSE(exchange->hears_remote_alarm());
}

TEST(E1Alarms, speech_is_back_before_the_alarm_has_settled) {
    pass_without_far_end(300);
    pass(2);
    exchange->hear_all();
    CHECK(exchange->heard(2) == hello);
    CHECK(plant->status().loss_of_signal);
}

TEST(E1Alarms, loss_of_frame_is_told_at_once_and_silences_the_line) {
    pass(5);
    exchange->framed = false;
    pass(1);
    CHECK(plant->status().loss_of_frame);
    CHECK_FALSE(plant->status().loss_of_signal);
    CHECK_FALSE(plant->status().alarm_indication);
    pass(3);
    CHECK(exchange->heard(2) == alaw_silence);
    CHECK(exchange->hears_remote_alarm());
    exchange->framed = true;
    pass(settling_ms);
    CHECK_FALSE(anything_wrong());
}

TEST(E1Alarms, alarms_come_later_and_last_longer_if_so_set) {
    start({.declare = 750ms, .clear = 3s});
    pass(20);
    exchange->framed = false;
    exchange->says(3) = filled(0x00);
    pass(745);
    CHECK_FALSE(anything_wrong());
    pass(10);
    CHECK(plant->status().loss_of_frame);
    exchange->framed = true;
    pass(2990);
    CHECK(plant->status().loss_of_frame);
    pass(100);
    CHECK_FALSE(anything_wrong());
    // A shorter one is none.
    pass_without_far_end(silence_is_loss_ms + 700);
    pass(3100);
    LONGS_EQUAL(2, times_frame_was_lost_or_found());
    LONGS_EQUAL(0, times_signal_was_lost());
}

TEST(E1Alarms, a_board_put_in_waits_for_an_alarm_that_takes_its_time) {
    start({.declare = 5s, .clear = 1s});
    pass(20);
    plant->board.pull(true);
    pass(silence_is_loss_ms + 100);
    CHECK(plant->status().no_board);
    plant->board.pull(false);
    pass_without_far_end(4900);
    CHECK(plant->status().no_board);
    pass_without_far_end(700);
    CHECK_FALSE(plant->status().no_board);
    CHECK(plant->status().loss_of_signal);
}

TEST(E1Alarms, all_ones_are_the_alarm_indication_and_not_loss_of_frame) {
    pass(5);
    exchange->all_ones = true;
    pass(3);
    CHECK(plant->status().alarm_indication);
    CHECK_FALSE(plant->status().loss_of_frame);
    CHECK(exchange->hears_remote_alarm());
    CHECK(exchange->heard(2) == alaw_silence);
    exchange->all_ones = false;
    pass(settling_ms);
    CHECK_FALSE(anything_wrong());
}

TEST(E1Alarms, a_remote_alarm_is_told_and_never_answered_with_one) {
    pass(5);
    exchange->remote_alarm = true;
    pass(2);
    CHECK(plant->status().remote_alarm);
    pass(50);
    CHECK_FALSE(exchange->hears_remote_alarm());
    CHECK(exchange->heard(2) == hello);
    exchange->remote_alarm = false;
    pass(2);
    CHECK_FALSE(anything_wrong());
}

TEST(E1Alarms, a_plug_that_wobbles_makes_one_alarm) {
    pass(5);
    for (int i = 0; i < 20; ++i) {
        exchange->framed = false;
        pass(30);
        exchange->framed = true;
        pass(200);
    }
    LONGS_EQUAL(1, times_frame_was_lost_or_found());
    pass(settling_ms);
    LONGS_EQUAL(2, times_frame_was_lost_or_found());
}

TEST(E1Alarms, a_hole_in_the_signal_is_counted_in_slips) {
    pass(20);
    pass_without_far_end(3);
    LONGS_EQUAL(3, slips());
    CHECK_FALSE(anything_wrong());
}

TEST(E1Alarms, a_line_that_was_lost_has_not_slipped) {
    pass(20);
    pass_without_far_end(2000);
    LONGS_EQUAL(0, slips());
}

TEST(E1Alarms, a_line_that_never_worked_has_not_slipped) {
    pass_without_far_end(50);
    LONGS_EQUAL(0, slips());
}

TEST(E1Alarms, a_far_end_that_speaks_but_does_not_take_costs_slips_when_its_strand_is_full) {
    const auto room = static_cast<int>(CableStrand<E1Millisecond>::length);
    for (int i = 0; i < room + 7; ++i) {
        exchange->send();
        plant->tick();
    }
    exchange->hear_all();
    LONGS_EQUAL(7, slips());
}

TEST(E1Alarms, a_far_end_that_is_gone_costs_no_slips_however_full_its_strand) {
    pass(20);
    pass_without_far_end(1000);
    LONGS_EQUAL(0, slips());
}

TEST(E1Alarms, an_exchange_that_restarts_finds_the_board_where_it_was) {
    pass(50);
    pass_without_far_end(3000);
    exchange->restart();
    pass(settling_ms + 10);
    CHECK_FALSE(anything_wrong());
    CHECK_FALSE(exchange->hears_remote_alarm());
    CHECK(exchange->heard(2) == hello);
    LONGS_EQUAL(0, cable->from_far.waiting());
    CHECK(cable->from_near.waiting() <= 1);
}

TEST(E1Alarms, a_board_that_restarts_finds_the_exchange_where_it_was) {
    pass(50);
    for (int i = 0; i < 500; ++i) exchange->tick();  // nobody takes what it sends
    start();
    pass(10);
    CHECK(plant->told.empty());
    CHECK(exchange->is_aligned());
    CHECK(exchange->heard(2) == hello);
}

// Span 1 is a T1.
TEST_GROUP(T1Alarms) {
    std::unique_ptr<T1Cable> cable = std::make_unique<T1Cable>();
    std::unique_ptr<T1FarEnd> exchange = std::make_unique<T1FarEnd>(*cable, 24);
    std::unique_ptr<Plant> plant;
    static constexpr int declared_ms = 2500;

    void setup() override {
        BoardPlan plan;
        plan.spans.push_back({
            {SpanId{1}, Law::ulaw, 24, LineId{0}},
            cable.get()
        });
        plant = std::make_unique<Plant>(plan);
        plant->bridge(0, 1);
        exchange->says(1) = hello;
    }
    void pass(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            exchange->tick();
            plant->tick();
        }
    }
};

TEST(T1Alarms, loss_of_frame_is_declared_after_two_and_a_half_seconds) {
    pass(20);
    CHECK(exchange->heard(2) == hello);
    exchange->framed = false;
    exchange->says(3) = filled(0x00);
    pass(20);
    CHECK(exchange->heard(2) == ulaw_silence);
    CHECK(plant->told.empty());
    pass(declared_ms);
    CHECK(plant->status().loss_of_frame);
    pass(100);
    CHECK(exchange->hears_remote_alarm());
    exchange->framed = true;
    pass(settling_ms + 100);
    CHECK_FALSE(plant->status().loss_of_frame);
    CHECK_FALSE(exchange->hears_remote_alarm());
}

TEST(T1Alarms, a_dead_line_is_loss_of_signal_with_remote_alarm) {
    pass(20);
    for (int i = 0; i < silence_is_loss_ms + declared_ms; ++i) plant->tick();
    CHECK(plant->status().loss_of_signal);
    exchange->restart();
    pass(200);
    CHECK(exchange->hears_remote_alarm());
    pass(settling_ms);
    CHECK_FALSE(plant->status().loss_of_signal);
    CHECK_FALSE(exchange->hears_remote_alarm());
}

TEST(T1Alarms, alignment_survives_milliseconds_that_found_no_room) {
    pass(20);
    const auto room = static_cast<int>(CableStrand<T1Millisecond>::length);
    for (int i = 0; i < room + 5; ++i) {
        exchange->send();
        plant->tick();
    }
    while (exchange->hear()) CHECK(exchange->is_aligned());
    pass(20);
    CHECK(exchange->is_aligned());
}
