// SPDX-License-Identifier: GPL-2.0-or-later
// What a party of a conference costs: law octets in, law octets out, with levels and speakers. As
// many conferences side by side as make a thousand parties.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "ivr_dsp/dsp/conference/conference.hpp"
#include "ivr_dsp/media/bank/recording.hpp"
#include "tests/ivr_dsp/dsp/mix.hpp"

namespace {

using driver::Chunk;
using driver::Law;
using ivr_dsp::Isa;

constexpr std::size_t parties = 1024;
constexpr std::size_t ticks = 64;

// Recorded speech, in which every party is somewhere else.
struct Talk {
    std::vector<Chunk> chunks;
    std::vector<const Chunk*> next;  // by party

    Talk() : next(parties) {
        const auto recording = ivr_dsp::chunks_of_recording(
            "/usr/share/asterisk/sounds/en_US_f_Allison/demo-congrats.wav", Law::alaw);
        if (!recording) return;
        chunks = *recording;
        for (std::size_t i = 0; i < parties; ++i) next[i] = &chunks[631 * i % chunks.size()];
    }
    const Chunk& say(std::size_t party) {
        const Chunk* const chunk = next[party];
        next[party] = chunk == &chunks.back() ? chunks.data() : chunk + 1;
        return *chunk;
    }
};

void count(benchmark::State& state) {
    using Counter = benchmark::Counter;
    state.counters["value"] = Counter(1e-9 * static_cast<double>(parties * ticks),
                                      Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("ns");
}

void conference(benchmark::State& state, std::size_t size, Isa isa) {
    Talk talk;
    if (talk.chunks.empty()) return state.SkipWithError("no recording to talk");
    std::vector<ivr_dsp::Conference> rooms;
    for (std::size_t i = 0; i < parties / size; ++i) {
        rooms.emplace_back(size, isa);
        for (std::size_t k = 0; k < size; ++k) rooms.back().enter(Law::alaw);
    }
    std::vector<ivr_dsp::Conference*> all;
    for (auto& room : rooms) all.push_back(&room);
    for (auto _ : state) {
        for (std::size_t i = 0; i < ticks; ++i) {
            std::size_t party = 0;
            for (auto& room : rooms) {
                for (std::size_t k = 0; k < size; ++k) room.hear(k, talk.say(party++));
            }
            ivr_dsp::Conference::mix(all);
            benchmark::ClobberMemory();
        }
    }
    count(state);
}

// The same sum by tables, one sample after the other.
void by_tables(benchmark::State& state, std::size_t size) {
    Talk talk;
    if (talk.chunks.empty()) return state.SkipWithError("no recording to talk");
    std::vector<ivr_dsp::LinearChunk> samples(size);
    std::vector<Chunk> heard(parties);
    for (auto _ : state) {
        for (std::size_t i = 0; i < ticks; ++i) {
            for (std::size_t first = 0; first < parties; first += size) {
                support::Mix all;
                for (std::size_t k = 0; k < size; ++k) {
                    samples[k] = ivr_dsp::linear_from(Law::alaw, talk.say(first + k));
                    all.add(samples[k]);
                }
                for (std::size_t k = 0; k < size; ++k) {
                    heard[first + k] = ivr_dsp::chunk_from(Law::alaw, all.without(samples[k]));
                }
            }
            benchmark::ClobberMemory();
        }
    }
    count(state);
}

const bool added = [] {
    for (const std::size_t size : {4, 16, 64, 256}) {
        const std::string name = fmt::format("dsp.conference.{}", size);
        const auto one = [size](const std::string& figure, Isa isa) {
            benchmark::RegisterBenchmark(figure.c_str(), [size, isa](benchmark::State& state) {
                conference(state, size, isa);
            });
        };
        one(name, ivr_dsp::best_isa());
        benchmark::RegisterBenchmark((name + "|by tables").c_str(),
                                     [size](benchmark::State& state) { by_tables(state, size); });
        if (size != 64) continue;
        for (const Isa isa : ivr_dsp::all_isas) {
            if (ivr_dsp::machine_has(isa)) one(fmt::format("{}.{}", name, name_of(isa)), isa);
        }
    }
    return true;
}();

}  // namespace
