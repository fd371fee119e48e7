// SPDX-License-Identifier: GPL-2.0-or-later
// What the laws of G.711 cost: a millisecond of 512 channels of speech at a time.
#include <array>
#include <functional>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/law/law_kernel.hpp"
#include "ivr_dsp/media/bank/recording.hpp"

// Last: its header defines macros that break others.
#include <spandsp.h>
#undef lrint
#undef lrintf

namespace {

using driver::Law;
using ivr_dsp::Isa;
using ivr_dsp::LawKernel;

constexpr std::size_t channels = 512;
constexpr std::size_t ticks = 16;
constexpr std::size_t per_tick = channels * driver::samples_per_tick;

// [tick][channel][sample]: channels somewhere in eleven seconds of recorded speech.
struct Speech {
    std::vector<std::uint8_t> octets;
    std::vector<std::int16_t> samples;
};
Speech speech() {
    const auto recording = ivr_dsp::chunks_of_recording(
        "/usr/share/asterisk/sounds/en_US_f_Allison/demo-congrats.wav", Law::alaw);
    Speech speech;
    if (!recording) return speech;
    for (std::size_t i = 0; i < ticks * channels; ++i) {
        const std::size_t at = (i / channels + 67 * (i % channels)) % recording->size();
        for (const std::uint8_t octet : (*recording)[at].octets) {
            speech.octets.push_back(octet);
            speech.samples.push_back(ivr_dsp::linear_from(Law::alaw, octet));
        }
    }
    return speech;
}

// convert(first) does the tick that begins there; nanoseconds for each sample.
void measure(benchmark::State& state, const Speech& speech,
             const std::function<void(std::size_t)>& convert) {
    if (speech.octets.empty()) return state.SkipWithError("no recording to convert");
    for (auto _ : state) {
        for (std::size_t tick = 0; tick < ticks; ++tick) {
            convert(tick * per_tick);
            benchmark::ClobberMemory();
        }
    }
    using Counter = benchmark::Counter;
    state.counters["value"] = Counter(1e-9 * static_cast<double>(ticks * per_tick),
                                      Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("ns");
}

void decode(benchmark::State& state, const LawKernel& kernel) {
    const Speech said = speech();
    std::vector<std::int16_t> samples(per_tick);
    measure(state, said, [&](std::size_t first) {
        kernel.decode(Law::alaw, &said.octets[first], samples.data(), per_tick);
    });
}
void encode(benchmark::State& state, const LawKernel& kernel) {
    const Speech said = speech();
    std::vector<std::uint8_t> octets(per_tick);
    measure(state, said, [&](std::size_t first) {
        kernel.encode(Law::ulaw, &said.samples[first], octets.data(), per_tick);
    });
}
void other(benchmark::State& state, const LawKernel& kernel) {
    const Speech said = speech();
    std::vector<std::uint8_t> octets(per_tick);
    measure(state, said, [&](std::size_t first) {
        kernel.other(Law::alaw, &said.octets[first], octets.data(), per_tick);
    });
}

void decode_spandsp(benchmark::State& state) {
    const Speech said = speech();
    std::vector<std::int16_t> samples(per_tick);
    measure(state, said, [&](std::size_t first) {
        for (std::size_t i = 0; i < per_tick; ++i) {
            samples[i] = alaw_to_linear(said.octets[first + i]);
        }
    });
}
void encode_spandsp(benchmark::State& state) {
    const Speech said = speech();
    std::vector<std::uint8_t> octets(per_tick);
    measure(state, said, [&](std::size_t first) {
        for (std::size_t i = 0; i < per_tick; ++i) {
            octets[i] = linear_to_ulaw(said.samples[first + i]);
        }
    });
}
void other_spandsp(benchmark::State& state) {
    const Speech said = speech();
    std::vector<std::uint8_t> octets(per_tick);
    measure(state, said, [&](std::size_t first) {
        for (std::size_t i = 0; i < per_tick; ++i) {
            octets[i] = alaw_to_ulaw(said.octets[first + i]);
        }
    });
}

// Without an instruction set in its name: the fastest of this machine.
void add(const std::string& name, void (*ours)(benchmark::State&, const LawKernel&),
         void (*spandsp)(benchmark::State&)) {
    const auto one = [&](const std::string& figure, Isa isa) {
        benchmark::RegisterBenchmark(figure.c_str(), [ours, isa](benchmark::State& state) {
            ours(state, ivr_dsp::law_kernel_of(isa));
        });
    };
    one(name, ivr_dsp::best_isa());
    benchmark::RegisterBenchmark((name + "|spandsp inline").c_str(), spandsp);
    for (const Isa isa : ivr_dsp::all_isas) {
        if (ivr_dsp::machine_has(isa)) one(fmt::format("{}.{}", name, name_of(isa)), isa);
    }
}

const bool added = [] {
    add("dsp.law.decode", decode, decode_spandsp);
    add("dsp.law.encode", encode, encode_spandsp);
    add("dsp.law.other", other, other_spandsp);
    return true;
}();

}  // namespace
