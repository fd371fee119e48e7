// SPDX-License-Identifier: GPL-2.0-or-later
// What listening for digits costs, by instruction set: law octets in talk memory in, events out, a
// millisecond at a time. Of 64 lines 16 carry digits over noise, 40 recorded speech, 8 are idle;
// each sixty-four channels hear them from another place on.
#include <algorithm>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/dtmf_detectors.hpp"
#include "ivr_dsp/media/bank/recording.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"

// Last: its header defines macros that break others.
#include <spandsp.h>
#undef lrint
#undef lrintf

namespace {

using driver::Chunk;
using driver::Law;
using driver::Ticks;
using ivr_dsp::Isa;
using Recording = std::vector<Chunk>;

constexpr std::size_t lines = 64;
constexpr std::size_t recorded_ticks = 10'000;

Recording line_sound(std::size_t line, const std::vector<std::string>& speech) {
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
    for (std::size_t next = line; chunks.size() < recorded_ticks; next += lines) {
        const auto more = ivr_dsp::chunks_of_recording(speech[next % speech.size()], Law::alaw);
        if (more) chunks.insert(chunks.end(), more->begin(), more->end());
    }
    chunks.resize(recorded_ticks);
    return chunks;
}

// By tick, then by channel.
std::vector<Chunk> recorded(std::size_t channels, std::size_t ticks) {
    std::vector<std::string> speech;
    for (const auto& entry :
         std::filesystem::directory_iterator("/usr/share/asterisk/sounds/en_US_f_Allison")) {
        if (entry.path().extension() == ".wav") speech.push_back(entry.path().string());
    }
    std::sort(speech.begin(), speech.end());
    std::vector<Chunk> all(channels * ticks);
    for (std::size_t line = 0; line < lines; ++line) {
        const Recording sound = line_sound(line, speech);
        for (std::size_t at = line; at < all.size(); at += lines) {
            const std::size_t begins = 37 * (at % channels / lines) * lines;
            all[at] = sound[(begins + at / channels) % recorded_ticks];
        }
    }
    return all;
}

// What a board does: the same memory is overwritten in every tick.
class TalkMemory {
  public:
    explicit TalkMemory(std::size_t channels)
        : chunks_(channels), all_(recorded(channels, ticks_per_round)) {
        for (const Chunk& chunk : chunks_) heard_.push_back(&chunk);
    }
    void tick() {
        std::memcpy(chunks_.data(), &all_[tick_ * chunks_.size()], chunks_.size() * sizeof(Chunk));
        tick_ = tick_ + 1 == ticks_per_round ? 0 : tick_ + 1;
    }
    [[nodiscard]] const Chunk* const* heard() const { return heard_.data(); }

    static constexpr std::size_t ticks_per_round = 320;  // 10 MiB of 4,096 channels

  private:
    std::vector<Chunk> chunks_;
    std::vector<Chunk> all_;
    std::vector<const Chunk*> heard_;
    std::size_t tick_{};
};

// Runs hear(heard, now) in every tick; nanoseconds for each sample of each channel.
template <class Hear>
void listen(benchmark::State& state, std::size_t channels, Hear&& hear) {
    TalkMemory talk(channels);
    constexpr std::size_t ticks_per_round = TalkMemory::ticks_per_round;
    Ticks now{};
    for (auto _ : state) {
        for (std::size_t i = 0; i < ticks_per_round; ++i, ++now) {
            talk.tick();
            hear(talk.heard(), now);
        }
    }
    using Counter = benchmark::Counter;
    const auto samples = static_cast<double>(channels * ticks_per_round * driver::samples_per_tick);
    state.counters["value"] =
        Counter(1e-9 * samples, Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("ns");
}

void ours(benchmark::State& state, Isa isa, std::size_t channels) {
    if (!ivr_dsp::machine_has(isa)) return state.SkipWithError("this machine has no such set");
    ivr_dsp::DtmfDetectors detectors(channels, {}, isa);
    std::size_t digits = 0;
    listen(state, channels, [&](const Chunk* const* heard, Ticks now) {
        for (std::size_t batch = 0; batch < detectors.batches(); ++batch) {
            detectors.hear(batch, heard + batch * ivr_dsp::lanes, now,
                           [&](std::size_t, const auto& change) { digits += change.began != 0; });
        }
    });
    if (digits == 0) state.SkipWithError("no digit was heard");
}

// With our table for decoding, so that only the detectors differ.
void spandsp(benchmark::State& state, std::size_t channels) {
    std::vector<dtmf_rx_state_t*> detectors(channels);
    for (auto& detector : detectors) detector = dtmf_rx_init(nullptr, nullptr, nullptr);
    listen(state, channels, [&](const Chunk* const* heard, Ticks) {
        for (std::size_t channel = 0; channel < channels; ++channel) {
            const auto samples = ivr_dsp::linear_from(Law::alaw, *heard[channel]);
            dtmf_rx(detectors[channel], samples.data(), static_cast<int>(samples.size()));
        }
    });
    std::size_t digits = 0;
    char some[128];
    for (auto* detector : detectors) {
        digits += dtmf_rx_get(detector, some, sizeof some);
        dtmf_rx_free(detector);
    }
    if (digits == 0) state.SkipWithError("no digit was heard");
}

// Every instruction set that this machine has, each beside the peer; 4,096 channels and 512.
const int registered = [] {
    for (const std::size_t channels : {std::size_t{4096}, std::size_t{512}}) {
        const std::string many = channels == 4096 ? "" : "." + std::to_string(channels);
        for (const Isa isa : ivr_dsp::all_isas) {
            if (!ivr_dsp::machine_has(isa)) continue;
            const std::string name = "dsp.dtmf." + std::string(name_of(isa)) + many;
            benchmark::RegisterBenchmark(name.c_str(), ours, isa, channels);
            benchmark::RegisterBenchmark((name + "|spandsp dtmf_rx").c_str(), spandsp, channels);
        }
    }
    return 0;
}();

}  // namespace
