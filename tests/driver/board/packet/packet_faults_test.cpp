// SPDX-License-Identifier: GPL-2.0-or-later
// What a network and those on it may do to a board: strangers, floods, replays, other clocks.
#include <cmath>
#include <random>
#include <vector>

#include "tests/driver/board/packet/two_boards.hpp"

#include <CppUTest/TestHarness.h>

using namespace packet_test;
using namespace std::chrono_literals;
using driver::Refusal;

TEST_GROUP(PacketFaults) {
    std::unique_ptr<TwoBoards> wire;
    driver::PacketNews news;

    void joined_by(PacketFormat format) {
        wire = std::make_unique<TwoBoards>(std::vector{span_plan(format)});
        wire->run(3s);
        CHECK(!near().failed());
    }
    [[nodiscard]] const driver::SpanStatus& near() const {
        return wire->near().status[1];
    }
    [[nodiscard]] std::uint64_t refused(Refusal why) {
        wire->run(1001ms);
        while (wire->near().board.next_news(news)) {
        }
        return news.refusals[why];
    }
    // A frame of the far end's, as it is on the way.
    [[nodiscard]] Frame frame() {
        Frame copy;
        wire->on_the_way = [&](Frame& each) {
            copy = each;
            return 1;
        };
        wire->tick();
        wire->on_the_way = [](Frame&) { return 1; };
        return copy;
    }
    void arrives(const Frame& one) {
        wire->near().port.arrived.push_back(one);
    }
};

TEST(PacketFaults, a_stranger_is_named_once_and_counted) {
    joined_by(PacketFormat::eth);
    Frame strange = frame();
    strange[11] = 0x77;
    for (int i = 0; i < 10; ++i) arrives(strange);
    strange[15] = 99;
    arrives(strange);
    CHECK_EQUAL(11, refused(Refusal::stranger));
    driver::Stranger stranger;
    CHECK(wire->near().board.next_stranger(stranger));
    CHECK(stranger == driver::Stranger::of(MacAddress{0x0200'0000'0077}, 5));
    CHECK(wire->near().board.next_stranger(stranger));
    CHECK_EQUAL(99, stranger.subaddress);
    CHECK(!wire->near().board.next_stranger(stranger));
    CHECK(!near().failed());
}

TEST(PacketFaults, somebody_elses_udp_is_not_counted_a_strangers_is) {
    joined_by(PacketFormat::satop);
    Frame strange = frame();
    strange[40] = strange[41] = 0;
    Frame other = strange;
    other[37] ^= 0x40;  // to another port of ours: some other program's
    arrives(other);
    CHECK_EQUAL(0, refused(Refusal::stranger));
    strange[29] = 9;                                                 // from another address,
    strange[25] = static_cast<std::uint8_t>(strange[25] - (9 - 2));  // with the header's sum
    arrives(strange);
    CHECK_EQUAL(1, refused(Refusal::stranger));
    driver::Stranger stranger;
    CHECK(wire->near().board.next_stranger(stranger));
    CHECK(stranger == driver::Stranger::of(driver::IpAddress{0x0A00'0009}, 5001));
}

TEST(PacketFaults, broken_frames_are_counted_by_reason_and_nobody_hears_them) {
    joined_by(PacketFormat::eth);
    Frame broken = frame();
    broken[16] = 9;
    arrives(broken);
    broken[16] = 8;
    broken[21] = 24;
    arrives(broken);
    broken.resize(20);
    arrives(broken);
    broken.resize(10);
    arrives(broken);
    CHECK_EQUAL(1, refused(Refusal::wrong_samples));
    CHECK_EQUAL(1, news.refusals[Refusal::wrong_channels]);
    CHECK_EQUAL(2, news.refusals[Refusal::too_short]);
    CHECK_EQUAL(4, news.refusals.total());
    CHECK_EQUAL(0, near().slips);
}

TEST(PacketFaults, frames_to_others_are_none_of_ours) {
    joined_by(PacketFormat::eth);
    Frame other = frame();
    other[5] = 0x55;
    arrives(other);
    CHECK_EQUAL(0, refused(Refusal::stranger));
    CHECK_EQUAL(0, news.refusals.total());
}

TEST(PacketFaults, replayed_frames_change_nothing) {
    joined_by(PacketFormat::eth);
    const Frame old = frame();
    wire->run(20s);
    wire->far().says[0].octets.fill(0x11);
    wire->run(100ms);
    for (int i = 0; i < 500; ++i) {
        arrives(old);
        wire->tick();
        CHECK(wire->near().heard[0].octets[3] == 0x11);
    }
    const std::uint64_t strange = refused(Refusal::out_of_window);
    CHECK_EQUAL(500, strange + news.refusals[Refusal::late]);
    CHECK_EQUAL(0, near().slips);
}

TEST(PacketFaults, a_flood_is_fetched_in_part_and_calls_go_on) {
    joined_by(PacketFormat::eth);
    Frame flood = frame();
    flood[11] = 0x66;
    for (int tick = 0; tick < 1000; ++tick) {
        for (int i = 0; i < 100; ++i) arrives(flood);
        wire->tick();
    }
    CHECK(!near().failed());
    CHECK(refused(Refusal::stranger) > 90'000);
}

TEST(PacketFaults, a_far_end_that_restarts_is_heard_again_at_once) {
    joined_by(PacketFormat::eth);
    wire->on_the_way = [](Frame& frame) {  // other sequence numbers from now on
        frame[18] ^= 0x40;
        return 1;
    };
    wire->run(500ms);
    CHECK(!near().failed());
    CHECK_EQUAL(1, wire->near().board.span(0).counts().restarts);
}

TEST(PacketFaults, no_memory_for_frames_is_counted_and_passes) {
    joined_by(PacketFormat::satop);
    const std::size_t rooms = wire->near().port.rooms_left();
    const auto slips = near().slips;
    wire->near().port.starved = true;
    wire->run(50ms);
    wire->near().port.starved = false;
    wire->run(2s);
    CHECK(!near().failed());
    CHECK(!wire->far().status[1].failed());
    CHECK(near().slips >= slips + 50);
    CHECK_EQUAL(rooms, wire->near().port.rooms_left());
}

TEST(PacketFaults, until_arp_is_answered_nothing_is_sent) {
    wire = std::make_unique<TwoBoards>(std::vector{span_plan(PacketFormat::satop)});
    wire->records = true;
    wire->tick();
    CHECK_EQUAL(1, wire->sent.size());
    CHECK_EQUAL(42, wire->sent[0].size());
    CHECK_EQUAL(0x06, wire->sent[0][13]);
    wire->run(10ms);
    CHECK(wire->sent.size() > 8);
    CHECK_EQUAL(14 + 28 + 4 + 256, wire->sent.back().size());
}

TEST(PacketFaults, cesopsn_says_that_its_line_failed) {
    joined_by(PacketFormat::cesopsn);
    wire->on_the_way = [](Frame& frame) {
        if (frame.size() < 46) return 1;  // ARP
        frame[42] |= 0x08;                // L
        frame[40] = frame[41] = 0;
        return 1;
    };
    wire->run(200ms);
    CHECK(near().alarm_indication);
    CHECK(wire->near().heard[0] == driver::alaw_silence);
    CHECK(wire->far().status[1].remote_alarm);
}

TEST(PacketFaults, satop_of_a_failed_line_is_ais) {
    joined_by(PacketFormat::satop);
    wire->on_the_way = [](Frame& frame) {
        if (frame.size() < 46) return 1;
        frame[42] |= 0x08;
        frame[40] = frame[41] = 0;
        return 1;
    };
    wire->run(300ms);
    CHECK(near().alarm_indication);
    CHECK(wire->far().status[1].remote_alarm);
    wire->on_the_way = [](Frame&) { return 1; };
    wire->run(2s);
    CHECK(!near().failed());
}

TEST(PacketFaults, satop_of_another_maker_need_not_align_its_octets) {
    joined_by(PacketFormat::satop);
    std::vector<std::uint8_t> line;  // 3 bits late
    wire->on_the_way = [&](Frame& frame) {
        if (frame.size() < 302) return 1;
        line.insert(line.end(), frame.begin() + 46, frame.end());
        if (line.size() < 512) return 0;
        for (std::size_t i = 0; i < 256; ++i) {
            frame[46 + i] = static_cast<std::uint8_t>((line[255 + i] << 5U) | line[256 + i] >> 3U);
        }
        line.erase(line.begin(), line.begin() + 256);
        frame[40] = frame[41] = 0;
        return 1;
    };
    wire->far().says[7].octets.fill(0x3C);
    wire->run(3s);
    CHECK(!near().failed());
    CHECK(wire->near().heard[7].octets[0] == 0x3C);
}

// Random losses, delays and repetitions: it goes on, and nothing is heard that was not said.
TEST(PacketFaults, whatever_the_network_does_calls_go_on) {
    const unsigned seed = std::random_device()();
    for (const PacketFormat format :
         {PacketFormat::eth, PacketFormat::satop, PacketFormat::cesopsn}) {
        joined_by(format);
        std::mt19937 chance(seed);
        std::vector<Frame> held;
        wire->on_the_way = [&](Frame& frame) {
            const auto dice = static_cast<unsigned>(chance() % 100);
            if (dice < 3) held.push_back(frame);
            if (!held.empty() && dice >= 90) {
                arrives(held.front());
                held.erase(held.begin());
            }
            return dice < 5 ? 0 : dice < 8 ? 2 : 1;
        };
        wire->far().says[0].octets.fill(0x2A);
        wire->run(200ms);
        int heard = 0;
        for (int tick = 0; tick < 2000; ++tick) {
            wire->tick();
            const Chunk& chunk = wire->near().heard[0];
            CHECK(chunk.octets[0] == 0x2A || chunk == driver::alaw_silence);
            heard += chunk.octets[0] == 0x2A ? 1 : 0;
        }
        CHECK_TEXT(heard > 1800, ("seed " + std::to_string(seed)).c_str());
        CHECK(!near().loss_of_signal);
    }
}

TEST_GROUP(FarClock) {
    std::unique_ptr<TwoBoards> wire;

    // The far end is so much faster than the machine of the near one, for so long.
    void run_at(double ppm, Ticks time) {
        wire = std::make_unique<TwoBoards>(std::vector{span_plan(PacketFormat::eth)});
        go_on_at(ppm, time);
    }
    void go_on_at(double ppm, Ticks time) {
        double far_ms = 0;
        for (std::int64_t tick = 0; tick < time.count(); ++tick) {
            wire->clock().ns += 1'000'000;
            wire->near().tick();
            for (far_ms += 1 + ppm * 1e-6; far_ms >= 1; far_ms -= 1) wire->far().tick();
            wire->pass();
        }
    }
};

TEST(FarClock, is_found_from_when_its_packets_come) {
    for (const double ppm : {-100.0, 0.0, 50.0}) {
        run_at(ppm, 60s);
        const auto before = wire->near().board.line_clock({1});
        CHECK(before->defect == driver::SpanDefect::none);
        go_on_at(ppm, 20s);
        const auto after = wire->near().board.line_clock({1});
        const double found = static_cast<double>(after->gained_ns - before->gained_ns) / 20'000;
        CHECK_TEXT(std::abs(found - ppm) < 30, std::to_string(found).c_str());
    }
}

TEST(FarClock, that_is_faster_makes_slips_and_no_holes) {
    run_at(200, 120s);
    const driver::SpanStatus& near = wire->near().status[1];
    CHECK(!near.failed());
    // 24 ms in two minutes, less what the buffer takes.
    CHECK_TEXT(near.frames_deleted >= 80 && near.frames_deleted <= 192,
               std::to_string(near.frames_deleted).c_str());
    CHECK_EQUAL(0, wire->near().board.span(0).counts().lost);
}

TEST(FarClock, that_is_followed_has_ticks_waiting_as_it_goes) {
    run_at(0, 5s);
    wire->near().bus.source = {1};
    wire->tick();
    wire->clock().ns += 3'000'000;
    const auto clock = wire->near().board.line_clock({1});
    CHECK(clock->waiting >= 2 && clock->waiting <= 4);
    wire->near().tick();
    CHECK_EQUAL(clock->waiting - 1, wire->near().board.line_clock({1})->waiting);
}
