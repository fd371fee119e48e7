// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/elastic_store.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include <CppUTest/TestHarness.h>

using driver::Chunk;

// A line that numbers its frames, and our clock beside it.
TEST_GROUP(ElasticStore) {
    driver::ElasticStore<32> store;
    std::array<Chunk, 32> line{};
    std::array<Chunk, 32> heard{};
    std::uint8_t number = 0;

    void line_brings_a_frame() {
        line.fill(driver::filled(++number));
        store.write(line, 3);
    }
    unsigned we_read_a_frame() {
        store.read(heard, 5);
        return heard[31].octets[5];
    }
    // How the store fares for `seconds` when the line is faster by `ppm`.
    void run(double seconds, double ppm) {
        double line_phase = 0.5;
        const auto frames = static_cast<std::int64_t>(seconds * 8000);
        for (std::int64_t i = 0; i < frames; ++i) {
            line_phase += 1 + ppm * 1e-6;
            for (; line_phase >= 1; line_phase -= 1) store.write(line, 0);
            store.read(heard, 0);
        }
    }
};

TEST(ElasticStore, frames_come_out_in_order_and_whole) {
    static_cast<void>(we_read_a_frame());  // it starts half full
    for (unsigned i = 1; i <= 100; ++i) {
        line_brings_a_frame();
        CHECK_EQUAL(i, we_read_a_frame());
        for (const auto& timeslot : heard) CHECK_EQUAL(i, timeslot.octets[5]);
    }
    CHECK_EQUAL(0U, store.slips().total());
}

TEST(ElasticStore, a_faster_line_loses_a_frame_and_a_slower_one_repeats_one) {
    static_cast<void>(we_read_a_frame());
    for (int i = 0; i < 3; ++i) line_brings_a_frame();
    CHECK(store.slips() == (driver::Slips{.deleted = 1, .repeated = 0}));
    CHECK_EQUAL(2U, we_read_a_frame());
    CHECK_EQUAL(3U, we_read_a_frame());
    CHECK_EQUAL(3U, we_read_a_frame());
    CHECK(store.slips() == (driver::Slips{.deleted = 1, .repeated = 1}));
}

TEST(ElasticStore, wander_of_less_than_a_frame_does_not_slip_to_and_fro) {
    for (int i = 0; i < 5; ++i) line_brings_a_frame();
    const auto slips = store.slips().total();
    for (int i = 0; i < 100; ++i) {
        static_cast<void>(we_read_a_frame());
        static_cast<void>(we_read_a_frame());
        line_brings_a_frame();
        line_brings_a_frame();
    }
    CHECK_EQUAL(slips, store.slips().total());
}

TEST(ElasticStore, slips_are_drift_over_125_microseconds) {
    for (const double ppm : {30.0, -30.0, 50.0, -4.6, 0.0}) {
        store = {};
        const double seconds = 50;
        run(seconds, ppm);
        const auto expected = std::lround(std::fabs(ppm) * 1e-6 * seconds / 125e-6);
        CHECK(std::labs(expected - static_cast<std::int64_t>(store.slips().total())) <= 1);
        CHECK_EQUAL(0U, ppm > 0 ? store.slips().repeated : store.slips().deleted);
    }
}

TEST(ElasticStore, a_larger_store_bears_ticks_that_bring_eight_frames_at_once) {
    driver::ElasticStore<24, 20> large;
    std::array<Chunk, 24> t1{};
    for (int ms = 0; ms < 1000; ++ms) {
        for (std::size_t k = 0; k < 8; ++k) large.write(t1, k);
        for (std::size_t k = 0; k < 8; ++k) large.read(t1, k);
    }
    CHECK_EQUAL(0U, large.slips().total());
    CHECK_EQUAL(10U, large.waiting());
}
