// SPDX-License-Identifier: GPL-2.0-or-later
// The firmware's clock when the machine, or the line, does not keep time.
#include "tools/firmware/pacer.hpp"

#include <vector>

#include <CppUTest/TestHarness.h>

using tools::Pacer;

namespace {

constexpr std::int64_t ms = 1'000'000;

}  // namespace

TEST_GROUP(Pacer) {
    std::int64_t now{1000 * ms};
    Pacer pacer{now};
    std::vector<std::int64_t> late;  // of each tick, in milliseconds

    // Lets a machine that wakes exactly live so long beside a line that brings a millisecond each
    // millisecond; `waiting` of them are there already. What is left in the end.
    std::size_t with_line(std::int64_t time, std::size_t waiting) {
        const std::int64_t began = now;
        std::size_t taken = 0;
        while (now < began + time) {
            const std::size_t ready =
                waiting + static_cast<std::size_t>((now - began) / ms) - taken;
            if (const auto later = pacer.wait_until(now, ready)) {
                CHECK(*later > now);
                now = *later;
                continue;
            }
            ++taken;
            late.push_back(pacer.late_ns() / ms);
        }
        return waiting + static_cast<std::size_t>((now - began) / ms) - taken;
    }
    // The same beside a line that is silent, or no line at all.
    void with(std::optional<std::size_t> line, std::int64_t time) {
        const std::int64_t until = now + time;
        while (now < until) {
            if (const auto later = pacer.wait_until(now, line)) {
                CHECK(*later > now);
                now = *later;
                continue;
            }
            late.push_back(pacer.late_ns() / ms);
        }
    }
    void oversleeps(std::int64_t time) {
        now += time;
    }
    [[nodiscard]] long ticks() const {
        return static_cast<long>(late.size());
    }
};

TEST(Pacer, each_millisecond_of_the_line_is_a_tick) {
    LONGS_EQUAL(1, with_line(500 * ms, 1));  // the one that has come just now
    LONGS_EQUAL(500, ticks());
    for (const auto by : late) LONGS_EQUAL(0, by);
}

TEST(Pacer, what_piled_up_in_a_hole_is_caught_up_at_once_and_each_tick_says_how_late_it_is) {
    (void)with_line(20 * ms, 1);
    late.clear();
    oversleeps(200 * ms);
    for (std::size_t waiting = 200; waiting > 0; --waiting) {
        CHECK(!pacer.wait_until(now, waiting));
        LONGS_EQUAL(waiting - 1, pacer.late_ns() / ms);
    }
    CHECK(pacer.wait_until(now, 0).has_value());  // and no tick that the line did not bring
}

TEST(Pacer, holes_of_ten_milliseconds_cost_no_tick) {
    std::size_t left = 1;
    for (int hole = 0; hole < 20; ++hole) {
        left = with_line(50 * ms, left);
        oversleeps(10 * ms);
        left += 10;
    }
    left = with_line(50 * ms, left);
    LONGS_EQUAL(1, left);
    LONGS_EQUAL(20 * 60 + 50, ticks());
}

TEST(Pacer, a_quiet_line_is_looked_at_four_times_a_millisecond_and_waited_for) {
    (void)with_line(10 * ms, 1);
    late.clear();
    const auto later = pacer.wait_until(now, 0);
    CHECK(later.has_value());
    LONGS_EQUAL(ms / 4, *later - now);
    with(std::size_t{0}, Pacer::patience_ns - ms);
    LONGS_EQUAL(0, ticks());
}

TEST(Pacer, a_dead_line_hands_the_lead_to_the_machine_and_the_wait_is_caught_up) {
    (void)with_line(10 * ms, 1);
    late.clear();
    with(std::size_t{0}, 300 * ms);
    CHECK(ticks() >= 299 && ticks() <= 301);
    CHECK(late.front() >= 98);
    LONGS_EQUAL(0, late.back());
}

TEST(Pacer, the_line_leads_again_from_its_first_millisecond) {
    with(std::size_t{0}, 300 * ms);
    late.clear();
    LONGS_EQUAL(1, with_line(100 * ms, 1));
    LONGS_EQUAL(100, ticks());
    // Its next silence is waited for as long as the first.
    late.clear();
    with(std::size_t{0}, Pacer::patience_ns - ms);
    LONGS_EQUAL(0, ticks());
}

TEST(Pacer, without_a_line_the_machine_leads_and_a_hole_is_caught_up) {
    with(std::nullopt, 100 * ms);
    LONGS_EQUAL(100, ticks());
    late.clear();
    oversleeps(50 * ms);
    with(std::nullopt, 100 * ms);
    LONGS_EQUAL(150, ticks());
    LONGS_EQUAL(50, late.front());
    LONGS_EQUAL(0, late.back());
}

TEST(Pacer, without_a_line_ticks_are_as_long_as_the_clock_remembers) {
    const std::int64_t until = now + 10'000 * ms;
    while (now < until) {
        if (const auto later = pacer.wait_until(now, {})) {
            now = *later;
            continue;
        }
        late.push_back(0);
        pacer.gained(100);  // 100 ppm
    }
    LONGS_EQUAL(1 + 10'001, ticks());  // the first at once
}
