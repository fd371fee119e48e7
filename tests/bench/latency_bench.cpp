// SPDX-License-Identifier: GPL-2.0-or-later
// board.latency: in how many ticks what the bus says to a board is heard on the bus again. The far
// end gives back at once what it gets, so all of it is the board's: a sound of one millisecond is
// said in one tick, and the ticks are counted until it is heard. PCI's is in pci_bench.cpp, DAHDI's
// needs a kernel (tests/vm/dahdi_bench.cpp).
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "driver/board/packet/dpdk/ethdev_port.hpp"
#include "driver/board/packet/packet_board.hpp"
#include "driver/board/simulated/simulated_board.hpp"

namespace {

using namespace driver;

constexpr unsigned most_ticks = 200;
constexpr int until_it_runs = 4500;

// A board of one E1, which hears itself, and its bus.
class Line {
  public:
    virtual ~Line() = default;
    [[nodiscard]] virtual Board& board() = 0;
    // Between two ticks.
    virtual void carry() {}

    void tick(const Chunk& says) {
        board().run_by({});
        board().receive(now_, talk_, send_);
        for (Chunk* const each : send_) *each = silence(Law::alaw);
        *send_[0] = says;
        board().transmit(now_);
        ++now_;
        carry();
        SpanStatus status;
        while (board().next_status(status)) fails_ = status.failed();
        SpanPerformance quarter;
        while (board().next_performance(quarter)) {
        }
    }
    [[nodiscard]] const Chunk& heard() const { return *talk_[0]; }
    [[nodiscard]] bool fails() const { return fails_; }

  private:
    std::vector<const Chunk*> talk_{std::vector<const Chunk*>(30)};
    std::vector<Chunk*> send_{std::vector<Chunk*>(30)};
    Ticks now_{};
    bool fails_{};
};

SpanPlan e1_plan() {
    SpanPlan plan;
    plan.id = {1};
    plan.d_timeslot = 16;
    return plan;
}

class SimulatedLine final : public Line {
  public:
    [[nodiscard]] Board& board() override { return board_; }
    void carry() override {
        const E1Millisecond* const sent = cable_.from_near.take();
        E1Millisecond* const back = cable_.from_far.next_to_write();
        if (sent == nullptr || back == nullptr) return;
        *back = *sent;
        cable_.from_far.sent();
    }

  private:
    static BoardPlan plan(E1Cable& cable) {
        BoardPlan plan;
        plan.spans.push_back({e1_plan(), &cable});
        return plan;
    }
    E1Cable cable_;
    SimulatedBoard board_{plan(cable_)};
};

constexpr MacAddress far_mac{0x0200'0000'0002};

// A port of DPDK whose far end returns each frame to its sender.
class ReturningPort final : public Port {
  public:
    explicit ReturningPort(std::unique_ptr<EthdevPort> port) : port_(std::move(port)) {}
    [[nodiscard]] MacAddress address() const noexcept override { return port_->address(); }
    [[nodiscard]] std::span<const Octets> receive() noexcept override { return port_->receive(); }
    [[nodiscard]] FrameRoom room() noexcept override { return port_->room(); }
    void send(std::span<const OutgoingFrame> frames) noexcept override {
        for (const OutgoingFrame& frame : frames) {
            std::uint8_t* const to = frame.room.begin + frame.first;
            if (frame.size > 0) std::swap_ranges(to, to + mac_octets, to + mac_octets);
        }
        port_->send(frames);
    }
    [[nodiscard]] std::int64_t now_ns() const noexcept override { return port_->now_ns(); }
    [[nodiscard]] PortCounts counts() const noexcept override { return port_->counts(); }

  private:
    static constexpr std::size_t mac_octets = 6;
    std::unique_ptr<EthdevPort> port_;
};

// A ring of DPDK, both ends of which are one port. A program has DPDK once, so ports stay.
ReturningPort* ring(PacketFormat format) {
    static const auto eal = Eal::start({.pci = {}, .ports = 3});
    static std::map<PacketFormat, ReturningPort> ports;
    if (!eal) return nullptr;
    const auto there = ports.find(format);
    if (there != ports.end()) return &there->second;
    auto opened = EthdevPort::open(**eal, "net_ring" + std::to_string(static_cast<int>(format)));
    return opened ? &ports.emplace(format, std::move(*opened)).first->second : nullptr;
}

class PacketLine final : public Line {
  public:
    PacketLine(PacketFormat format, Ticks jitter, Port& port)
        : board_(plan(format, jitter), &port) {}
    [[nodiscard]] Board& board() override { return board_; }

  private:
    static PacketBoardPlan plan(PacketFormat format, Ticks jitter) {
        PacketSpanPlan one;
        one.span = e1_plan();
        one.format = format;
        one.jitter = jitter;
        one.tdmoe = {far_mac, 1};
        one.udp.near = one.udp.far = {{1}, 5000};
        one.udp.far_mac = far_mac;
        PacketBoardPlan plan;
        plan.spans.push_back(one);
        return plan;
    }
    PacketBoard board_;
};

void measure(benchmark::State& state, Line& line) {
    for (int i = 0; i < until_it_runs; ++i) line.tick(silence(Law::alaw));
    if (line.fails()) return state.SkipWithError("the board does not hear itself");
    unsigned ticks = 0;
    for (auto _ : state) {
        line.tick(filled(0x17));
        for (ticks = 1; ticks < most_ticks; ++ticks) {
            line.tick(silence(Law::alaw));
            const auto& heard = line.heard().octets;
            if (std::ranges::find(heard, std::uint8_t{0x17}) != heard.end()) break;
        }
    }
    if (ticks == most_ticks) return state.SkipWithError("it is never heard");
    state.counters["value"] = ticks;
    state.SetLabel("ticks");
}

void simulated(benchmark::State& state) {
    const auto line = std::make_unique<SimulatedLine>();
    measure(state, *line);
}

void packet(benchmark::State& state, PacketFormat format, Ticks jitter) {
    ReturningPort* const port = ring(format);
    if (port == nullptr) return state.SkipWithError("DPDK gives no ring");
    const auto line = std::make_unique<PacketLine>(format, jitter, *port);
    measure(state, *line);
}

// The jitter buffer's depth is a setting: 8 ms unless set otherwise, 2 at least.
BENCHMARK(simulated)->Name("board.latency.simulated")->Iterations(50);
BENCHMARK_CAPTURE(packet, eth, PacketFormat::eth, 8ms)
    ->Name("board.latency.packet.jitter_8")
    ->Iterations(50);
BENCHMARK_CAPTURE(packet, eth_2, PacketFormat::eth, 2ms)
    ->Name("board.latency.packet.jitter_2")
    ->Iterations(50);
BENCHMARK_CAPTURE(packet, satop, PacketFormat::satop, 8ms)
    ->Name("board.latency.packet.satop.jitter_8")
    ->Iterations(50);
BENCHMARK_CAPTURE(packet, satop_2, PacketFormat::satop, 2ms)
    ->Name("board.latency.packet.satop.jitter_2")
    ->Iterations(50);

}  // namespace
