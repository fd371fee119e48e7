// SPDX-License-Identifier: GPL-2.0-or-later
// What callers wait for: a prompt to begin, a digit to be heard; and what a line costs.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "tests/ivr_dsp/dsp/tape.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"

// Last: its header defines macros that break others.
#include <spandsp.h>
#undef lrint
#undef lrintf

namespace {

using driver::Chunk;
using driver::Law;

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

// A millisecond of one of 480 lines in pairs that talk, through the board's end, the bus and the
// media.
enum class Lines { alike, with_cancellers, of_two_laws };
void talking(benchmark::State& state, Lines kind) {
    constexpr int lines = 480;
    constexpr int ticks_per_round = 100;
    support::Care care;
    if (kind == Lines::with_cancellers) care.echo_tails.assign(lines, ivr_dsp::EchoTail::ms32);
    std::vector<Law> laws(lines, Law::alaw);
    if (kind == Lines::of_two_laws) {
        for (std::size_t line = 1; line < lines; line += 2) laws[line] = Law::ulaw;
    }
    support::Exchange office{laws, Law::alaw, {2}, driver::Ticks{0}, care};
    for (int line = 0; line < lines; line += 2) office.bridge(line, line + 1);
    for (int line = 0; line < lines; ++line) {
        office.order(ivr_dsp::LineInCall{support::Exchange::line_id(line), true});
    }
    std::mt19937 chance(1);
    std::vector<Chunk> said(1024);
    for (Chunk& chunk : said) {
        for (auto& octet : chunk.octets) {
            octet =
                ivr_dsp::octet_from(Law::alaw, static_cast<std::int16_t>(chance() % 4000) - 2000);
        }
    }
    std::size_t at = 0;
    for (auto _ : state) {
        for (int tick = 0; tick < ticks_per_round; ++tick) {
            for (int line = 0; line < lines; ++line) office.says(line, said[at++ % said.size()]);
            office.tick();
        }
        benchmark::ClobberMemory();
    }
    using Counter = benchmark::Counter;
    state.counters["value"] = Counter(1e-9 * ticks_per_round * lines,
                                      Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("ns");
}

}  // namespace

// With an echo canceller of 32 ms on each, measured both ways; with none; and each pair of two
// laws.
BENCHMARK_CAPTURE(talking, with_cancellers, Lines::with_cancellers)->Name("media.line.echo");
BENCHMARK_CAPTURE(talking, without, Lines::alike)->Name("media.line");
BENCHMARK_CAPTURE(talking, of_two_laws, Lines::of_two_laws)->Name("media.line.laws");
BENCHMARK(prompt_start)->Name("prompt.start")->Iterations(1000);
BENCHMARK_CAPTURE(digit_heard, ours, told_by_us)->Name("digit.heard")->Iterations(40);
BENCHMARK_CAPTURE(digit_heard, spandsp, told_by_spandsp)
    ->Name("digit.heard|spandsp dtmf_rx")
    ->Iterations(40);
