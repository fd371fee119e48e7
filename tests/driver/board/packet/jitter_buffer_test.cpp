// SPDX-License-Identifier: GPL-2.0-or-later
// What a network does to milliseconds, and what is heard of it.
#include "driver/board/packet/jitter_buffer.hpp"

#include <deque>
#include <vector>

#include "driver/board/packet/packet_loss.hpp"

#include <CppUTest/TestHarness.h>

using driver::JitterBuffer;
using driver::Refusal;
using driver::Ticks;
using Playout = JitterBuffer::Playout;

TEST_GROUP(JitterBuffer) {
    JitterBuffer buffer{Ticks{4}};
    std::uint16_t next{};

    Refusal comes(std::uint16_t sequence) {
        const JitterBuffer::Place place = buffer.place(sequence);
        if (place.millisecond != nullptr) {
            place.millisecond->timeslot[0].octets[0] = static_cast<std::uint8_t>(sequence);
            place.millisecond->timeslot[0].octets[1] = static_cast<std::uint8_t>(sequence >> 8U);
        }
        return place.refusal;
    }
    // What is heard in a tick: the number, or -1 for lost, -2 for nothing there, -3 for not yet.
    int hears() {
        const JitterBuffer::Taken taken = buffer.take();
        switch (taken.playout) {
            case Playout::played:
                break;
            case Playout::lost:
                return -1;
            case Playout::empty:
                return -2;
            case Playout::waiting:
                return -3;
        }
        const auto& octets = taken.millisecond->timeslot[0].octets;
        return octets[0] | octets[1] << 8U;
    }
    // Begins with this number, and plays.
    void begin(std::uint16_t sequence) {
        next = sequence;
        for (int i = 0; i < 4; ++i) CHECK(comes(next++) == Refusal::none);
    }
    // One comes and one is heard, so often.
    void go_on(int times) {
        for (; times > 0; --times) {
            CHECK_EQUAL(static_cast<std::uint16_t>(next - 4), hears());
            CHECK(comes(next++) == Refusal::none);
        }
    }
};

TEST(JitterBuffer, waits_until_its_depth_is_there) {
    for (std::uint16_t i = 0; i < 3; ++i) {
        CHECK(comes(i) == Refusal::none);
        CHECK_EQUAL(-3, hears());
    }
    CHECK(comes(3) == Refusal::none);
    for (int i = 0; i < 4; ++i) CHECK_EQUAL(i, hears());
    CHECK_EQUAL(-2, hears());
    CHECK_EQUAL(1, buffer.counts().underruns);
}

TEST(JitterBuffer, numbers_go_round) {
    begin(0xFFFA);
    go_on(70'000);
    CHECK_EQUAL(0, buffer.counts().lost);
    CHECK_EQUAL(0, buffer.counts().restarts);
}

TEST(JitterBuffer, what_overtook_is_heard_in_order) {
    CHECK(comes(1) == Refusal::none);
    CHECK(comes(0) == Refusal::none);  // the very first one, too
    CHECK(comes(3) == Refusal::none);
    CHECK(comes(2) == Refusal::none);
    for (int i = 0; i < 4; ++i) CHECK_EQUAL(i, hears());
    CHECK_EQUAL(2, buffer.counts().reordered);
}

TEST(JitterBuffer, a_lost_one_is_a_hole_of_its_length) {
    begin(0);
    ++next;  // 4 is lost
    for (const int heard : {0, 1, 2, 3, -1, 5, 6}) {
        CHECK_EQUAL(heard, hears());
        comes(next++);
    }
    CHECK_EQUAL(1, buffer.counts().lost);
}

TEST(JitterBuffer, after_a_long_hole_what_was_heard_before_may_be_gone) {
    begin(0);
    const JitterBuffer::Taken first = buffer.take();
    CHECK(first.playout == Playout::played);
    for (int i = 1; i < 4; ++i) CHECK_EQUAL(i, hears());
    CHECK(buffer.keeps(first));
    for (int i = 0; i < 50; ++i) CHECK_EQUAL(-2, hears());
    CHECK(comes(50) == Refusal::none);
    const JitterBuffer::Taken later = buffer.take();
    CHECK(later.playout == Playout::played);
    CHECK(buffer.keeps(first));
    CHECK(comes(64) == Refusal::none);  // in the place of the first
    CHECK_FALSE(buffer.keeps(first));
    CHECK(buffer.keeps(later));
}

TEST(JitterBuffer, of_a_series_that_is_over_nothing_is_kept) {
    begin(0);
    const JitterBuffer::Taken first = buffer.take();
    for (std::uint16_t i = 0; i < 8; ++i)
        static_cast<void>(comes(static_cast<std::uint16_t>(30'000 + i)));
    CHECK_EQUAL(1, buffer.counts().restarts);
    CHECK_FALSE(buffer.keeps(first));
    CHECK_FALSE(buffer.keeps({}));
}

TEST(JitterBuffer, one_that_comes_twice_is_heard_once) {
    begin(0);
    CHECK(comes(3) == Refusal::duplicate);
    CHECK_EQUAL(0, hears());
    CHECK(comes(0) == Refusal::duplicate);  // was heard already
    CHECK_EQUAL(1, hears());
}

TEST(JitterBuffer, one_that_comes_too_late_is_refused) {
    begin(0);
    ++next;
    for (int i = 0; i < 5; ++i) {
        hears();
        comes(next++);
    }
    CHECK(comes(4) == Refusal::late);
}

TEST(JitterBuffer, what_is_delayed_more_than_thought_is_heard_later_from_then_on) {
    begin(0);
    for (int i = 0; i < 4; ++i) CHECK_EQUAL(i, hears());
    for (int i = 0; i < 6; ++i) CHECK_EQUAL(-2, hears());  // a hole of the machine at the far end
    for (std::uint16_t i = 4; i < 14; ++i) CHECK(comes(i) == Refusal::none);
    for (int i = 4; i < 14; ++i) CHECK_EQUAL(i, hears());
    CHECK_EQUAL(0, buffer.counts().lost);
}

TEST(JitterBuffer, what_was_lost_while_nothing_came_takes_no_time_again) {
    begin(0);
    for (int i = 0; i < 4; ++i) CHECK_EQUAL(i, hears());
    for (int i = 0; i < 20; ++i) CHECK_EQUAL(-2, hears());
    for (std::uint16_t i = 24; i < 28; ++i) CHECK(comes(i) == Refusal::none);
    for (int i = 24; i < 28; ++i) CHECK_EQUAL(i, hears());
    CHECK_EQUAL(20, buffer.counts().lost);
}

TEST(JitterBuffer, a_far_end_that_starts_again_is_heard_after_a_moment) {
    begin(100);
    go_on(50);
    std::uint16_t again = 40'000;
    for (unsigned i = 1; i < JitterBuffer::restart_after; ++i) {
        CHECK(comes(again++) == Refusal::out_of_window);
    }
    CHECK(comes(again) == Refusal::none);
    CHECK_EQUAL(1, buffer.counts().restarts);
    for (int i = 1; i < 4; ++i)
        CHECK(comes(static_cast<std::uint16_t>(again + i)) == Refusal::none);
    CHECK_EQUAL(again, hears());
}

TEST(JitterBuffer, strange_numbers_among_good_ones_do_no_harm) {
    begin(0);
    for (std::uint16_t i = 0; i < 1000; ++i) {
        CHECK(comes(static_cast<std::uint16_t>(30'000 + i)) == Refusal::out_of_window);
        go_on(1);
    }
    CHECK_EQUAL(0, buffer.counts().restarts);
    CHECK_EQUAL(0, buffer.counts().lost);
}

TEST(JitterBuffer, after_a_long_silence_it_begins_anew) {
    begin(0);
    for (int i = 0; i < 4; ++i) CHECK_EQUAL(i, hears());
    for (unsigned i = 0; i < JitterBuffer::gone_after; ++i) CHECK_EQUAL(-2, hears());
    begin(50'000);
    go_on(10);
    CHECK_EQUAL(0, buffer.counts().restarts);
}

TEST(JitterBuffer, a_faster_clock_is_left_one_out_of_a_slower_said_one_twice) {
    begin(0);
    int twos = 0;
    for (int tick = 0; tick < 20'000; ++tick) {  // 500 ppm fast: ten in 20 s
        comes(next++);
        if (tick % 2000 == 1999) comes(next++);
        const unsigned step = buffer.step();
        if (step == 2) ++twos;
        for (unsigned left = step; left > 0; --left) CHECK(hears() >= 0);
    }
    CHECK(twos >= 5 && twos <= 10);
    CHECK(buffer.waiting() <= 9);
    int zeros = 0;
    for (int tick = 0; tick < 20'000; ++tick) {
        if (tick % 2000 != 1999) comes(next++);
        const unsigned step = buffer.step();
        if (step == 0) ++zeros;
        if (step != 0) CHECK(hears() >= 0);
    }
    CHECK(zeros >= 3 && zeros <= 10);
    CHECK_EQUAL(0, buffer.counts().underruns);
}

TEST(JitterBuffer, jitter_within_its_depth_is_not_heard) {
    begin(0);
    std::deque<std::uint16_t> under_way;
    for (int tick = 0; tick < 10'000; ++tick) {  // all of 4 ms at once, as a kernel at 250 Hz sends
        under_way.push_back(next++);
        if (tick % 4 == 3) {
            for (const std::uint16_t each : under_way) CHECK(comes(each) == Refusal::none);
            under_way.clear();
        }
        CHECK_EQUAL(1, buffer.step());
        CHECK_EQUAL(static_cast<std::uint16_t>(tick), hears());
    }
}

TEST_GROUP(PacketLoss) {
    driver::PacketLoss loss{{}};

    void came(int times) {
        for (; times > 0; --times) loss.update(true);
    }
    void missing(int times) {
        for (; times > 0; --times) loss.update(false);
    }
};

TEST(PacketLoss, ten_missing_in_a_row_declare_it_two_good_ones_end_it) {
    CHECK(loss.is_lost());  // until something has come
    came(1);
    CHECK(loss.is_lost());
    came(1);
    CHECK(!loss.is_lost());
    missing(9);
    CHECK(!loss.is_lost());
    came(1);
    missing(9);
    CHECK(!loss.is_lost());
    missing(1);
    CHECK(loss.is_lost());
    came(1);
    missing(1);
    came(1);
    CHECK(loss.is_lost());
    came(1);
    CHECK(!loss.is_lost());
}
