// SPDX-License-Identifier: GPL-2.0-or-later
// Telephones on their two wires.
#include <memory>

#include "tests/driver/board/plant.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using board_test::goodbye;
using board_test::hello;
using board_test::Plant;

// Two telephones: 201 is line 0, 202 is line 1. Their wires bring and take a millisecond each tick.
TEST_GROUP(Stations) {
    struct Telephone {
        LoopCable wires;
        bool off_hook{};
        bool cut{};
        Chunk says = alaw_silence;
        LoopMillisecond hears{};

        void tick() {
            const auto* const in = wires.from_near.take();
            if (in != nullptr) hears = *in;
            if (cut) return;
            auto* const out = wires.from_far.next_to_write();
            if (out == nullptr) return;
            *out = {.audio = says, .ringing = false, .loop_closed = off_hook};
            wires.from_far.sent();
        }
    };

    std::unique_ptr<Telephone> t201 = std::make_unique<Telephone>();
    std::unique_ptr<Telephone> t202 = std::make_unique<Telephone>();
    std::unique_ptr<Plant> plant;

    void setup() override {
        BoardPlan plan;
        plan.stations.push_back({{0}, &t201->wires, Law::alaw, 1});
        plan.stations.push_back({{1}, &t202->wires, Law::alaw, 2});
        plant = std::make_unique<Plant>(plan);
        plant->bridge(0, 1);
    }
    void pass(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            t201->tick();
            t202->tick();
            plant->tick();
        }
    }
    void check_hook(std::size_t i, std::uint16_t line, bool off_hook, Ticks at) {
        CHECK(plant->hooks.size() > i);
        LONGS_EQUAL(line, plant->hooks[i].line.value);
        CHECK(plant->hooks[i].off_hook == off_hook);
        LONGS_EQUAL(at.count(), plant->hooks[i].at.count());
    }
};

TEST(Stations, the_board_says_which_connector_each_line_is) {
    const auto channels = plant->board.channels();
    LONGS_EQUAL(2, channels.size());
    LONGS_EQUAL(1, channels[1].line.value);
    LONGS_EQUAL(2, channels[1].timeslot);
    CHECK_FALSE(static_cast<bool>(channels[1].span));
}

TEST(Stations, lifting_and_hanging_up_are_told_in_their_tick) {
    pass(10);
    t202->off_hook = true;
    const Ticks lifted = plant->now;
    pass(500);
    t202->off_hook = false;
    const Ticks hung_up = plant->now;
    pass(500);
    LONGS_EQUAL(2, plant->hooks.size());
    check_hook(0, 1, true, lifted);
    check_hook(1, 1, false, hung_up);
}

TEST(Stations, a_flash_of_100_ms_is_100_ms_long) {
    t201->off_hook = true;
    pass(50);
    t201->off_hook = false;
    pass(100);
    t201->off_hook = true;
    pass(50);
    LONGS_EQUAL(3, plant->hooks.size());
    LONGS_EQUAL(100, (plant->hooks[2].at - plant->hooks[1].at).count());
    CHECK_FALSE(plant->hooks[1].off_hook);
    CHECK(plant->hooks[2].off_hook);
}

TEST(Stations, a_dialled_pulse_is_timed_even_if_nobody_fetches_meanwhile) {
    t201->off_hook = true;
    pass(100);
    plant->signalling_fetches = false;
    for (int pulse = 0; pulse < 5; ++pulse) {
        t201->off_hook = false;
        pass(60);
        t201->off_hook = true;
        pass(40);
    }
    plant->signalling_fetches = true;
    pass(1);
    LONGS_EQUAL(11, plant->hooks.size());
    for (std::size_t pulse = 0; pulse < 5; ++pulse) {
        const auto& open = plant->hooks[1 + 2 * pulse];
        const auto& closed = plant->hooks[2 + 2 * pulse];
        LONGS_EQUAL(60, (closed.at - open.at).count());
    }
}

TEST(Stations, two_lifted_telephones_hear_each_other_exactly) {
    t201->off_hook = t202->off_hook = true;
    t201->says = hello;
    t202->says = goodbye;
    pass(2);
    CHECK(t201->hears.audio == goodbye);
    CHECK(t202->hears.audio == hello);
}

TEST(Stations, a_telephone_on_hook_neither_speaks_nor_hears) {
    t202->off_hook = true;
    t201->says = hello;
    t202->says = goodbye;
    pass(3);
    CHECK(t201->hears.audio == alaw_silence);
    CHECK(t202->hears.audio == alaw_silence);
}

TEST(Stations, a_telephone_on_hook_that_is_spoken_to_hears_six_seconds) {
    t202->off_hook = true;
    t202->says = hello;
    CHECK(plant->board.speak_on_hook({0}));
    pass(5000);
    CHECK(t201->hears.audio == hello);
    CHECK_FALSE(t201->hears.ringing);
    pass(1100);
    CHECK(t201->hears.audio == alaw_silence);
}

TEST(Stations, ring_voltage_comes_and_goes_in_the_tick_after_it_was_asked_for) {
    pass(3);
    CHECK(plant->board.ring({1}, true));
    pass(2);
    CHECK(t202->hears.ringing);
    CHECK_FALSE(t201->hears.ringing);
    CHECK(plant->board.ring({1}, false));
    pass(2);
    CHECK_FALSE(t202->hears.ringing);
}

TEST(Stations, lifting_trips_the_ringing_at_once) {
    CHECK(plant->board.ring({0}, true));
    pass(5);
    CHECK(t201->hears.ringing);
    t201->off_hook = true;
    pass(2);
    CHECK_FALSE(t201->hears.ringing);
}

TEST(Stations, a_cut_wire_is_a_telephone_hung_up) {
    t201->off_hook = true;
    pass(10);
    t201->cut = true;
    pass(99);
    LONGS_EQUAL(1, plant->hooks.size());
    pass(1);
    LONGS_EQUAL(2, plant->hooks.size());
    CHECK_FALSE(plant->hooks[1].off_hook);
    t201->cut = false;
    pass(1);
    LONGS_EQUAL(3, plant->hooks.size());
}

TEST(Stations, more_changes_than_there_is_room_for_end_with_how_it_is_now) {
    plant->signalling_fetches = false;
    for (int i = 0; i < 1500; ++i) {
        t201->off_hook = !t201->off_hook;
        pass(1);
    }
    t201->off_hook = true;
    pass(1);
    plant->signalling_fetches = true;
    pass(1);
    pass(1);
    CHECK(plant->hooks.back().off_hook);
    t201->off_hook = false;
    pass(1);
    CHECK_FALSE(plant->hooks.back().off_hook);
}

TEST(Stations, a_board_with_telephones_only_has_no_clock) {
    pass(5);
    CHECK_FALSE(plant->board.line_clock({1}).has_value());
}

TEST(Stations, a_telephone_lifted_before_the_board_started_is_told) {
    for (int i = 0; i < 50; ++i) t201->tick();
    t201->off_hook = true;
    BoardPlan plan;
    plan.stations.push_back({{0}, &t201->wires, Law::alaw, 1});
    Plant after_restart(plan);
    LONGS_EQUAL(0, t201->wires.from_far.waiting());
    t201->tick();
    after_restart.tick();
    LONGS_EQUAL(1, after_restart.hooks.size());
    CHECK(after_restart.hooks[0].off_hook);
}

TEST(Stations, whose_board_is_pulled_out_are_dead_and_live_again_when_it_is_in) {
    t201->off_hook = true;
    pass(10);
    LONGS_EQUAL(1, plant->hooks.size());
    plant->board.pull(true);
    pass(200);
    LONGS_EQUAL(2, plant->hooks.size());
    CHECK(!plant->hooks.back().off_hook);
    CHECK(t201->wires.from_near.take() == nullptr);
    plant->board.pull(false);
    pass(10);
    LONGS_EQUAL(3, plant->hooks.size());
    CHECK(plant->hooks.back().off_hook);
}
