// SPDX-License-Identifier: GPL-2.0-or-later
// PCI boards on the model, whose time is not counted: what our half costs. Registers of the model
// answer at once, a real board's take about a microsecond each: ten accesses a tick.
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "driver/board/pci/model/modelled_board.hpp"

namespace {

using namespace driver;

class Board final : public PciBoard {
  public:
    using PciBoard::PciBoard;
};

struct Card {
    ModelMemory memory;
    std::vector<std::unique_ptr<E1Cable>> cables;
    std::unique_ptr<Te4Model> model;
    std::unique_ptr<Board> board;
    std::vector<const Chunk*> talk{std::vector<const Chunk*>(120)};
    std::vector<Chunk*> send{std::vector<Chunk*>(120)};
    Ticks now{};

    explicit Card(bool has_ring) {
        PciBoardPlan plan;
        plan.card = *te4_card_of({0xD161, std::uint16_t(has_ring ? 0x1410 : 0x0410), 0x0005});
        Te4ModelPlan model_plan;
        model_plan.has_ring = has_ring;
        for (std::uint16_t i = 0; i < 4; ++i) {
            cables.push_back(std::make_unique<E1Cable>());
            PciSpanPlan span;
            span.id = {static_cast<std::uint16_t>(i + 1)};
            span.d_timeslot = 16;
            span.first_line = {static_cast<std::uint16_t>(30 * i)};
            plan.spans.push_back(span);
            model_plan.lines.push_back({cables.back().get(), Law::alaw, 16});
        }
        model = std::make_unique<Te4Model>(model_plan, memory);
        board = std::make_unique<Board>(plan, *model, memory.dma());
        board->bring_up([](std::uint32_t) {});
    }
    // What we send comes back.
    void pass_lines() {
        for (const auto& cable : cables) {
            while (const E1Millisecond* const sent = cable->from_near.take()) {
                E1Millisecond* const back = cable->from_far.next_to_write();
                if (back == nullptr) continue;
                *back = *sent;
                cable->from_far.sent();
            }
        }
        model->tick();
    }
    void tick() {
        board->receive(now, talk, send);
        for (std::size_t i = 0; i < send.size(); ++i) *send[i] = *talk[i];
        board->transmit(now);
        ++now;
    }
    void fetch() {
        SpanStatus status;
        while (board->next_status(status)) {
        }
        SpanPerformance quarter;
        while (board->next_performance(quarter)) {
        }
        SpanTest test;
        while (board->next_test(test)) {
        }
    }
};

void ticks(benchmark::State& state, unsigned cards) {
    std::vector<std::unique_ptr<Card>> all;
    for (unsigned i = 0; i < cards; ++i) all.push_back(std::make_unique<Card>(true));
    const auto pass_lines = [&] {
        for (const auto& card : all) {
            card->pass_lines();
            card->fetch();
        }
    };
    for (int i = 0; i < 2000; ++i) {
        pass_lines();
        for (const auto& card : all) card->tick();
    }
    for (auto _ : state) {
        state.PauseTiming();
        pass_lines();
        state.ResumeTiming();
        for (const auto& card : all) card->tick();
    }
    using benchmark::Counter;
    state.counters["value"] = Counter(1e-9, Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("ns");
}
void four_spans(benchmark::State& state) {
    ticks(state, 1);
}
void sixteen_spans(benchmark::State& state) {
    ticks(state, 4);
}
BENCHMARK(four_spans)->Name("board.tick.pci.4");
BENCHMARK(sixteen_spans)->Name("board.tick.pci.16");

// Octets copied a tick and span besides what the bus moves: places that the board says are not in
// the memory it shares with the hardware.
void copies(benchmark::State& state) {
    Card card(true);
    for (auto _ : state) {
        card.pass_lines();
        card.tick();
        card.fetch();
    }
    const DmaMemory dma = card.memory.dma();
    double outside = 0;
    const auto look_at = [&](const Chunk* place) {
        const auto* const octet = reinterpret_cast<const std::uint8_t*>(place);
        const bool inside =
            octet >= dma.octets.data() && octet < dma.octets.data() + dma.octets.size();
        if (!inside) outside += sizeof(Chunk);
    };
    for (const Chunk* const place : card.talk) look_at(place);
    for (const Chunk* const place : card.send) look_at(place);
    state.counters["value"] = outside / 4;
    state.SetLabel("octets");
}
BENCHMARK(copies)->Name("board.copies.pci")->Iterations(3000);

// From our bus through the line, which gives it back, to our bus again.
void latency(benchmark::State& state) {
    Card card(true);
    for (int i = 0; i < 2000; ++i) {
        card.pass_lines();
        card.tick();
        card.fetch();
    }
    unsigned milliseconds = 0;
    std::uint8_t mark = 0;  // older ones still go round
    for (auto _ : state) {
        ++mark;
        card.pass_lines();
        card.tick();
        *card.send[0] = filled(mark);
        for (milliseconds = 1; milliseconds < 50; ++milliseconds) {
            card.pass_lines();
            card.tick();
            card.fetch();
            if (*card.talk[0] == filled(mark)) break;
        }
    }
    state.counters["value"] = milliseconds;
    state.SetLabel("ticks");
}
BENCHMARK(latency)->Name("board.latency.pci")->Iterations(50);

}  // namespace
