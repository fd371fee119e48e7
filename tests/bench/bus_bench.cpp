// SPDX-License-Identifier: GPL-2.0-or-later
// The copy of one tick, with as many telephones as the name says, each hearing one other, drawn by
// lot. The peer is the least that any switch of that shape must do: a plain gather loop over the
// same data, without anybody being able to say where he talks or wants to hear.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "driver/bus/bus.hpp"

namespace {

using driver::Bus;
using driver::Chunk;

struct Telephones {
    explicit Telephones(std::size_t count) : mouths(count), ears(count), partner(count) {
        std::iota(partner.begin(), partner.end(), 0U);
        std::mt19937 chance(1);
        std::shuffle(partner.begin(), partner.end(), chance);
        for (auto& mouth : mouths) mouth = driver::filled(static_cast<std::uint8_t>(chance()));
    }
    std::vector<Chunk> mouths;
    std::vector<Chunk> ears;
    std::vector<std::uint32_t> partner;
};

// What one iteration took, in microseconds of this thread's time.
void report_microseconds(benchmark::State& state) {
    using Counter = benchmark::Counter;
    state.counters["value"] = Counter(1e-6, Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("us");
}

void bus_tick(benchmark::State& state, std::uint32_t count) {
    Telephones telephones(count);
    Bus bus(count + 1, count, 0);
    for (std::uint32_t i = 0; i < count; ++i) {
        bus.talkers({i + 1}, 1)[0] = &telephones.mouths[i];
        bus.senders({i}, 1)[0] = &telephones.ears[i];
        bus.listen({i}, {telephones.partner[i] + 1});
    }
    for (auto _ : state) {
        bus.copy();
        benchmark::ClobberMemory();
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        if (telephones.ears[i] == telephones.mouths[telephones.partner[i]]) continue;
        state.SkipWithError("a telephone hears the wrong partner");
        break;
    }
    report_microseconds(state);
}

void plain_gather(benchmark::State& state, std::uint32_t count) {
    Telephones telephones(count);
    const Chunk* const from = telephones.mouths.data();
    Chunk* const to = telephones.ears.data();
    const std::uint32_t* const partner = telephones.partner.data();
    for (auto _ : state) {
        for (std::uint32_t i = 0; i < count; ++i) to[i] = from[partner[i]];
        benchmark::ClobberMemory();
    }
    report_microseconds(state);
}

[[maybe_unused]] const bool registered = [] {
    for (const std::uint32_t count : {64U, 2048U, 32768U}) {
        const auto name = "bus.tick." + std::to_string(count);
        benchmark::RegisterBenchmark(name.c_str(), bus_tick, count);
        benchmark::RegisterBenchmark((name + "|plain gather").c_str(), plain_gather, count);
    }
    return true;
}();

}  // namespace
