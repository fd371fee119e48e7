// SPDX-License-Identifier: GPL-2.0-or-later
// Frames between the signalling thread and the exchange, over a span's D-channel.
#include <algorithm>
#include <memory>

#include "tests/driver/board/far_end.hpp"
#include "tests/driver/board/plant.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using board_test::E1FarEnd;
using board_test::Octets;
using board_test::Plant;

namespace {

const Octets sabme = {0x00, 0x01, 0x7F};
const Octets ua = {0x00, 0x01, 0x73};

Octets octets_of(const Frame& frame) {
    return {frame.view().begin(), frame.view().end()};
}

Frame frame_of(const Octets& octets) {
    Frame frame{.span = SpanId{7}, .size = static_cast<std::uint16_t>(octets.size()), .octets = {}};
    std::copy(octets.begin(), octets.end(), frame.octets.begin());
    return frame;
}

}  // namespace

// Span 7, an E1 with its D-channel in timeslot 16.
TEST_GROUP(DChannel) {
    std::unique_ptr<E1Cable> cable = std::make_unique<E1Cable>();
    std::unique_ptr<E1FarEnd> exchange = std::make_unique<E1FarEnd>(*cable, 16);
    std::unique_ptr<Plant> plant;

    void setup() override {
        BoardPlan plan;
        plan.spans.push_back({
            {SpanId{7}, Law::alaw, 16, LineId{0}},
            cable.get()
        });
        plant = std::make_unique<Plant>(plan);
        pass(2);
    }
    void pass(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            exchange->tick();
            plant->tick();
        }
    }
    // What is told a second later at the latest.
    std::uint32_t bad_frames() {
        pass(1001);
        return plant->status(7).bad_frames;
    }
};

TEST(DChannel, a_frame_of_the_exchange_reaches_signalling) {
    exchange->send_frame(sabme);
    pass(4);
    LONGS_EQUAL(1, plant->frames.size());
    CHECK(octets_of(plant->frames[0]) == sabme);
    LONGS_EQUAL(7, plant->frames[0].span.value);
    LONGS_EQUAL(0, bad_frames());
}

TEST(DChannel, a_frame_of_signalling_reaches_the_exchange) {
    CHECK(plant->board.send_frame(frame_of(ua)));
    pass(4);
    LONGS_EQUAL(1, exchange->frames.size());
    CHECK(exchange->frames[0] == ua);
}

TEST(DChannel, frames_back_to_back_arrive_both_ways_in_order) {
    std::vector<Octets> sent;
    for (std::uint8_t i = 0; i < 30; ++i) {
        sent.push_back(Octets(3 + i, static_cast<std::uint8_t>(0xF0 + i)));
        exchange->send_frame(sent.back());
        CHECK(plant->board.send_frame(frame_of(sent.back())));
    }
    // 30 frames with FCS and one flag between each, stuffing and the way included.
    pass(100);
    CHECK(exchange->frames == sent);
    LONGS_EQUAL(sent.size(), plant->frames.size());
    for (std::size_t i = 0; i < sent.size(); ++i) CHECK(octets_of(plant->frames[i]) == sent[i]);
    LONGS_EQUAL(0, bad_frames());
}

TEST(DChannel, the_longest_frame_arrives_both_ways) {
    const Octets longest(268, 0xFF);
    exchange->send_frame(longest);
    CHECK(plant->board.send_frame(frame_of(longest)));
    pass(60);
    CHECK(exchange->frames == std::vector<Octets>{longest});
    LONGS_EQUAL(1, plant->frames.size());
    CHECK(octets_of(plant->frames[0]) == longest);
}

TEST(DChannel, an_oversized_frame_is_dropped_counted_and_in_nobodys_way) {
    exchange->send_frame(Octets(400, 0x55));
    exchange->send_frame(ua);
    pass(80);
    LONGS_EQUAL(1, plant->frames.size());
    CHECK(octets_of(plant->frames[0]) == ua);
    LONGS_EQUAL(1, bad_frames());
}

TEST(DChannel, frames_nobody_fetches_are_counted_and_the_line_goes_on) {
    plant->signalling_fetches = false;
    for (int i = 0; i < 1100; ++i) exchange->send_frame(ua);
    pass(1200);
    plant->signalling_fetches = true;
    plant->tick();
    const auto fetched = plant->frames.size();
    CHECK(fetched >= 1024);
    CHECK(fetched < 1100);
    LONGS_EQUAL(1100 - fetched, bad_frames());
    exchange->send_frame(sabme);
    pass(4);
    CHECK(octets_of(plant->frames.back()) == sabme);
}

TEST(DChannel, signalling_is_told_when_there_is_no_room_and_may_try_again) {
    int taken = 0;
    while (plant->board.send_frame(frame_of(ua))) ++taken;
    CHECK(taken > 0);
    pass(2);
    CHECK(plant->board.send_frame(frame_of(sabme)));
    pass(60);
    LONGS_EQUAL(taken + 1, exchange->frames.size());
    CHECK(exchange->frames.back() == sabme);
}

TEST(DChannel, a_millisecond_lost_on_the_way_spoils_one_frame_only) {
    exchange->send_frame(Octets(40, 0x11));
    pass(2);
    exchange->send();
    cable->from_far.skip_to_present();  // this one never arrives
    plant->tick();
    pass(8);
    exchange->send_frame(ua);
    pass(4);
    LONGS_EQUAL(1, plant->frames.size());
    CHECK(octets_of(plant->frames[0]) == ua);
    LONGS_EQUAL(1, bad_frames());
}

TEST(DChannel, without_frame_alignment_no_frame_is_believed) {
    exchange->framed = false;
    pass(2);
    exchange->send_frame(ua);
    pass(10);
    CHECK(plant->frames.empty());
    exchange->framed = true;
    pass(2);
    exchange->send_frame(sabme);
    pass(4);
    LONGS_EQUAL(1, plant->frames.size());
    CHECK(octets_of(plant->frames[0]) == sabme);
    LONGS_EQUAL(0, bad_frames());
}
