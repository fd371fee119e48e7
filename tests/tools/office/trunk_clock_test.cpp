// SPDX-License-Identifier: GPL-2.0-or-later
// The clock of an exchange that is not exact.
#include "tools/office/trunk_clock.hpp"

#include <algorithm>

#include <CppUTest/TestHarness.h>

using tools::office::Ticks;
using tools::office::TrunkClock;

TEST_GROUP(TrunkClock) {
    TrunkClock clock{0};
    std::int64_t most = 0;
    std::int64_t least = 0;

    void pass(std::int64_t milliseconds) {
        for (; milliseconds > 0; --milliseconds) {
            clock.tick();
            most = std::max(most, clock.gained_ns());
            least = std::min(least, clock.gained_ns());
        }
    }
};

TEST(TrunkClock, that_is_exact_gains_nothing) {
    pass(100'000);
    LONGS_EQUAL(0, clock.gained_ns());
}

TEST(TrunkClock, that_is_50_ppm_fast_has_gained_a_millisecond_after_20_s) {
    clock.run({.offset_ppb = 50'000});
    pass(19'999);
    LONGS_EQUAL(0, clock.gained_ms());
    pass(1);
    LONGS_EQUAL(1'000'000, clock.gained_ns());
    LONGS_EQUAL(1, clock.gained_ms());
}

TEST(TrunkClock, that_is_slow_lacks_a_millisecond_as_soon_as_it_has_lost_any) {
    clock.run({.offset_ppb = -50'000});
    pass(1);
    LONGS_EQUAL(-50, clock.gained_ns());
    LONGS_EQUAL(-1, clock.gained_ms());
    pass(20'000);
    LONGS_EQUAL(-2, clock.gained_ms());
}

TEST(TrunkClock, that_wanders_swings_so_far_to_both_sides_and_comes_back) {
    clock.run({.offset_ppb = 0, .wander_ns = 90'000, .wander_period = Ticks{10'000}});
    pass(1'250);
    CHECK(clock.gained_ns() > 63'400 && clock.gained_ns() < 63'900);  // sin 45°
    pass(8'750);
    LONGS_EQUAL(90'000, most);
    LONGS_EQUAL(-90'000, least);
    LONGS_EQUAL(0, clock.gained_ns());
}

TEST(TrunkClock, that_is_set_anew_goes_on_from_where_it_is) {
    clock.run({.offset_ppb = 1'000, .wander_ns = 50'000});
    pass(2'500);
    const auto before = clock.gained_ns();
    clock.run({});
    LONGS_EQUAL(before, clock.gained_ns());
    pass(1'000);
    LONGS_EQUAL(before, clock.gained_ns());
}
