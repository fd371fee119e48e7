// SPDX-License-Identifier: GPL-2.0-or-later
// What cancelling echoes costs: 64 lines that hear recorded speech and say its echo, law octets in
// and out, a millisecond at a time. Every line adapts all the time.
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "ivr_dsp/dsp/echo/echo_canceller.hpp"
#include "tests/ivr_dsp/dsp/echo/echoed_line.hpp"
#include "tests/ivr_dsp/dsp/echo/spandsp_canceller.hpp"

namespace {

using driver::Chunk;
using driver::Law;
using ivr_dsp::EchoCancellers;
using ivr_dsp::EchoTail;
using ivr_dsp::Isa;

constexpr std::size_t channels = 64;
constexpr std::size_t recorded_ms = 2000;
constexpr std::size_t ticks_per_round = 100;

struct Lines {
    std::vector<std::vector<Chunk>> hears;
    std::vector<std::vector<Chunk>> says;
};
Lines lines() {
    Lines all;
    for (std::size_t number = 0; number < ivr_dsp::lanes; ++number) {
        support::EchoedLine line;
        line.path = support::hybrid(static_cast<int>(number), 10, 2, 128);
        line.far = support::speech(-15, recorded_ms, 11 * number);
        line.near = support::noise(-60, recorded_ms, static_cast<unsigned>(number));
        all.hears.emplace_back();
        all.says.emplace_back();
        for (std::size_t ms = 0; ms < recorded_ms; ++ms) {
            line.next();
            all.hears.back().push_back(line.hears);
            all.says.back().push_back(line.says);
        }
    }
    return all;
}

// Runs cancel(hears, says) for all channels in every tick; nanoseconds for each sample and channel.
template <class Cancel>
void measure(benchmark::State& state, Cancel&& cancel) {
    const Lines all = lines();
    std::vector<const Chunk*> hears(channels);
    std::vector<const Chunk*> says(channels);
    std::size_t tick = 0;
    for (auto _ : state) {
        for (std::size_t i = 0; i < ticks_per_round; ++i, ++tick) {
            for (std::size_t channel = 0; channel < channels; ++channel) {
                const std::size_t at = (tick + 29 * channel) % recorded_ms;
                hears[channel] = &all.hears[channel % ivr_dsp::lanes][at];
                says[channel] = &all.says[channel % ivr_dsp::lanes][at];
            }
            cancel(hears.data(), says.data());
        }
    }
    using Counter = benchmark::Counter;
    const double samples = channels * ticks_per_round * driver::samples_per_tick;
    state.counters["value"] =
        Counter(1e-9 * samples, Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("ns");
}

void ours(benchmark::State& state, EchoTail tail, Isa isa) {
    std::vector<std::unique_ptr<EchoCancellers>> cancellers;
    for (std::size_t first = 0; first < channels; first += ivr_dsp::lanes) {
        cancellers.push_back(std::make_unique<EchoCancellers>(tail, isa));
    }
    std::vector<Chunk> clean(channels);
    std::vector<Chunk*> where;
    where.reserve(channels);
    for (Chunk& chunk : clean) where.push_back(&chunk);
    measure(state, [&](const Chunk* const* hears, const Chunk* const* says) {
        for (std::size_t i = 0; i < cancellers.size(); ++i) {
            const std::size_t first = i * ivr_dsp::lanes;
            cancellers[i]->cancel(hears + first, says + first, where.data() + first);
        }
        benchmark::ClobberMemory();
    });
    if (!cancellers[0]->report(0).learned) state.SkipWithError("no echo was found");
}

void spandsp(benchmark::State& state, EchoTail tail) {
    std::vector<std::unique_ptr<support::SpandspCanceller>> cancellers;
    for (std::size_t channel = 0; channel < channels; ++channel) {
        cancellers.push_back(std::make_unique<support::SpandspCanceller>(ivr_dsp::taps_of(tail)));
    }
    std::vector<Chunk> clean(channels);
    const support::Silenced silenced;
    measure(state, [&](const Chunk* const* hears, const Chunk* const* says) {
        for (std::size_t channel = 0; channel < channels; ++channel) {
            const auto samples =
                cancellers[channel]->cancel(Law::alaw, *hears[channel], *says[channel]);
            clean[channel] = ivr_dsp::chunk_from(Law::alaw, samples);
        }
        benchmark::ClobberMemory();
    });
}

// 128 taps for each instruction set, longer tails for the fastest of this machine.
const bool registered = [] {
    constexpr const char* peer = "|spandsp echo_can_update (prints to nowhere)";
    const auto add = [](const std::string& name, EchoTail tail, Isa isa) {
        benchmark::RegisterBenchmark(name.c_str(), ours, tail, isa);
        benchmark::RegisterBenchmark((name + peer).c_str(), spandsp, tail);
    };
    for (const Isa isa : ivr_dsp::all_isas) {
        if (!ivr_dsp::machine_has(isa)) continue;
        add(fmt::format("dsp.echo.{}", name_of(isa)), EchoTail::ms16, isa);
    }
    const Isa best = ivr_dsp::best_isa();
    for (const EchoTail tail : {EchoTail::ms32, EchoTail::ms64, EchoTail::ms128}) {
        add(fmt::format("dsp.echo.{}.{}", name_of(best), ivr_dsp::taps_of(tail)), tail, best);
    }
    return true;
}();

}  // namespace
