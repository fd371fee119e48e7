// SPDX-License-Identifier: GPL-2.0-or-later
// Two packet boards joined by a wire in memory: ours, and one that plays the far end.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "driver/board/packet/packet_board.hpp"
#include "tests/driver/board/packet/memory_wire.hpp"

namespace packet_test {

using driver::Chunk;
using driver::MacAddress;
using driver::PacketFormat;
using driver::Ticks;

inline constexpr MacAddress near_mac{0x0200'0000'0001};
inline constexpr MacAddress far_mac{0x0200'0000'0002};
inline constexpr driver::UdpEnd near_end{{0x0A00'0001}, 5000};
inline constexpr driver::UdpEnd far_end{{0x0A00'0002}, 5001};

inline driver::PacketSpanPlan span_plan(PacketFormat format, std::uint16_t number = 1) {
    driver::PacketSpanPlan plan;
    plan.span.id = {number};
    plan.span.d_timeslot = 16;
    plan.span.first_line = {static_cast<std::uint16_t>(30 * (number - 1))};
    plan.format = format;
    plan.tdmoe = {far_mac, static_cast<std::uint16_t>(number + 4)};
    plan.udp.near = {near_end.address, static_cast<std::uint16_t>(near_end.port + number)};
    plan.udp.far = {far_end.address, static_cast<std::uint16_t>(far_end.port + 100 + number)};
    return plan;
}

// The same span, as its far end has it.
inline driver::PacketSpanPlan mirrored(driver::PacketSpanPlan plan) {
    plan.tdmoe.far = near_mac;
    std::swap(plan.udp.near, plan.udp.far);
    if (plan.udp.far_mac) plan.udp.far_mac = near_mac;
    return plan;
}

// A board, and the bus and signalling of its program.
struct Side {
    VirtualClock& clock;
    MemoryPort port;
    driver::PacketBoard board;
    std::vector<const Chunk*> talk;
    std::vector<Chunk*> send;
    std::vector<Chunk> says;   // each channel
    std::vector<Chunk> heard;  // of each, in the last tick
    std::vector<driver::SpanStatus> status;
    std::vector<driver::Frame> frames;
    std::vector<driver::BitsChange> bits;
    driver::BusClock bus;
    Ticks now{};

    Side(MacAddress mac, VirtualClock& its_clock, const std::vector<driver::PacketSpanPlan>& plans)
        : clock(its_clock), port(mac, clock), board({plans, 0}, &port) {
        const std::size_t channels = board.channels().size();
        talk.resize(channels);
        send.resize(channels);
        says.resize(channels, driver::alaw_silence);
        heard.resize(channels);
        status.resize(plans.size() + 1);
    }
    void tick() {
        board.run_by(bus);
        board.receive(now, talk, send);
        for (std::size_t i = 0; i < talk.size(); ++i) {
            heard[i] = *talk[i];
            *send[i] = says[i];
        }
        board.transmit(now);
        driver::SpanStatus news;
        while (board.next_status(news)) status[news.span.value] = news;
        driver::Frame frame;
        while (board.next_frame(frame)) frames.push_back(frame);
        driver::BitsChange change;
        while (board.next_bits(change)) bits.push_back(change);
        ++now;
    }
};

class TwoBoards {
  public:
    explicit TwoBoards(const std::vector<driver::PacketSpanPlan>& plans)
        : near_(near_mac, clock_, plans), far_(far_mac, clock_, all_mirrored(plans)) {}

    Side& near() { return near_; }
    Side& far() { return far_; }
    VirtualClock& clock() { return clock_; }
    // What becomes of a frame to the near board: it may change it, and says how often it arrives.
    std::function<int(Frame&)> on_the_way{[](Frame&) { return 1; }};
    std::vector<Frame> sent;  // by the near board, while `records`
    bool records{};

    void tick() {
        clock_.ns += 1'000'000;
        near_.tick();
        far_.tick();
        pass();
    }
    void run(Ticks time) {
        for (; time > Ticks{}; --time) tick();
    }
    void pass() {
        for (Frame& frame : near_.port.sent) {
            if (records) sent.push_back(frame);
            far_.port.arrived.push_back(std::move(frame));
        }
        near_.port.sent.clear();
        for (Frame& frame : far_.port.sent) {
            for (int left = on_the_way(frame); left > 0; --left) {
                near_.port.arrived.push_back(frame);
            }
        }
        far_.port.sent.clear();
    }

  private:
    static std::vector<driver::PacketSpanPlan> all_mirrored(
        const std::vector<driver::PacketSpanPlan>& plans) {
        std::vector<driver::PacketSpanPlan> all;
        all.reserve(plans.size());
        for (const auto& plan : plans) all.push_back(mirrored(plan));
        return all;
    }
    VirtualClock clock_;
    Side near_;
    Side far_;
};

}  // namespace packet_test
