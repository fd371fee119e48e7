// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/cable.hpp"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <thread>

#include <CppUTest/TestHarness.h>

using Strand = driver::CableStrand<driver::E1Millisecond>;

TEST_GROUP(CableStrand) {
    // Not in the fixture itself: the test harness does not align what it makes to 64 octets.
    std::unique_ptr<Strand> strand = std::make_unique<Strand>();

    bool send(std::uint8_t word) {
        auto* const place = strand->next_to_write();
        if (place == nullptr) return false;
        place->timeslot[1] = driver::filled(word);
        strand->sent();
        return true;
    }
    int hear() {
        const auto* const heard = strand->take();
        return heard == nullptr ? -1 : heard->timeslot[1].octets[0];
    }
};

TEST(CableStrand, milliseconds_arrive_once_and_in_order) {
    LONGS_EQUAL(-1, hear());
    send(1);
    send(2);
    LONGS_EQUAL(2, strand->waiting());
    LONGS_EQUAL(1, hear());
    LONGS_EQUAL(1, strand->waiting());
    LONGS_EQUAL(2, hear());
    LONGS_EQUAL(-1, hear());
    LONGS_EQUAL(0, strand->waiting());
}

TEST(CableStrand, the_millisecond_in_the_readers_hands_is_not_overwritten) {
    send(7);
    const auto* const held = strand->take();
    std::size_t more = 0;
    while (send(8)) ++more;
    LONGS_EQUAL(Strand::length - 1, more);
    LONGS_EQUAL(7, held->timeslot[1].octets[0]);
    LONGS_EQUAL(8, hear());
    CHECK(send(9));
    CHECK_FALSE(send(10));
}

TEST(CableStrand, a_reader_that_comes_back_starts_with_the_present) {
    for (std::uint8_t word = 0; word < 100; ++word) send(word);
    LONGS_EQUAL(0, hear());
    strand->skip_to_present();
    LONGS_EQUAL(-1, hear());
    send(200);
    LONGS_EQUAL(200, hear());
}

TEST(CableStrand, a_writer_that_dies_before_it_is_done_has_sent_nothing) {
    send(1);
    strand->next_to_write()->timeslot[1] = driver::filled(99);
    LONGS_EQUAL(1, hear());
    LONGS_EQUAL(-1, hear());
    send(2);
    LONGS_EQUAL(2, hear());
}

TEST(CableStrand, a_writer_and_a_reader_in_two_threads_never_see_half_a_millisecond) {
    constexpr std::uint32_t many = 100000;
    std::thread writer([this] {
        for (std::uint32_t i = 0; i < many;) {
            auto* const place = strand->next_to_write();
            if (place == nullptr) {
                std::this_thread::yield();
                continue;
            }
            for (auto& chunk : place->timeslot)
                chunk = driver::filled(static_cast<std::uint8_t>(i));
            strand->sent();
            ++i;
        }
    });
    std::uint32_t wrong = 0;
    for (std::uint32_t i = 0; i < many;) {
        const auto* const heard = strand->take();
        if (heard == nullptr) {
            std::this_thread::yield();
            continue;
        }
        for (const auto& chunk : heard->timeslot) {
            wrong += chunk == driver::filled(static_cast<std::uint8_t>(i)) ? 0 : 1;
        }
        ++i;
    }
    writer.join();
    LONGS_EQUAL(0, wrong);
}
