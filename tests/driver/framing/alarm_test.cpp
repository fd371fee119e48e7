// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/defects.hpp"

#include <CppUTest/TestHarness.h>

using namespace std::chrono_literals;

TEST_GROUP(Alarm) {
    driver::Alarm alarm{
        {.declare = 5ms, .clear = 10ms}
    };

    bool after(int milliseconds, bool defect) {
        for (int i = 0; i < milliseconds; ++i) alarm.update(defect);
        return alarm.on();
    }
};

TEST(Alarm, a_defect_is_declared_when_it_has_lasted_long_enough) {
    CHECK_FALSE(after(4, true));
    CHECK(after(1, true));
}

TEST(Alarm, a_defect_that_comes_and_goes_is_not_declared) {
    for (int i = 0; i < 10; ++i) {
        CHECK_FALSE(after(4, true));
        CHECK_FALSE(after(1, false));
    }
}

TEST(Alarm, an_alarm_is_over_when_the_signal_has_been_good_long_enough) {
    after(5, true);
    CHECK(after(9, false));
    CHECK_FALSE(after(1, false));
}

TEST(Alarm, a_new_defect_while_it_settles_keeps_the_alarm) {
    after(5, true);
    CHECK(after(9, false));
    CHECK(after(1, true));
    CHECK(after(9, false));
    CHECK_FALSE(after(1, false));
}

TEST(Alarm, without_a_time_a_defect_is_declared_at_once) {
    driver::Alarm hasty{
        {.declare = 0ms, .clear = 0ms}
    };
    CHECK(hasty.update(true));
    CHECK_FALSE(hasty.update(false));
}
