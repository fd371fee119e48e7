// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/elastic_store.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::ElasticStore;
using driver::ns_of_frame;
using driver::ns_of_tick;

// A line that numbers its frames, sent in whole milliseconds by its clock; and our clock beside it.
TEST_GROUP(ElasticStore) {
    ElasticStore store;
    std::vector<Chunk> waiting;  // on the line
    std::uint8_t number = 0;
    Chunk previous;
    Chunk present;
    std::vector<std::uint8_t> heard;
    std::int64_t line_ns = 0;  // what each has gained
    std::int64_t our_ns = 0;
    std::int64_t sent_ms = 0;
    std::int64_t taken_ms = 0;
    std::int64_t nominal_ms = 0;
    bool runs = false;
    bool ran_dry = false;

    static std::int64_t whole_ms(std::int64_t ns) {
        return (ns < 0 ? ns - ns_of_tick + 1 : ns) / ns_of_tick;
    }
    void line_sends() {
        for (; sent_ms < nominal_ms + whole_ms(line_ns); ++sent_ms) {
            Chunk chunk;
            for (auto& octet : chunk.octets) octet = number++;
            waiting.push_back(chunk);
        }
    }
    void take() {
        previous = present;
        ran_dry |= waiting.empty();
        if (waiting.empty()) return;
        present = waiting.front();
        waiting.erase(waiting.begin());
    }
    void we_take() {
        for (; taken_ms < nominal_ms + whole_ms(our_ns); ++taken_ms) {
            if (!runs && waiting.size() <= ElasticStore::room(line_ns, our_ns)) continue;
            ElasticStore::Step step;
            if (runs) step = store.next(line_ns - our_ns, waiting.size());
            if (!runs) store.start(line_ns - our_ns);
            runs = true;
            for (auto left = step.milliseconds; left > 0; --left) take();
            const Chunk chunk = driver::frames_from(previous, present, step.first_frame);
            heard.insert(heard.end(), chunk.octets.begin(), chunk.octets.end());
        }
    }
    // With the clocks as they are.
    void start() {
        sent_ms = whole_ms(line_ns);
        taken_ms = whole_ms(our_ns);
        while (!runs) pass(1, 0);
    }
    void pass(std::int64_t milliseconds, double line_ppm, double our_ppm = 0) {
        const auto line_from = line_ns;
        const auto our_from = our_ns;
        for (std::int64_t i = 1; i <= milliseconds; ++i) {
            ++nominal_ms;
            line_ns = line_from + std::llround(line_ppm * static_cast<double>(i));
            our_ns = our_from + std::llround(our_ppm * static_cast<double>(i));
            line_sends();
            we_take();
        }
    }
    // Of what was heard: places where the next frame is not the next number.
    void slips_heard(std::uint32_t & deleted, std::uint32_t & repeated) const {
        deleted = repeated = 0;
        for (std::size_t i = 1; i < heard.size(); ++i) {
            const auto step = static_cast<std::uint8_t>(heard[i] - heard[i - 1]);
            if (step == 2) ++deleted;
            if (step == 0) ++repeated;
            CHECK(step <= 2);
        }
    }
    void slips_are_right() {
        std::uint32_t deleted = 0;
        std::uint32_t repeated = 0;
        slips_heard(deleted, repeated);
        UNSIGNED_LONGS_EQUAL(store.slips().deleted, deleted);
        UNSIGNED_LONGS_EQUAL(store.slips().repeated, repeated);
        CHECK_FALSE(ran_dry);
    }
};

TEST(ElasticStore, frames_come_out_in_order_while_the_clocks_agree) {
    start();
    pass(100, 0);
    slips_are_right();
    UNSIGNED_LONGS_EQUAL(0, store.slips().total());
}

TEST(ElasticStore, a_faster_line_loses_one_frame_when_it_has_gained_one) {
    start();
    pass(1249, 100);
    UNSIGNED_LONGS_EQUAL(0, store.slips().total());
    pass(1, 100);
    UNSIGNED_LONGS_EQUAL(1, store.slips().deleted);
    pass(1249, 100);
    UNSIGNED_LONGS_EQUAL(1, store.slips().deleted);
    pass(1, 100);
    UNSIGNED_LONGS_EQUAL(2, store.slips().deleted);
    slips_are_right();
}

TEST(ElasticStore, a_slower_line_says_one_frame_twice) {
    start();
    pass(1250, -100);
    UNSIGNED_LONGS_EQUAL(1, store.slips().repeated);
    pass(20'000, -100);
    slips_are_right();
    UNSIGNED_LONGS_EQUAL(0, store.slips().deleted);
}

TEST(ElasticStore, wander_of_less_than_a_frame_does_not_slip_to_and_fro) {
    start();
    pass(1300, 100);  // one slip; the store is just past half full
    for (int swing = 0; swing < 20; ++swing) pass(1100, swing % 2 == 0 ? -100 : 100);
    UNSIGNED_LONGS_EQUAL(1, store.slips().total());
    slips_are_right();
}

TEST(ElasticStore, slips_are_drift_over_125_microseconds_whatever_either_clock_does) {
    struct Clocks {
        double line;
        double ours;
    };
    for (const auto& clocks : {
             Clocks{30,  0  },
             {-30, 0  },
             {0,   30 },
             {50,  -50},
             {-50, 50 },
             {-30, 20 },
             {4.6, 32 }
    }) {
        for (const std::int64_t phase : {0, 1, 499'999, 999'999, -1}) {
            store = {};
            waiting.clear();
            heard.clear();
            runs = false;
            line_ns = phase;
            our_ns = 2 * phase;
            sent_ms = taken_ms = nominal_ms = 0;
            start();
            pass(200'000, clocks.line, clocks.ours);
            const double drift_ns = std::fabs(clocks.line - clocks.ours) * 200'000;
            const auto expected = std::lround(drift_ns / static_cast<double>(ns_of_frame));
            CHECK(std::labs(expected - static_cast<long>(store.slips().total())) <= 1);
            slips_are_right();
        }
    }
}
