// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/isdn/virtual_clock.hpp"

#include <chrono>

#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

#include <CppUTest/TestHarness.h>

using namespace std::chrono_literals;

namespace {

std::int64_t asked_ms() {
    timeval now{};
    gettimeofday(&now, nullptr);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_usec / 1000;
}

}  // namespace

TEST_GROUP(VirtualClock){void teardown() override{pbx::use_real_time(1);
}
}
;

TEST(VirtualClock, libpri_asks_this_program_for_the_time) {
    const auto result = pbx::self_test_clock();
    CHECK(static_cast<bool>(result));
    CHECK(static_cast<bool>(pbx::self_test_clock()));
}

TEST(VirtualClock, time_stands_where_the_tick_is_and_never_goes_back) {
    pbx::use_virtual_time(1, 5000ms);
    LONGS_EQUAL(5000, asked_ms());
    pbx::set_virtual_time(61001ms);
    LONGS_EQUAL(61001, asked_ms());
    LONGS_EQUAL(61, time(nullptr));
    pbx::set_virtual_time(7ms);
    LONGS_EQUAL(61001, asked_ms());
}

TEST(VirtualClock, real_time_is_the_machines) {
    pbx::use_real_time(1);
    pbx::set_virtual_time(5000ms);
    const auto machine = std::chrono::duration_cast<std::chrono::milliseconds>(
                             std::chrono::system_clock::now().time_since_epoch())
                             .count();
    CHECK(asked_ms() >= machine && asked_ms() < machine + 5000);
    CHECK(time(nullptr) >= machine / 1000);
}

TEST(VirtualClock, chance_repeats_with_its_seed_in_both_kinds_of_time) {
    pbx::use_virtual_time(42, 0ms);
    const long first = random();
    const long second = random();
    CHECK(first != second && first >= 0 && second >= 0);
    pbx::use_real_time(42);
    LONGS_EQUAL(first, random());
    LONGS_EQUAL(second, random());
    pbx::use_real_time(43);
    CHECK(first != random());
}
