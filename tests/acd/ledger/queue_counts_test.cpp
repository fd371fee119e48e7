// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdio>
#include <random>
#include <set>

#include "tests/acd/ledger/journal_story.hpp"

#include <CppUTest/TestHarness.h>

namespace acd {

using pbx::QueueExit;

TEST_GROUP(QueueCounts) {
    JournalStory story;
    QueueRow sales() {
        return story.ledger.queue("sales");
    }
};

TEST(QueueCounts, a_caller_who_waits_is_offered_and_waiting) {
    story.enters(1, "sales");
    story.pass(7s);
    story.enters(2, "sales");
    LONGS_EQUAL(2, sales().offered);
    LONGS_EQUAL(2, sales().waiting);
    story.pass(1s);
    story.tell(pbx::SystemClock{0});
    LONGS_EQUAL(8000, sales().longest_wait.count());
    CHECK(sales().balances());
}

TEST(QueueCounts, each_way_out_of_the_queue_is_counted_once) {
    for (std::uint64_t id = 1; id <= 6; ++id) story.enters(id, "sales");
    story.leaves(1, "sales", QueueExit::connected, 12s);
    story.leaves(2, "sales", QueueExit::abandoned, 30s);
    story.leaves(3, "sales", QueueExit::abandoned, 2s);
    story.leaves(4, "sales", QueueExit::left, 9s);
    story.leaves(5, "sales", QueueExit::transferred, 9s);
    story.leaves(6, "sales", QueueExit::failed, 9s);
    const QueueRow row = sales();
    LONGS_EQUAL(6, row.offered);
    LONGS_EQUAL(1, row.answered);
    LONGS_EQUAL(2, row.abandoned);
    LONGS_EQUAL(1, row.short_abandoned);
    LONGS_EQUAL(1, row.left);
    LONGS_EQUAL(1, row.transferred);
    LONGS_EQUAL(1, row.failed);
    LONGS_EQUAL(0, row.waiting);
    LONGS_EQUAL(12'000, row.waited_answered.count());
    LONGS_EQUAL(32'000, row.waited_abandoned.count());
    CHECK(row.balances());
}

TEST(QueueCounts, a_caller_who_overflows_is_offered_to_the_second_queue_too) {
    story.enters(1, "sales");
    story.leaves(1, "sales", QueueExit::transferred, 60s);
    story.enters(1, "service");
    LONGS_EQUAL(1, sales().transferred);
    LONGS_EQUAL(1, story.ledger.queue("service").waiting);
    CHECK(sales().balances() && story.ledger.queue("service").balances());
}

TEST(QueueCounts, a_caller_from_before_the_first_record_is_carried_in) {
    story.leaves(77, "sales", QueueExit::connected, 5s);
    LONGS_EQUAL(1, sales().carried_in);
    LONGS_EQUAL(0, sales().offered);
    CHECK(sales().balances());
}

TEST(QueueCounts, whoever_waited_when_the_machine_stopped_was_failed_by_us) {
    story.started(1);
    story.enters(1, "sales");
    story.started(2);
    LONGS_EQUAL(1, sales().failed);
    LONGS_EQUAL(0, sales().waiting);
    CHECK(sales().balances());
}

TEST(QueueCounts, the_six_service_levels_give_the_published_figures) {
    QueueRow row;  // ICMI's example: 1000 answered, 60 abandoned
    row.answered = 1000;
    row.answered_in_target = 860;
    row.abandoned = 60;
    row.abandoned_in_target = 20;
    row.short_abandoned = 10;
    CHECK(service_level(row, ServiceLevel::abandon_positive) == (Ratio{880, 1060}));
    CHECK(service_level(row, ServiceLevel::handled_only) == (Ratio{860, 1000}));
    CHECK(service_level(row, ServiceLevel::abandon_negative) == (Ratio{860, 1060}));
    CHECK(service_level(row, ServiceLevel::abandon_ignored) == (Ratio{860, 1040}));
    CHECK(service_level(row, ServiceLevel::short_abandon_positive) == (Ratio{870, 1060}));
    CHECK(service_level(row, ServiceLevel::short_abandon_excluded) == (Ratio{860, 1050}));
}

TEST(QueueCounts, the_identity_holds_after_every_record_of_a_random_day) {
    const unsigned seed = std::random_device{}();
    std::printf("seed %u ", seed);
    std::mt19937 random(seed);
    std::set<std::uint64_t> waiting;
    std::uint64_t next = 1;
    for (int i = 0; i < 5000; ++i) {
        story.pass(driver::Ticks(random() % 2000));
        if (waiting.empty() || random() % 2 == 0) {
            waiting.insert(next);
            story.enters(next++, "sales");
        } else {
            const auto who =
                std::next(waiting.begin(), static_cast<long>(random() % waiting.size()));
            story.leaves(*who, "sales", static_cast<QueueExit>(random() % 5),
                         driver::Ticks(random() % 60'000));
            waiting.erase(who);
        }
        CHECK(sales().balances());
        LONGS_EQUAL(waiting.size(), sales().waiting);
    }
}

}  // namespace acd
