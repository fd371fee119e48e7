// SPDX-License-Identifier: GPL-2.0-or-later
// Spans over Ethernet: two boards end to end, so that each frame is made, sent, received, put into
// its jitter buffer and heard. Frames pass from one port to the other without being touched; what a
// driver and a network card add is not in here.
#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "driver/board/packet/packet_board.hpp"

namespace {

using driver::Chunk;
using driver::PacketFormat;

constexpr driver::MacAddress near_mac{0x0200'0000'0001};
constexpr driver::MacAddress far_mac{0x0200'0000'0002};

// One end of a wire. A frame stays in the sender's memory until the receiver is done with it.
class WirePort final : public driver::Port {
  public:
    explicit WirePort(driver::MacAddress address) : address_(address), rooms_(1024) {
        for (Room& room : rooms_) free_.push_back(&room);
        given_.reserve(rooms_.size());
        arrived_.reserve(rooms_.size());
    }
    void join(WirePort& other) { other_ = &other; }

    [[nodiscard]] driver::MacAddress address() const noexcept override { return address_; }
    [[nodiscard]] std::span<const driver::Octets> receive() noexcept override {
        for (void* const room : given_) other_->free_.push_back(static_cast<Room*>(room));
        given_.clear();
        const std::size_t count = std::min(arrived_.size() - taken_, views_.size());
        for (std::size_t i = 0; i < count; ++i) {
            const driver::OutgoingFrame& frame = arrived_[taken_++];
            views_[i] = {frame.room.begin + frame.first, frame.size};
            given_.push_back(frame.room.handle);
        }
        if (taken_ == arrived_.size()) {
            arrived_.clear();
            taken_ = 0;
        }
        return std::span<const driver::Octets>(views_).first(count);
    }
    [[nodiscard]] driver::FrameRoom room() noexcept override {
        if (free_.empty()) return {};
        Room* const room = free_.back();
        free_.pop_back();
        return {room->octets.data(), room};
    }
    void send(std::span<const driver::OutgoingFrame> frames) noexcept override {
        for (const driver::OutgoingFrame& frame : frames) {
            if (frame.size == 0) {
                free_.push_back(static_cast<Room*>(frame.room.handle));
                continue;
            }
            other_->arrived_.push_back(copies ? copied(frame) : frame);
            ++sent;
        }
    }
    [[nodiscard]] std::int64_t now_ns() const noexcept override { return now; }
    [[nodiscard]] driver::PortCounts counts() const noexcept override { return {}; }
    // Whether a chunk lies in a frame of this port.
    [[nodiscard]] bool has(const Chunk* chunk) const {
        const auto* const at = chunk->octets.data();
        return at >= rooms_.front().octets.data() && at < rooms_.back().octets.data() + 2048;
    }

    std::int64_t now{1};
    std::uint64_t sent{};
    bool copies{};  // as a board does that keeps its samples elsewhere

  private:
    struct Room {
        alignas(64) std::array<std::uint8_t, driver::FrameRoom::octets> octets{};
    };
    driver::OutgoingFrame copied(driver::OutgoingFrame frame) noexcept {
        const driver::FrameRoom to = room();
        std::memcpy(to.begin + frame.first, frame.room.begin + frame.first, frame.size);
        free_.push_back(static_cast<Room*>(frame.room.handle));
        frame.room = to;
        return frame;
    }

    driver::MacAddress address_;
    WirePort* other_{};
    std::vector<Room> rooms_;
    std::vector<Room*> free_;
    std::vector<void*> given_;
    std::vector<driver::OutgoingFrame> arrived_;
    std::size_t taken_{};
    std::array<driver::Octets, burst> views_{};
};

driver::PacketBoardPlan plan_of(PacketFormat format, std::size_t spans, bool far) {
    driver::PacketBoardPlan plan;
    for (std::size_t i = 0; i < spans; ++i) {
        const auto number = static_cast<std::uint16_t>(i);
        driver::PacketSpanPlan one;
        one.span.id = {static_cast<std::uint16_t>(i + 1)};
        one.span.d_timeslot = 16;
        one.span.first_line = {static_cast<std::uint16_t>(30 * i)};
        one.format = format;
        one.jitter = driver::Ticks{4};
        one.tdmoe = {far ? near_mac : far_mac, number};
        one.udp.near = {{far ? 2U : 1U}, static_cast<std::uint16_t>(5000 + number)};
        one.udp.far = {{far ? 1U : 2U}, static_cast<std::uint16_t>(5000 + number)};
        one.udp.far_mac = one.tdmoe.far;
        plan.spans.push_back(one);
    }
    return plan;
}

struct End {
    WirePort port;
    driver::PacketBoard board;
    std::vector<const Chunk*> talk;
    std::vector<Chunk*> send;
    driver::Ticks now{};

    End(PacketFormat format, std::size_t spans, bool far)
        : port(far ? far_mac : near_mac),
          board(plan_of(format, spans, far), &port),
          talk(30 * spans),
          send(30 * spans) {}
    void tick() {
        port.now += 1'000'000;
        board.receive(now, talk, send);
        for (std::size_t i = 0; i < talk.size(); ++i) *send[i] = *talk[i];
        board.transmit(now);
        driver::SpanStatus status;
        while (board.next_status(status)) {
        }
        driver::SpanPerformance quarter;
        while (board.next_performance(quarter)) {
        }
        ++now;
    }
};

struct Ends {
    End near;
    End far;

    Ends(PacketFormat format, std::size_t spans)
        : near(format, spans, false), far(format, spans, true) {
        near.port.join(far.port);
        far.port.join(near.port);
        for (int i = 0; i < 4500; ++i) tick();  // until its clock is known
    }
    void tick() {
        near.tick();
        far.tick();
    }
    // The boards hear each other.
    [[nodiscard]] bool work() {
        return near.board.line_clock({1})->defect == driver::SpanDefect::none;
    }
};

// How many frames a second one core makes, sends, receives and plays.
void packets(benchmark::State& state, bool copies) {
    const auto ends = std::make_unique<Ends>(PacketFormat::eth, 64);
    ends->near.port.copies = ends->far.port.copies = copies;
    if (!ends->work()) return state.SkipWithError("nothing is heard");
    const std::uint64_t before = ends->near.port.sent + ends->far.port.sent;
    for (auto _ : state) ends->tick();
    const auto sent = static_cast<double>(ends->near.port.sent + ends->far.port.sent - before);
    state.counters["value"] = benchmark::Counter(sent, benchmark::Counter::kIsRate);
    state.SetLabel("packets/s");
}

// One board's tick: half of what both need.
void tick(benchmark::State& state, PacketFormat format, std::size_t spans) {
    const auto ends = std::make_unique<Ends>(format, spans);
    if (!ends->work()) return state.SkipWithError("nothing is heard");
    for (auto _ : state) ends->tick();
    using Counter = benchmark::Counter;
    state.counters["value"] = Counter(2e-9, Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("ns");
}

// How often an octet is moved between the wire's frame and the bus, in and out together: 0 at best.
void copies(benchmark::State& state, PacketFormat format) {
    const auto ends = std::make_unique<Ends>(format, 4);
    std::size_t moved = 0;
    for (auto _ : state) {
        ends->tick();
        End& near = ends->near;
        moved =
            (near.port.has(near.send[0]) ? 0U : 1U) + (ends->far.port.has(near.talk[0]) ? 0U : 1U);
    }
    state.counters["value"] = static_cast<double>(moved);
    state.SetLabel("copies");
}

BENCHMARK_CAPTURE(packets, in_place, false)->Name("tdmoe.packets");
BENCHMARK_CAPTURE(packets, copied, true)->Name("tdmoe.packets|memcpy into the frame");
BENCHMARK_CAPTURE(tick, four, PacketFormat::eth, 4)->Name("board.tick.packet.4");
BENCHMARK_CAPTURE(tick, sixteen, PacketFormat::eth, 16)->Name("board.tick.packet.16");
BENCHMARK_CAPTURE(tick, satop, PacketFormat::satop, 16)->Name("board.tick.packet.satop.16");
BENCHMARK_CAPTURE(tick, cesopsn, PacketFormat::cesopsn, 16)->Name("board.tick.packet.cesopsn.16");
BENCHMARK_CAPTURE(copies, eth, PacketFormat::eth)->Name("board.copies.packet");

}  // namespace
