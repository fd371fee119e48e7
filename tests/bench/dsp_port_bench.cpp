// SPDX-License-Identifier: GPL-2.0-or-later
// What a whole port costs: the share of one core that 480 channels take in real time. Each hears a
// recorded voice whose echo of up to 32 ms is cancelled from what it says; in that, digits, six
// tones and the level are listened for, and whether somebody speaks.
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "ivr_dsp/dsp/dtmf_detectors.hpp"
#include "ivr_dsp/dsp/echo/echo_canceller.hpp"
#include "ivr_dsp/dsp/tones/activity_meter.hpp"
#include "ivr_dsp/dsp/tones/tone_listener.hpp"
#include "tests/bench/six_tones.hpp"
#include "tests/ivr_dsp/dsp/echo/echoed_line.hpp"

namespace {

using driver::Chunk;
using driver::Law;
using driver::Ticks;
using ivr_dsp::Isa;
using ivr_dsp::lanes;

constexpr std::size_t channels = 480;
constexpr std::size_t recorded_ms = 2000;
constexpr std::size_t ticks_per_round = 100;

// Sixteen lines: a voice and its echo, under the digit 5, a voice, or noise.
struct Lines {
    std::vector<std::vector<Chunk>> hears{lanes};
    std::vector<std::vector<Chunk>> says{lanes};

    Lines() {
        for (std::size_t number = 0; number < lanes; ++number) {
            support::EchoedLine line;
            line.path = support::hybrid(static_cast<int>(number), 10, 12, 256);
            line.far = support::speech(-15, recorded_ms, 11 * number);
            line.near = support::noise(-60, recorded_ms, static_cast<unsigned>(number));
            if (number % 4 == 0) {
                const auto digit =
                    support::then(support::silence(1000), support::tones({770, 1336}, -7, 80));
                line.near = support::both(line.near, digit);
            } else if (number % 4 == 1) {
                line.near = support::both(line.near, support::speech(-20, 1000, number));
            }
            for (std::size_t ms = 0; ms < recorded_ms; ++ms) {
                line.next();
                hears[number].push_back(line.hears);
                says[number].push_back(line.says);
            }
        }
    }
};

// Sixteen ports.
struct Ports {
    Ports(const ivr_dsp::ToneTable& table, Isa isa)
        : echoes(ivr_dsp::EchoTail::ms32, isa), tones(table, isa), activity(isa) {
        for (std::size_t lane = 0; lane < lanes; ++lane) activity.reset(lane, Law::alaw);
    }

    ivr_dsp::EchoCancellers echoes;
    ivr_dsp::ToneListener tones;
    ivr_dsp::ActivityMeter activity;
    Chunk clean[lanes];
};

struct AllPorts {
    AllPorts() {
        for (std::size_t i = 0; i < channels / lanes; ++i) {
            ports.push_back(std::make_unique<Ports>(table, isa));
        }
    }

    // One millisecond of sixteen ports.
    void pass(std::size_t i, std::size_t tick, bool with_echo) {
        Ports& sixteen = *ports[i];
        const Chunk* hears[lanes];
        const Chunk* says[lanes];
        Chunk* clean[lanes];
        const std::size_t at = (tick + 29 * i) % recorded_ms;
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            hears[lane] = &lines.hears[lane][at];
            says[lane] = &lines.says[lane][at];
            clean[lane] = &sixteen.clean[lane];
        }
        if (with_echo) sixteen.echoes.cancel(hears, says, clean);
        const Chunk* const* const heard = with_echo ? clean : says;
        digits.hear(i, heard, Ticks{0}, [&](std::size_t, const ivr_dsp::DtmfChange& one) {
            heard_digits += one.began != 0 ? 1 : 0;
        });
        ivr_dsp::ToneChanges changes;
        sixteen.tones.hear(heard, changes);
        heard_voices += sixteen.activity.hear(heard).size();
    }

    Isa isa = ivr_dsp::best_isa();
    Lines lines;
    ivr_dsp::ToneTable table{bench::six_tones};
    ivr_dsp::DtmfDetectors digits{channels, {}, isa};
    std::vector<std::unique_ptr<Ports>> ports;
    std::size_t heard_digits = 0;
    std::size_t heard_voices = 0;
};

void port(benchmark::State& state, bool with_echo) {
    AllPorts all;
    std::size_t tick = 0;
    for (auto _ : state) {
        for (std::size_t round = 0; round < ticks_per_round; ++round, ++tick) {
            for (std::size_t i = 0; i < all.ports.size(); ++i) all.pass(i, tick, with_echo);
        }
        benchmark::ClobberMemory();
    }
    const bool heard_all = all.heard_digits != 0 && all.heard_voices != 0;
    if (tick >= recorded_ms && !heard_all) state.SkipWithError("no digit or no voice was heard");
    using Counter = benchmark::Counter;
    // Seconds a tick, of the millisecond it may take.
    state.counters["value"] =
        Counter(1e-5 * ticks_per_round, Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("%");
}

}  // namespace

BENCHMARK_CAPTURE(port, whole, true)->Name("dsp.port");
BENCHMARK_CAPTURE(port, listening, false)->Name("dsp.port.listening");
