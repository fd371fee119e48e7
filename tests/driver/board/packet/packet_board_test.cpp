// SPDX-License-Identifier: GPL-2.0-or-later
// Two boards on one wire: what one side says, the other hears, in every format.
#include <vector>

#include "driver/board/packet/wire/addresses.hpp"
#include "tests/driver/board/packet/two_boards.hpp"

#include <CppUTest/TestHarness.h>

using namespace packet_test;
using namespace std::chrono_literals;

namespace {

constexpr std::array formats{PacketFormat::eth, PacketFormat::ethmf, PacketFormat::satop,
                             PacketFormat::cesopsn};

Chunk counted(std::size_t from) {
    Chunk chunk;
    for (std::size_t i = 0; i < 8; ++i) chunk.octets[i] = static_cast<std::uint8_t>(from + i);
    return chunk;
}

}  // namespace

TEST_GROUP(PacketBoard) {
    std::unique_ptr<TwoBoards> wire;

    void joined_by(PacketFormat format, std::uint16_t spans = 1) {
        std::vector<driver::PacketSpanPlan> plans;
        for (std::uint16_t i = 1; i <= spans; ++i) plans.push_back(span_plan(format, i));
        wire = std::make_unique<TwoBoards>(plans);
        wire->run(2s);
    }
    [[nodiscard]] const driver::SpanStatus& near(std::size_t span = 1) const {
        return wire->near().status[span];
    }
    [[nodiscard]] const driver::SpanStatus& far(std::size_t span = 1) const {
        return wire->far().status[span];
    }
};

TEST(PacketBoard, everybody_is_heard_in_every_format_both_ways) {
    for (const PacketFormat format : formats) {
        joined_by(format, 2);
        CHECK_TEXT(!near(1).failed() && !near(2).failed() && !far(1).failed() && !far(2).failed(),
                   std::string(name_of(format)).c_str());
        for (std::size_t i = 0; i < 60; ++i) {
            wire->near().says[i] = counted(i + 1);
            wire->far().says[i] = counted(101 + i);
        }
        wire->run(100ms);
        for (std::size_t i = 0; i < 60; ++i) {
            CHECK_TEXT(wire->far().heard[i] == counted(i + 1),
                       std::string(name_of(format)).c_str());
            CHECK(wire->near().heard[i] == counted(101 + i));
        }
        CHECK_EQUAL(0, near().slips);
    }
}

TEST(PacketBoard, what_is_said_is_heard_in_order_and_whole) {
    for (const PacketFormat format : formats) {
        joined_by(format);
        std::size_t said = 0;
        int heard = -1;
        for (int tick = 0; tick < 200; ++tick) {
            wire->far().says[0] = counted(said++);
            wire->tick();
            const int first = wire->near().heard[0].octets[0];
            if (tick > 50 && heard >= 0) CHECK_EQUAL((heard + 1) % 256, first);
            heard = first;
        }
    }
}

TEST(PacketBoard, a_t1_has_24_timeslots_of_mu_law) {
    driver::PacketSpanPlan plan = span_plan(PacketFormat::eth);
    plan.is_t1 = true;
    plan.span.law = driver::Law::ulaw;
    plan.span.d_timeslot = 24;
    wire = std::make_unique<TwoBoards>(std::vector{plan});
    CHECK_EQUAL(23, wire->near().board.channels().size());
    wire->records = true;
    wire->far().says[22] = counted(1);
    wire->run(5s);
    CHECK(wire->near().heard[22] == counted(1));
    CHECK(!near().failed());
    CHECK_EQUAL(14 + 8 + 12 + 192, wire->sent.back().size());
}

TEST(PacketBoard, frames_of_the_d_channel_arrive_in_every_format) {
    for (const PacketFormat format : formats) {
        joined_by(format);
        driver::Frame frame{.span = {1}, .size = 40, .octets = {}};
        for (std::uint8_t i = 0; i < 40; ++i) frame.octets[i] = static_cast<std::uint8_t>(0xFF - i);
        for (int i = 0; i < 5; ++i) CHECK(wire->far().board.send_frame(frame));
        wire->run(200ms);
        CHECK_EQUAL(5, wire->near().frames.size());
        CHECK(wire->near().frames.front().octets == frame.octets);
    }
}

TEST(PacketBoard, exactly_one_frame_a_tick_is_sent_whatever_comes) {
    joined_by(PacketFormat::eth);
    wire->records = true;
    wire->on_the_way = [](Frame&) { return 7; };  // each comes seven times
    wire->run(1s);
    CHECK_EQUAL(1000, wire->sent.size());
    wire->sent.clear();
    wire->on_the_way = [](Frame&) { return 0; };
    wire->run(1s);
    CHECK_EQUAL(1000, wire->sent.size());
}

TEST(PacketBoard, nothing_comes_is_loss_of_signal_and_told_to_the_far_end) {
    for (const PacketFormat format : formats) {
        joined_by(format);
        wire->on_the_way = [](Frame&) { return 0; };
        wire->run(200ms);
        CHECK(near().loss_of_signal);
        CHECK_TEXT(far().remote_alarm, std::string(name_of(format)).c_str());
        CHECK(wire->near().heard[0] == driver::alaw_silence);
        wire->on_the_way = [](Frame&) { return 1; };
        wire->run(2s);
        CHECK_TEXT(!near().failed(), std::string(name_of(format)).c_str());
        CHECK(!far().failed());
    }
}

TEST(PacketBoard, single_losses_are_slips_and_no_alarm) {
    for (const PacketFormat format : formats) {
        joined_by(format);
        int n = 0;
        wire->on_the_way = [&](Frame&) { return ++n % 100 == 0 ? 0 : 1; };
        wire->run(3s);
        CHECK_TEXT(!near().failed(), std::string(name_of(format)).c_str());
        wire->on_the_way = [](Frame&) { return 1; };
        wire->run(1100ms);
        CHECK_TEXT(near().slips >= 25 && near().slips <= 35, std::to_string(near().slips).c_str());
        CHECK(!far().failed());
    }
}

TEST(PacketBoard, satop_without_crc4_and_with_it) {
    for (const driver::E1Crc4 crc4 :
         {driver::E1Crc4::off, driver::E1Crc4::on, driver::E1Crc4::automatic}) {
        driver::PacketSpanPlan plan = span_plan(PacketFormat::satop);
        plan.span.crc4 = crc4;
        wire = std::make_unique<TwoBoards>(std::vector{plan});
        wire->run(3s);
        CHECK(!near().failed());
        CHECK_EQUAL(0, near().crc_errors);
        const auto at_start = near().far_end_errors;  // while the far end found its frames
        wire->run(2s);
        CHECK_EQUAL(at_start, near().far_end_errors);
    }
}

TEST(PacketBoard, satop_counts_crc_errors_and_the_far_end_says_so) {
    driver::PacketSpanPlan plan = span_plan(PacketFormat::satop);
    plan.span.crc4 = driver::E1Crc4::on;
    plan.udp.far_mac = far_mac;
    wire = std::make_unique<TwoBoards>(std::vector{plan});
    wire->run(3s);
    int n = 0;
    wire->on_the_way = [&](Frame& frame) {
        if (frame.size() > 100 && ++n % 50 == 0) {
            frame[100] ^= 1;
            frame[40] = frame[41] = 0;  // no UDP checksum
        }
        return 1;
    };
    wire->run(3s);
    CHECK(near().crc_errors > 40 && near().crc_errors < 80);
    CHECK(far().far_end_errors > 40);
}

TEST(PacketBoard, loops_of_the_test_set_return_what_was_said) {
    for (const PacketFormat format : formats) {
        joined_by(format);
        CHECK(wire->near().board.test(driver::LoopSpan{{1}, driver::SpanLoop::payload, 2s}));
        wire->far().says[3] = counted(77);
        wire->run(500ms);
        CHECK_TEXT(wire->far().heard[3] == counted(77), std::string(name_of(format)).c_str());
        wire->run(2s);
        CHECK(wire->near().board.test(driver::LoopSpan{{1}, driver::SpanLoop::local, 2s}));
        wire->near().says[3] = counted(55);
        wire->run(500ms);
        CHECK(wire->near().heard[3] == counted(55));
        wire->run(3s);
        CHECK(wire->near().heard[3] == counted(77));
    }
}

TEST(PacketBoard, a_line_loop_of_satop_sends_frames_of_its_own_while_nothing_comes) {
    joined_by(PacketFormat::satop);
    CHECK(wire->near().board.test(driver::LoopSpan{{1}, driver::SpanLoop::line, 60s}));
    wire->far().says[3] = counted(77);
    wire->run(500ms);
    CHECK(wire->far().heard[3] == counted(77));
    wire->on_the_way = [](Frame&) { return 0; };
    wire->run(2s);
    CHECK(!far().loss_of_frame);
    CHECK(far().remote_alarm);
    wire->on_the_way = [](Frame&) { return 1; };
    wire->run(2s);
    CHECK(wire->far().heard[3] == counted(77));
}

TEST(PacketBoard, a_line_loop_of_satop_goes_on_with_its_multiframes_when_a_packet_is_lost) {
    joined_by(PacketFormat::satop);
    CHECK(wire->near().board.test(driver::LoopSpan{{1}, driver::SpanLoop::line, 60s}));
    wire->far().says[3] = counted(77);
    wire->run(500ms);
    int number = 0;
    wire->on_the_way = [&](Frame&) { return ++number % 100 == 0 ? 0 : 1; };
    const auto before = far().crc_errors;
    wire->run(5s);
    CHECK_EQUAL(before, far().crc_errors);
    CHECK(!far().failed());
}

TEST(PacketBoard, a_board_whose_port_could_not_be_opened_says_so) {
    driver::PacketBoard board({{span_plan(PacketFormat::eth)}, 0, driver::BoardTrouble::no_driver},
                              nullptr);
    std::vector<const Chunk*> talk(30);
    std::vector<Chunk*> send(30);
    board.receive(Ticks{}, talk, send);
    for (std::size_t i = 0; i < 30; ++i) *send[i] = *talk[i];
    board.transmit(Ticks{});
    driver::SpanStatus status;
    CHECK(board.next_status(status));
    CHECK(status.no_board);
    CHECK(status.board_trouble == driver::BoardTrouble::no_driver);
    CHECK(board.line_clock({1})->defect == driver::SpanDefect::los);
}

TEST(PacketBoard, addresses_are_read_and_written_as_people_do) {
    CHECK_EQUAL(0x0050'C201'02FFU, driver::mac_address("00:50:c2:01:02:ff")->bits);
    STRCMP_EQUAL("00:50:c2:01:02:ff", driver::text_of(MacAddress{0x0050'C201'02FF}).c_str());
    CHECK_EQUAL(0x0A00'00FEU, driver::ip_address("10.0.0.254")->bits);
    STRCMP_EQUAL("10.0.0.254", driver::text_of(driver::IpAddress{0x0A00'00FE}).c_str());
    for (const char* const wrong :
         {"", "10.0.0", "10.0.0.256", "10.0.0.1.", "10.0..1", "a.0.0.1"}) {
        CHECK_TEXT(!driver::ip_address(wrong), wrong);
    }
    for (const char* const wrong : {"00:50:c2:01:02", "00:50:c2:01:02:fg", "0:0:0:0:0:0:0"}) {
        CHECK_TEXT(!driver::mac_address(wrong), wrong);
    }
}
