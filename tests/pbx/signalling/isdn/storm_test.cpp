// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/pbx/signalling/isdn/storm.hpp"

#include <cstdio>

#include <CppUTest/TestHarness.h>

using namespace pbx_test;

TEST_GROUP(IsdnStorm) {
    StormReport report;

    void survives(const StormOrders& orders) {
        report = storm(orders);
        std::printf(
            "storm: seed %llu: %llu frames, %llu harmed, %llu calls dialled, %llu answers, %llu "
            "silences\n",
            static_cast<unsigned long long>(orders.seed),
            static_cast<unsigned long long>(report.carried),
            static_cast<unsigned long long>(report.harmed),
            static_cast<unsigned long long>(report.dialled),
            static_cast<unsigned long long>(report.answered),
            static_cast<unsigned long long>(report.links_lost));
        CHECK(report.all_free);
        CHECK(report.every_leg_released);
        CHECK(report.answered > 0);
        CHECK(report.harmed > orders.frames / 40);
    }
};

TEST(IsdnStorm, no_channel_is_lost_however_bad_the_line) {
    survives({1, 15000, euroisdn_e1, 5});
    survives({2, 10000, euroisdn_e1, 20});
    survives({3, 10000, ni2_t1, 10});
}

TEST(IsdnStorm, the_same_seed_makes_the_same_storm) {
    const StormOrders orders{4, 4000, euroisdn_e1, 10};
    const StormReport first = storm(orders);
    const StormReport second = storm(orders);
    CHECK(first.digest == second.digest);
    CHECK(first.digest != storm({5, 4000, euroisdn_e1, 10}).digest);
}
