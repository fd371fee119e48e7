// SPDX-License-Identifier: GPL-2.0-or-later
// What it costs to listen for R2 signals and for tones, with every instruction set of this machine,
// and with spandsp in the same audio: 512 channels, chunks of 8 samples, law octets in.
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ivr_dsp/dsp/tones/code_receiver.hpp"
#include "ivr_dsp/dsp/tones/tone_listener.hpp"
#include "tests/bench/six_tones.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"

// Last: its header defines macros that break others.
#include <spandsp.h>
#undef lrint
#undef lrintf

namespace {

using driver::Chunk;
using driver::Law;
using ivr_dsp::Isa;
using ivr_dsp::lanes;
using Recording = std::vector<Chunk>;

constexpr std::size_t channels = 512;
constexpr std::size_t ticks_per_round = 2500;
constexpr std::size_t recording_ticks = 10'000;

// Runs hear(chunk of every channel) tick by tick. Channels begin anywhere in the first half of a
// recording.
template <class Hear>
void for_every_tick(benchmark::State& state, const std::vector<Recording>& lines, Hear&& hear) {
    constexpr std::size_t half = recording_ticks / 2;
    std::vector<const Chunk*> starts;
    for (std::size_t channel = 0; channel < channels; ++channel) {
        starts.push_back(&lines[channel % lines.size()][37 * channel % half]);
    }
    std::size_t tick = 0;
    std::vector<const Chunk*> heard(channels);
    for (auto _ : state) {
        for (std::size_t i = 0; i < ticks_per_round; ++i) {
            for (std::size_t channel = 0; channel < channels; ++channel) {
                heard[channel] = starts[channel] + tick;
            }
            hear(heard.data());
            tick = tick + 1 == half ? 0 : tick + 1;
        }
    }
    using Counter = benchmark::Counter;
    const double samples = channels * ticks_per_round * driver::samples_per_tick;
    state.counters["value"] =
        Counter(1e-9 * samples, Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("ns");
}

// Of 16 lines: register signals, speech-like noise that comes and goes, silence.
std::vector<Recording> r2_lines() {
    std::vector<Recording> lines;
    for (unsigned line = 0; line < 16; ++line) {
        support::Tape tape(Law::alaw, line + 1);
        const auto hz = frequencies_of(ivr_dsp::SixTones::r2_forward);
        for (int i = 0; tape.ms() < recording_ticks; ++i) {
            const auto places = ivr_dsp::places_of(1 + (static_cast<int>(line) + i) % 15);
            if (line % 4 < 2) {
                tape.sines(
                    {
                        {hz[places.first],  -12},
                        {hz[places.second], -12}
                },
                    60);
            }
            tape.pause(60);
        }
        lines.push_back(tape.with_noise(line % 4 == 2 ? -15 : -50).chunks());
    }
    return lines;
}

void r2_ours(benchmark::State& state, Isa isa) {
    const auto lines = r2_lines();
    const ivr_dsp::CodeSystem system(ivr_dsp::SixTones::r2_forward);
    std::vector<std::unique_ptr<ivr_dsp::CodeReceiver>> receivers;
    for (std::size_t first = 0; first < channels; first += lanes) {
        receivers.push_back(std::make_unique<ivr_dsp::CodeReceiver>(system, isa));
        for (std::size_t lane = 0; lane < lanes; ++lane) receivers.back()->reset(lane, Law::alaw);
    }
    std::size_t signals = 0;
    for_every_tick(state, lines, [&](const Chunk* const* heard) {
        ivr_dsp::CodeChanges changes;
        for (std::size_t i = 0; i < receivers.size(); ++i) {
            receivers[i]->hear(heard + i * lanes, changes);
            signals += changes.count;
        }
    });
    if (signals == 0) state.SkipWithError("no signal was heard");
}

void count_signals(void* count, int, int, int) {
    ++*static_cast<std::size_t*>(count);
}

void r2_spandsp(benchmark::State& state) {
    const auto lines = r2_lines();
    std::size_t signals = 0;
    std::vector<r2_mf_rx_state_t*> receivers(channels);
    for (auto& receiver : receivers) receiver = r2_mf_rx_init(nullptr, 1, count_signals, &signals);
    for_every_tick(state, lines, [&](const Chunk* const* heard) {
        for (std::size_t channel = 0; channel < channels; ++channel) {
            const auto samples = ivr_dsp::linear_from(Law::alaw, *heard[channel]);
            r2_mf_rx(receivers[channel], samples.data(), static_cast<int>(samples.size()));
        }
    });
    for (auto* receiver : receivers) r2_mf_rx_free(receiver);
    if (signals == 0) state.SkipWithError("no signal was heard");
}

using driver::Ticks;
using ivr_dsp::ToneStep;

std::vector<support::Tape::Sine> sines_of(const ToneStep& step) {
    std::vector<support::Tape::Sine> sines;
    sines.reserve(2);
    for (const auto& sine : {step.first, step.second}) {
        if (sine.hz != 0) sines.push_back({static_cast<double>(sine.hz), sine.level_dbm0});
    }
    return sines;
}

// Of 16 lines: 12 with tones, the others with noise or silence.
std::vector<Recording> tone_lines() {
    std::vector<Recording> lines;
    for (unsigned line = 0; line < 16; ++line) {
        const auto& tone = bench::six_tones[line % 8 % std::size(bench::six_tones)];
        const bool sounds = line % 8 < 6;
        support::Tape tape(Law::alaw, line + 1);
        while (tape.ms() < recording_ticks) {
            for (const ToneStep& step : tone.cycle) {
                const auto ms = static_cast<double>(step.lasts.count());
                tape.sines(sounds ? sines_of(step) : std::vector<support::Tape::Sine>{}, ms);
            }
        }
        lines.push_back(tape.with_noise(line % 8 == 6 ? -15 : -60).chunks());
    }
    return lines;
}

void tones_ours(benchmark::State& state, Isa isa) {
    const auto lines = tone_lines();
    const ivr_dsp::ToneTable table(bench::six_tones);
    std::vector<std::unique_ptr<ivr_dsp::ToneListener>> listeners;
    for (std::size_t first = 0; first < channels; first += lanes) {
        listeners.push_back(std::make_unique<ivr_dsp::ToneListener>(table, isa));
    }
    std::size_t tones = 0;
    for_every_tick(state, lines, [&](const Chunk* const* heard) {
        ivr_dsp::ToneChanges changes;
        for (std::size_t i = 0; i < listeners.size(); ++i) {
            listeners[i]->hear(heard + i * lanes, changes);
            tones += changes.count;
        }
    });
    if (tones == 0) state.SkipWithError("no tone was heard");
}

super_tone_rx_descriptor_t* spandsp_tones() {
    auto* all = super_tone_rx_make_descriptor(nullptr);
    for (const auto& tone : bench::six_tones) {
        const int id = super_tone_rx_add_tone(all);
        for (const ToneStep& step : tone.cycle) {
            // 0 is no frequency, whatever its header says of -1.
            const int first = static_cast<int>(step.first.hz);
            const int second = static_cast<int>(step.second.hz);
            const int ms = static_cast<int>(step.lasts.count());
            const bool goes_on = tone.cycle.size() == 1;
            super_tone_rx_add_element(all, id, first, second, goes_on ? 600 : ms * 3 / 4,
                                      goes_on ? 0 : ms * 5 / 4);
        }
    }
    return all;
}

void tones_spandsp(benchmark::State& state) {
    const auto lines = tone_lines();
    std::size_t tones = 0;
    auto* known = spandsp_tones();
    std::vector<super_tone_rx_state_t*> listeners(channels);
    for (auto& listener : listeners) {
        listener = super_tone_rx_init(nullptr, known, count_signals, &tones);
    }
    for_every_tick(state, lines, [&](const Chunk* const* heard) {
        for (std::size_t channel = 0; channel < channels; ++channel) {
            const auto samples = ivr_dsp::linear_from(Law::alaw, *heard[channel]);
            super_tone_rx(listeners[channel], samples.data(), static_cast<int>(samples.size()));
        }
    });
    for (auto* listener : listeners) super_tone_rx_free(listener);
    super_tone_rx_free_descriptor(known);
    if (tones == 0) state.SkipWithError("no tone was heard");
}

const bool registered = [] {
    for (const Isa isa : ivr_dsp::all_isas) {
        if (!ivr_dsp::machine_has(isa)) continue;
        const std::string set(name_of(isa));
        benchmark::RegisterBenchmark(("dsp.r2." + set).c_str(), r2_ours, isa);
        benchmark::RegisterBenchmark(("dsp.r2." + set + "|spandsp r2_mf_rx").c_str(), r2_spandsp);
        benchmark::RegisterBenchmark(("dsp.tones." + set).c_str(), tones_ours, isa);
        benchmark::RegisterBenchmark(("dsp.tones." + set + "|spandsp super_tone_rx").c_str(),
                                     tones_spandsp);
    }
    return true;
}();

}  // namespace
