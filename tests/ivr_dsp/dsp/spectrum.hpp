// SPDX-License-Identifier: GPL-2.0-or-later
// Measures tones the plain way: a Fourier sum over decoded samples at whatever frequency is asked.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"

namespace support {

inline std::vector<double> samples_of(driver::Law law, std::span<const driver::Chunk> chunks) {
    std::vector<double> samples;
    for (const auto& chunk : chunks) {
        for (const auto sample : ivr_dsp::linear_from(law, chunk)) samples.push_back(sample);
    }
    return samples;
}

// Level of the sine at `hz` in the samples; 0 dBm0 has a peak of 22823 (A-law's milliwatt).
inline double dbm0_at(std::span<const double> samples, double hz) {
    double re = 0;
    double im = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double angle = 2 * std::numbers::pi * hz * static_cast<double>(i) / 8000;
        re += samples[i] * std::cos(angle);
        im += samples[i] * std::sin(angle);
    }
    const double peak = 2 * std::hypot(re, im) / static_cast<double>(samples.size());
    return 20 * std::log10(peak / 22823 + 1e-9);
}

// Where near `hz` the sine really is.
inline double frequency_near(std::span<const double> samples, double hz) {
    double best = 0;
    double best_dbm0 = -200;
    for (double probe = hz - 25; probe <= hz + 25; probe += 0.25) {
        const double level = dbm0_at(samples, probe);
        if (level > best_dbm0) best_dbm0 = level, best = probe;
    }
    return best;
}

// Milliseconds of sound and silence, in turn, sound first; sound is anything above the idle octet.
inline std::vector<int> cadence_of(driver::Law law, std::span<const driver::Chunk> chunks) {
    std::vector<int> turns;
    bool sounding = false;
    for (const auto& chunk : chunks) {
        const bool sounds = chunk != driver::silence(law);
        if (turns.empty() || sounds != sounding) turns.push_back(0);
        sounding = sounds;
        ++turns.back();
    }
    return turns;
}

}  // namespace support
