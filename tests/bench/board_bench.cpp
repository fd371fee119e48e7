// SPDX-License-Identifier: GPL-2.0-or-later
// E1s of a simulated board, each with CRC-4 and a D-channel that never rests: a millisecond of all
// of them received, framed, counted, and sent; of 64 as a share of one core. Their far ends send
// back what they hear, so copying that is measured, too.
#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>

#include "driver/board/simulated/simulated_board.hpp"

namespace {

struct Lines {
    std::size_t spans;
    std::size_t channels{30 * spans};
    std::vector<std::unique_ptr<driver::E1Cable>> cables;
    std::unique_ptr<driver::SimulatedBoard> board;
    std::vector<const driver::Chunk*> talk{std::vector<const driver::Chunk*>(channels)};
    std::vector<driver::Chunk*> send{std::vector<driver::Chunk*>(channels)};
    driver::Ticks now{};
    std::uint64_t frames_heard{};

    explicit Lines(std::size_t how_many) : spans(how_many) {
        driver::BoardPlan plan;
        for (std::size_t i = 0; i < spans; ++i) {
            cables.push_back(std::make_unique<driver::E1Cable>());
            driver::SimulatedSpanPlan span;
            span.id = {static_cast<std::uint16_t>(i + 1)};
            span.cable = cables.back().get();
            span.d_timeslot = 16;
            span.first_line = {static_cast<std::uint16_t>(30 * i)};
            span.crc4 = driver::E1Crc4::on;
            plan.spans.push_back(span);
        }
        board = std::make_unique<driver::SimulatedBoard>(plan);
    }
    void tick() {
        board->receive(now, talk, send);
        for (std::size_t i = 0; i < channels; ++i) *send[i] = *talk[i];
        board->transmit(now);
        for (const auto& cable : cables) {
            const driver::E1Millisecond* heard = cable->from_near.take();
            driver::E1Millisecond* back = cable->from_far.next_to_write();
            if (heard == nullptr || back == nullptr) continue;
            *back = *heard;
            cable->from_far.sent();
        }
        ++now;
    }
    // The signalling thread's part: a frame for every D-channel that has room.
    void signal() {
        driver::Frame frame;
        frame.size = 40;
        for (std::size_t i = 0; i < spans; ++i) {
            frame.span = {static_cast<std::uint16_t>(i + 1)};
            while (board->send_frame(frame)) {
            }
        }
        while (board->next_frame(frame)) ++frames_heard;
        driver::SpanStatus status;
        while (board->next_status(status)) {
        }
    }
};

void ticks(benchmark::State& state, std::size_t spans, double unit) {
    Lines lines(spans);
    for (int i = 0; i < 2000; ++i) {
        lines.tick();
        lines.signal();
    }
    int since_signal = 0;
    for (auto _ : state) {
        lines.tick();
        if (++since_signal < 10) continue;
        state.PauseTiming();
        since_signal = 0;
        lines.signal();
        state.ResumeTiming();
    }
    if (lines.frames_heard == 0) return state.SkipWithError("no frame came back");
    using Counter = benchmark::Counter;
    state.counters["value"] = Counter(unit, Counter::kIsIterationInvariantRate | Counter::kInvert);
}
// Seconds a tick, of a millisecond, in hundredths.
void sixty_four_spans(benchmark::State& state) {
    ticks(state, 64, 1e-5);
    state.SetLabel("%");
}
void tick_of(benchmark::State& state, std::size_t spans) {
    ticks(state, spans, 1e-9);
    state.SetLabel("ns");
}

// How often an octet is moved between the cable and the bus, in and out together: places that lie
// in no cable's memory.
void copies(benchmark::State& state) {
    Lines lines(4);
    for (auto _ : state) lines.tick();
    const auto is_outside = [&](const driver::Chunk* place) {
        const auto* const octets = reinterpret_cast<const std::byte*>(place);
        return std::ranges::none_of(lines.cables, [&](const auto& cable) {
            const auto memory = std::as_bytes(std::span(cable.get(), 1));
            return octets >= memory.data() && octets < memory.data() + memory.size();
        });
    };
    const auto moved = std::ranges::count_if(lines.talk, is_outside) +
                       std::ranges::count_if(lines.send, is_outside);
    state.counters["value"] = static_cast<double>(moved) / static_cast<double>(lines.channels);
    state.SetLabel("copies");
}

BENCHMARK(sixty_four_spans)->Name("board.64.spans");
BENCHMARK_CAPTURE(tick_of, four, 4)->Name("board.tick.simulated.4");
BENCHMARK_CAPTURE(tick_of, sixteen, 16)->Name("board.tick.simulated.16");
BENCHMARK(copies)->Name("board.copies.simulated")->Iterations(3000);

}  // namespace
