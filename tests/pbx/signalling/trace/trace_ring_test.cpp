// SPDX-License-Identifier: GPL-2.0-or-later
// The flight recorder: who writes never waits, who reads knows what was missed.
#include "pbx/signalling/trace/trace_ring.hpp"

#include <atomic>
#include <fstream>
#include <memory>
#include <thread>

#include "pbx/signalling/trace/trace_file.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

using namespace pbx;
using driver::Ticks;

namespace {

// A frame whose octets all say `word`, as many as `word` tells.
driver::Frame frame_of(std::uint64_t word, std::uint16_t span = 1) {
    driver::Frame frame;
    frame.span = driver::SpanId{span};
    frame.size = static_cast<std::uint16_t>(3 + word % 260);
    frame.octets.fill(static_cast<std::uint8_t>(word));
    return frame;
}

void write(TraceRing& ring, std::uint64_t word) {
    ring.write(frame_of(word), TraceDirection::received, Side::user,
               Ticks{static_cast<std::int64_t>(word)});
}

bool is_whole(const TraceRecord& record) {
    const auto word = static_cast<std::uint64_t>(record.at.count());
    if (record.size != 3 + word % 260) return false;
    return std::ranges::all_of(record.view(), [&](std::uint8_t octet) {
        return octet == static_cast<std::uint8_t>(word);
    });
}

}  // namespace

TEST_GROUP(TraceRing) {
    std::unique_ptr<TraceRing> ring = std::make_unique<TraceRing>();
    support::ScratchDirectory scratch;
};

TEST(TraceRing, a_frame_comes_back_as_it_was_with_all_that_was_known_of_it) {
    ring->set_clock(Ticks{1000}, 5'000'000);
    driver::Frame frame = frame_of(7, 12);
    ring->write(frame, TraceDirection::sent, Side::network, Ticks{1250});
    TraceReader reader(*ring);
    TraceRecord record;
    CHECK(reader.next(record));
    LONGS_EQUAL(1, record.number);
    LONGS_EQUAL(1250, record.at.count());
    LONGS_EQUAL(5'250'000, record.utc_us);
    LONGS_EQUAL(12, record.span.value);
    CHECK(record.side == Side::network && record.direction == TraceDirection::sent);
    CHECK(std::ranges::equal(frame.view(), record.view()));
    CHECK(record.is_from_network());
    CHECK_FALSE(reader.next(record));
}

TEST(TraceRing, the_longest_frame_fits_and_a_longer_one_is_cut) {
    driver::Frame frame = frame_of(1);
    frame.size = TraceRecord::room;
    ring->write(frame, TraceDirection::received, Side::user, Ticks{1});
    frame.size = 60'000;
    ring->write(frame, TraceDirection::received, Side::user, Ticks{2});
    TraceReader reader(*ring);
    TraceRecord record;
    for (int i = 0; i < 2; ++i) {
        CHECK(reader.next(record));
        LONGS_EQUAL(TraceRecord::room, record.size);
        LONGS_EQUAL(1, record.octets.back());
    }
}

TEST(TraceRing, the_oldest_make_room_and_a_reader_is_told_how_many_it_missed) {
    TraceReader reader(*ring);
    TraceRecord record;
    for (std::uint64_t word = 1; word <= TraceRing::capacity + 100; ++word) write(*ring, word);
    CHECK(reader.next(record));
    LONGS_EQUAL(101, record.number);
    LONGS_EQUAL(100, reader.missed());
    std::uint64_t read = 1;
    while (reader.next(record)) {
        ++read;
        CHECK(is_whole(record));
    }
    LONGS_EQUAL(TraceRing::capacity, read);
    LONGS_EQUAL(0, reader.missed());

    TraceReader late(*ring);  // what was gone before it came it has not missed
    CHECK(late.next(record));
    LONGS_EQUAL(101, record.number);
    LONGS_EQUAL(0, late.missed());
}

TEST(TraceRing, while_it_is_written_a_reader_gets_whole_frames_in_order_or_is_told) {
    constexpr std::uint64_t frames = 300'000;
    std::atomic<bool> begun{false};
    std::thread writer([&] {
        while (!begun) std::this_thread::yield();
        for (std::uint64_t word = 1; word <= frames; ++word) write(*ring, word);
    });
    TraceReader reader(*ring);
    TraceRecord record;
    std::uint64_t read = 0;
    std::uint64_t missed = 0;
    std::uint64_t last = 0;
    bool right = true;
    begun = true;
    while (last < frames) {
        if (!reader.next(record)) continue;
        missed += reader.missed();
        ++read;
        right = right && is_whole(record) && record.number == read + missed;
        last = record.number;
    }
    writer.join();
    CHECK(right);
    LONGS_EQUAL(frames, read + missed);
}

TEST(TraceRing, a_file_outlives_its_writer_and_the_next_one_goes_on) {
    const auto path = scratch.path() / "trace.ring";
    const auto one_frame = [&](std::uint64_t word) {
        auto file = open_trace(path);
        CHECK(static_cast<bool>(file));
        write(**file, word);
    };
    one_frame(1);
    one_frame(2);
    const auto view = view_trace(path);
    CHECK(static_cast<bool>(view));
    TraceReader reader(**view);
    TraceRecord record;
    CHECK(reader.next(record) && is_whole(record));
    CHECK(reader.next(record) && is_whole(record));
    LONGS_EQUAL(2, record.number);
    one_frame(3);  // an open view sees it
    CHECK(reader.next(record) && is_whole(record));
}

TEST(TraceRing, what_is_no_trace_is_refused_by_readers_and_replaced_by_the_writer) {
    const auto path = scratch.path() / "trace.ring";
    std::ofstream(path) << "hello";
    const auto refused = view_trace(path);
    CHECK_FALSE(static_cast<bool>(refused));
    STRCMP_CONTAINS("is not a trace of this version: remove it", refused.error().c_str());
    CHECK(static_cast<bool>(open_trace(path)));
    CHECK(static_cast<bool>(view_trace(path)));
    std::filesystem::resize_file(path, 4096);
    CHECK_FALSE(static_cast<bool>(view_trace(path)));
    CHECK_FALSE(static_cast<bool>(open_trace(scratch.path() / "nowhere" / "trace.ring")));
}
