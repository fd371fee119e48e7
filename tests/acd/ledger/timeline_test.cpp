// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/acd/ledger/journal_story.hpp"

#include <CppUTest/TestHarness.h>

namespace acd {

TEST_GROUP(Timeline) {
    Timeline timeline;
    void started(std::uint64_t number, driver::Ticks tick, std::uint64_t epoch) {
        timeline.apply(number, tick, pbx::SystemStarted{epoch, "test"});
    }
    void clock(std::uint64_t number, driver::Ticks tick, std::int64_t utc_us) {
        timeline.apply(number, tick, pbx::SystemClock{utc_us});
    }
};

TEST(Timeline, ticks_are_dated_by_the_last_clock_before_them) {
    started(1, 0s, 7);
    clock(2, 0s, 1'000'000'000);
    clock(9, 60s, 1'060'500'000);  // the clock was half a second slow
    LONGS_EQUAL(1'005'000'000, timeline.utc_us(5, 5s));
    LONGS_EQUAL(1'061'500'000, timeline.utc_us(10, 61s));
    LONGS_EQUAL(7, timeline.at(10).epoch);
}

TEST(Timeline, what_came_before_the_first_clock_is_dated_from_it) {
    started(1, 0s, 7);
    clock(4, 2s, 1'000'000'000);
    LONGS_EQUAL(998'000'000, timeline.utc_us(1, 0s));
    LONGS_EQUAL(999'000'000, timeline.utc_us(3, 1s));
}

TEST(Timeline, a_new_epoch_counts_its_own_ticks) {
    started(1, 0s, 7);
    clock(2, 0s, 1'000'000'000);
    started(100, 0s, 8);
    clock(101, 1s, 9'000'000'000);
    LONGS_EQUAL(1'050'000'000, timeline.utc_us(99, 50s));
    LONGS_EQUAL(8'999'000'000, timeline.utc_us(100, 0s));
    LONGS_EQUAL(7, timeline.at(99).epoch);
    LONGS_EQUAL(8, timeline.at(100).epoch);
    LONGS_EQUAL(100, *timeline.first_after(7));
    CHECK(!timeline.first_after(8));
}

TEST(Timeline, without_any_clock_there_is_no_date) {
    LONGS_EQUAL(0, timeline.utc_us(5, 5s));
    started(1, 0s, 7);
    LONGS_EQUAL(0, timeline.utc_us(1, 5s));
}

TEST(Timeline, old_marks_go_when_there_are_too_many) {
    started(1, 0s, 7);
    for (std::uint64_t i = 0; i < Timeline::most_marks + 10; ++i) {
        clock(i + 2, driver::Ticks(i * 60'000), static_cast<std::int64_t>(i) * 60'000'000);
    }
    // Dated all the same: the clock ran true.
    LONGS_EQUAL(60'000'000, timeline.utc_us(3, 60s));
}

}  // namespace acd
