// SPDX-License-Identifier: GPL-2.0-or-later
// What callers wait for (a prompt to begin, a digit to be heard) and what listening for digits
// costs.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ivr_dsp/dsp/dtmf_detector.hpp"
#include "ivr_dsp/dsp/dtmf_generator.hpp"
#include "ivr_dsp/media/bank/recording.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"

// Last: its header defines macros that break others.
#include <spandsp.h>
#undef lrint
#undef lrintf

namespace {

using driver::Chunk;
using driver::Law;
using driver::Ticks;
using Recording = std::vector<Chunk>;

// Ticks from the order in the queue to the prompt's first octet in the line's transmit memory: 1 is
// the tick that comes next.
void prompt_start(benchmark::State& state) {
    support::Exchange office;
    office.listen(0, support::Exchange::voice_source(0));
    office.tick();
    const Chunk& first = office.prompts.chunk(3, 0);
    int longest = 0;
    std::uint32_t number = 0;
    for (auto _ : state) {
        office.play(0, ++number, {3});
        int ticks = 0;
        while (ticks < 1000 && (ticks == 0 || office.hears(0) != first)) {
            office.tick();
            ++ticks;
        }
        longest = std::max(longest, ticks);
        office.stop(0);
        office.tick();
        office.told<ivr_dsp::Played>();
    }
    state.counters["value"] = longest;
    state.SetLabel("ticks");
}

// Ten seconds of what lines carry: of 64, 16 with digits over noise, 40 with recorded speech, 8
// idle.
Recording line_sound(std::size_t line, const std::vector<std::string>& speech) {
    constexpr std::size_t ten_seconds = 10'000;
    Recording chunks;
    if (line % 8 == 7) {
        chunks = support::Tape(Law::alaw, 1).pause(10'000).with_noise(-55).chunks();
    } else if (line % 4 == 0) {
        support::Tape tape(Law::alaw, static_cast<unsigned>(line));
        for (std::size_t i = 0; i < 62; ++i) {
            tape.key(support::Tape::keys[(line + i) % 16], {.ms = 80}).pause(80);
        }
        chunks = tape.pause(80).with_noise(-45).chunks();
    }
    for (std::size_t next = line; chunks.size() < ten_seconds; next += 64) {
        const auto more = ivr_dsp::chunks_of_recording(speech[next % speech.size()], Law::alaw);
        if (more) chunks.insert(chunks.end(), more->begin(), more->end());
    }
    chunks.resize(ten_seconds);
    return chunks;
}

std::vector<Recording> line_sounds() {
    std::vector<std::string> speech;
    for (const auto& entry :
         std::filesystem::directory_iterator("/usr/share/asterisk/sounds/en_US_f_Allison")) {
        if (entry.path().extension() == ".wav") speech.push_back(entry.path().string());
    }
    std::sort(speech.begin(), speech.end());
    std::vector<Recording> lines;
    for (std::size_t line = 0; line < 64; ++line) lines.push_back(line_sound(line, speech));
    return lines;
}

constexpr std::size_t channels = 512;
constexpr std::size_t ticks_per_round = 500;

// Runs hear(channel, chunk) for every channel in every tick; nanoseconds for each sample.
template <class Hear>
void listen_on_all_channels(benchmark::State& state, Hear&& hear) {
    const std::vector<Recording> lines = line_sounds();
    std::size_t tick = 0;
    for (auto _ : state) {
        for (std::size_t i = 0; i < ticks_per_round; ++i, ++tick) {
            for (std::size_t channel = 0; channel < channels; ++channel) {
                hear(channel, lines[channel % 64][(tick + 37 * channel) % 10'000]);
            }
        }
    }
    using Counter = benchmark::Counter;
    const double samples = channels * ticks_per_round * driver::samples_per_tick;
    state.counters["value"] =
        Counter(1e-9 * samples, Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("ns");
}

void dtmf_scalar(benchmark::State& state) {
    std::vector<ivr_dsp::DtmfDetector> detectors(channels, ivr_dsp::DtmfDetector(Law::alaw));
    std::size_t digits = 0;
    listen_on_all_channels(state, [&](std::size_t channel, const Chunk& chunk) {
        digits += detectors[channel].hear(chunk, Ticks{0}).began != 0 ? 1 : 0;
    });
    if (digits == 0) state.SkipWithError("no digit was heard");
}

// With the same table for decoding, so that only the detectors differ.
void dtmf_spandsp(benchmark::State& state) {
    std::vector<dtmf_rx_state_t*> detectors(channels);
    for (auto& detector : detectors) detector = dtmf_rx_init(nullptr, nullptr, nullptr);
    listen_on_all_channels(state, [&](std::size_t channel, const Chunk& chunk) {
        const auto samples = ivr_dsp::linear_from(Law::alaw, chunk);
        dtmf_rx(detectors[channel], samples.data(), static_cast<int>(samples.size()));
    });
    std::size_t digits = 0;
    char heard[128];
    for (auto* detector : detectors) {
        digits += dtmf_rx_get(detector, heard, sizeof heard);
        dtmf_rx_free(detector);
    }
    if (digits == 0) state.SkipWithError("no digit was heard");
}

// Milliseconds from a key's first sample to the tick in which the detector tells it, on the average
// of all keys and of many positions. `told(tape)` is that tick, or negative.
template <class Told>
void digit_heard(benchmark::State& state, Told&& told) {
    double total_ms = 0;
    int presses = 0;
    unsigned seed = 1;
    for (auto _ : state) {
        for (const char key : support::Tape::keys) {
            support::Tape tape(Law::alaw, seed++);
            tape.pause_about(30);
            const double start_ms = tape.ms();
            const double at_ms = told(tape.key(key, {.ms = 100}).pause(60));
            if (at_ms < 0) state.SkipWithError("a digit was not heard");
            total_ms += at_ms - start_ms;
            ++presses;
        }
    }
    state.counters["value"] = total_ms / presses;
    state.SetLabel("ms");
}

double told_by_us(const support::Tape& tape) {
    const auto changes = support::changes_on(tape);
    // The tick is over when its last sample is there.
    return changes.empty() ? -1 : static_cast<double>(changes[0].at.count() + 1);
}

void note_digit(void* told, int digit, int, int) {
    if (digit != 0) *static_cast<bool*>(told) = true;
}

double told_by_spandsp(const support::Tape& tape) {
    bool told = false;
    dtmf_rx_state_t* detector = dtmf_rx_init(nullptr, nullptr, nullptr);
    dtmf_rx_set_realtime_callback(detector, note_digit, &told);
    double at_ms = 0;
    for (const Chunk& chunk : tape.chunks()) {
        const auto samples = ivr_dsp::linear_from(Law::alaw, chunk);
        dtmf_rx(detector, samples.data(), static_cast<int>(samples.size()));
        ++at_ms;
        if (told) break;
    }
    dtmf_rx_free(detector);
    return told ? at_ms : -1;
}

}  // namespace

BENCHMARK(prompt_start)->Name("prompt.start")->Iterations(1000);
BENCHMARK(dtmf_scalar)->Name("dsp.dtmf.scalar");
BENCHMARK(dtmf_spandsp)->Name("dsp.dtmf.scalar|spandsp dtmf_rx");
BENCHMARK_CAPTURE(digit_heard, ours, told_by_us)->Name("digit.heard")->Iterations(40);
BENCHMARK_CAPTURE(digit_heard, spandsp, told_by_spandsp)
    ->Name("digit.heard|spandsp dtmf_rx")
    ->Iterations(40);
