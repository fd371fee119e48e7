// SPDX-License-Identifier: GPL-2.0-or-later
// Call progress tones as exchanges play them: somewhat off their country's plan, on a line with
// noise. Made with the C library's sine.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "ivr_dsp/dsp/tones/tone_table.hpp"
#include "ivr_dsp/media/bank/tone_plan.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"

namespace support {

// What a country's exchange says when it does not ring itself, each sound once: in Japan congestion
// is told by the tone for busy.
inline std::vector<ivr_dsp::KnownTone> tones_of(std::string_view country) {
    using ivr_dsp::Tone;
    const ivr_dsp::TonePlan& plan = *ivr_dsp::tone_plan_of(country);
    std::vector<ivr_dsp::KnownTone> tones;
    for (const Tone tone : {Tone::dial, Tone::ringback, Tone::busy, Tone::congestion,
                            Tone::special_information, Tone::confirm}) {
        const auto id = static_cast<std::uint8_t>(tone);
        const bool sounds_new = std::none_of(tones.begin(), tones.end(), [&](const auto& other) {
            return other.cycle.data() == plan[id].data();
        });
        if (sounds_new) tones.push_back({.id = id, .cycle = plan[id]});
    }
    return tones;
}

// How far from the plan an exchange is.
struct Exchange {
    double frequency = 1;
    double cadence = 1;
    double louder_db = 0;
    double noise_dbm0 = -65;
};

inline void play(Tape& tape, const ivr_dsp::ToneStep& step, const Exchange& exchange) {
    std::vector<Tape::Sine> sines;
    for (const auto& sine : {step.first, step.second}) {
        if (sine.hz == 0) continue;
        sines.push_back({sine.hz * exchange.frequency, sine.level_dbm0 + exchange.louder_db,
                         static_cast<double>(step.swing.hz), step.swing.depth});
    }
    tape.sines(sines, static_cast<double>(step.lasts.count()) * exchange.cadence);
}

// The tone after a pause of 300 ms and more, for 6.5 s and to the end of its cycle; one without an
// end for 3 s. Then 1.5 s of nothing.
inline std::vector<driver::Chunk> played(driver::Law law, std::span<const ivr_dsp::ToneStep> cycle,
                                         const Exchange& exchange, unsigned seed) {
    Tape tape(law, seed);
    tape.pause(300).pause_about(20);
    const double start_ms = tape.ms();
    if (cycle.size() == 1) {
        ivr_dsp::ToneStep on = cycle.front();
        on.lasts = driver::Ticks{3000};
        play(tape, on, {.frequency = exchange.frequency, .louder_db = exchange.louder_db});
    } else {
        while (tape.ms() < start_ms + 6500) {
            for (const auto& step : cycle) play(tape, step, exchange);
        }
    }
    return tape.pause(1500).with_noise(exchange.noise_dbm0).chunks();
}

}  // namespace support
