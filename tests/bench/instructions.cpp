// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline-instructions BLOCK MS: so many milliseconds of sixteen channels through one signal
// block without vectors, for a counter of instructions (tests/bench/instructions). The sound is
// made before and does not depend on MS, so the difference of two runs is the block's own.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "ivr_dsp/dsp/conference/conference.hpp"
#include "ivr_dsp/dsp/dtmf_detectors.hpp"
#include "ivr_dsp/dsp/echo/echo_canceller.hpp"
#include "ivr_dsp/dsp/law/law_kernel.hpp"
#include "ivr_dsp/dsp/tones/code_receiver.hpp"
#include "ivr_dsp/dsp/tones/tone_listener.hpp"
#include "tests/bench/six_tones.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"

namespace {

using driver::Chunk;
using driver::Law;
using ivr_dsp::Isa;
using ivr_dsp::lanes;

constexpr long recorded_ms = 1000;

// Digits over noise, noise alone, and a quiet line, as many as there are lanes.
std::vector<std::vector<Chunk>> lines() {
    std::vector<std::vector<Chunk>> all;
    for (unsigned lane = 0; lane < lanes; ++lane) {
        support::Tape tape(Law::alaw, lane + 1);
        if (lane % 4 == 0) {
            for (std::size_t i = 0; i < 6; ++i) {
                tape.key(support::Tape::keys[(lane + i) % 16], {.ms = 80}).pause(80);
            }
        }
        tape.pause(recorded_ms + 50 - tape.ms());
        all.push_back(tape.with_noise(lane % 4 < 3 ? -25 : -55).chunks());
    }
    return all;
}

// Calls hear(sixteen chunks, ms) for each millisecond.
template <class Hear>
void play(long ms, Hear&& hear) {
    const auto all = lines();
    const Chunk* heard[lanes];
    for (long now = 0; now < ms; ++now) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            heard[lane] = &all[lane][static_cast<std::size_t>(now % recorded_ms)];
        }
        hear(static_cast<const Chunk* const*>(heard), now);
    }
}

void dtmf(long ms) {
    ivr_dsp::DtmfDetectors detectors(lanes, {}, Isa::scalar);
    play(ms, [&](const Chunk* const* heard, long now) {
        detectors.hear(0, heard, driver::Ticks{now}, [](std::size_t, const auto&) {});
    });
}

void r2(long ms) {
    const ivr_dsp::CodeSystem system(ivr_dsp::SixTones::r2_forward);
    const auto receiver = std::make_unique<ivr_dsp::CodeReceiver>(system, Isa::scalar);
    ivr_dsp::CodeChanges changes;
    play(ms, [&](const Chunk* const* heard, long) { receiver->hear(heard, changes); });
}

void tones(long ms) {
    const auto table = std::make_unique<ivr_dsp::ToneTable>(bench::six_tones);
    const auto listener = std::make_unique<ivr_dsp::ToneListener>(*table, Isa::scalar);
    ivr_dsp::ToneChanges changes;
    play(ms, [&](const Chunk* const* heard, long) { listener->hear(heard, changes); });
}

// 16 ms; what a line says is what the next one hears.
void echo(long ms) {
    const auto cancellers =
        std::make_unique<ivr_dsp::EchoCancellers>(ivr_dsp::EchoTail::ms16, Isa::scalar);
    Chunk clean[lanes];
    Chunk* where[lanes];
    for (std::size_t lane = 0; lane < lanes; ++lane) where[lane] = &clean[lane];
    play(ms, [&](const Chunk* const* heard, long) {
        const Chunk* says[lanes];
        for (std::size_t lane = 0; lane < lanes; ++lane) says[lane] = heard[(lane + 1) % lanes];
        cancellers->cancel(heard, says, where);
    });
}

void conference(long ms) {
    ivr_dsp::Conference room(lanes, Isa::scalar);
    for (std::size_t party = 0; party < lanes; ++party) room.enter(Law::alaw);
    play(ms, [&](const Chunk* const* heard, long) {
        for (std::size_t party = 0; party < lanes; ++party) room.hear(party, *heard[party]);
        room.mix();
    });
}

void law(long ms) {
    play(ms, [](const Chunk* const* heard, long) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            std::uint8_t other[driver::samples_per_tick];
            ivr_dsp::law_kernel_of(Isa::scalar)
                .other(Law::alaw, heard[lane]->octets.data(), other, sizeof other);
        }
    });
}

struct Block {
    const char* name;
    void (*run)(long ms);
};
constexpr Block blocks[] = {
    {"dtmf",       dtmf      },
    {"r2",         r2        },
    {"tones",      tones     },
    {"echo",       echo      },
    {"conference", conference},
    {"law",        law       },
};

}  // namespace

int main(int count, char** words) {
    if (count == 1) {
        for (const Block& block : blocks) std::puts(block.name);
        return 0;
    }
    for (const Block& block : blocks) {
        if (count != 3 || std::string(words[1]) != block.name) continue;
        block.run(std::strtol(words[2], nullptr, 10));
        return 0;
    }
    std::fputs("usage: trunkline-instructions [BLOCK MS]\n", stderr);
    return 2;
}
