// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/dtmf_spectrum.hpp"

#include <cmath>
#include <numbers>

namespace ivr_dsp {
namespace {

constexpr std::size_t window = DtmfSpectrum::window_ticks;

// Every factor of the analysis. Made by the compiler, so that all machines decide alike.
struct Factors {
    std::array<Phasors, driver::samples_per_tick> probe;  // e^-jωn for the samples of one chunk
    std::array<Phasors, window> weight;  // e^-jωn of each chunk's start, weighed; [0] is the oldest
    std::array<float, window> energy_weight;
    Phasors advance;  // e^jωn over the ticks from look to look
};

constexpr double hann(std::size_t chunk) {
    const double sine = sine_of((static_cast<double>(chunk) + 0.5) / (2 * window));
    return sine * sine;
}

constexpr void set(Phasors& row, std::size_t tone, double turns, double size) {
    row.re[tone] = static_cast<float>(size * cosine_of(turns));
    row.im[tone] = static_cast<float>(size * sine_of(turns));
}

constexpr Factors made_factors() {
    Factors made{};
    double samples = 0;  // of a window, weighed
    for (std::size_t chunk = 0; chunk < window; ++chunk) {
        samples += driver::samples_per_tick * hann(chunk);
    }
    for (std::size_t chunk = 0; chunk < window; ++chunk) {
        made.energy_weight[chunk] = static_cast<float>(hann(chunk) / samples);
    }
    for (std::size_t tone = 0; tone < 8; ++tone) {
        const double turns_per_tick = dtmf_hz(tone) / 1000;
        for (std::size_t n = 0; n < made.probe.size(); ++n) {
            const auto part = static_cast<double>(n) / driver::samples_per_tick;
            set(made.probe[n], tone, -turns_per_tick * part, 1);
        }
        for (std::size_t chunk = 0; chunk < window; ++chunk) {
            // √2: a sine of peak a then has |phasor|² = a²/2, its mean square.
            const double size = std::numbers::sqrt2 * hann(chunk) / samples;
            set(made.weight[chunk], tone, -turns_per_tick * static_cast<double>(chunk), size);
        }
        set(made.advance, tone, turns_per_tick * DtmfSpectrum::ticks_per_look, 1);
    }
    return made;
}
constexpr Factors factors = made_factors();

// The window hears a tone off its centre a little too weak: at most 0.5 dB at 1.5 % of 1633 Hz.
// This gives it back, from the cosine of the phase gained (fits the window's response to 0.02 dB).
float made_good(float power, Phasor turn) {
    const float size = std::sqrt(turn.re * turn.re + turn.im * turn.im);
    return turn.re > 0 ? power * (1 + 0.65F * (1 - turn.re / size)) : power;
}

}  // namespace

void DtmfSpectrum::hear(const Chunk& chunk) noexcept {
    Phasors sum;
    float energy = 0;
    for (std::size_t n = 0; n < chunk.octets.size(); ++n) {
        const auto sample = static_cast<float>(linear_from(law_, chunk.octets[n]));
        const Phasors& probe = factors.probe[n];
        energy += sample * sample;
        for (std::size_t tone = 0; tone < 8; ++tone) sum.re[tone] += sample * probe.re[tone];
        for (std::size_t tone = 0; tone < 8; ++tone) sum.im[tone] += sample * probe.im[tone];
    }
    chunks_[oldest_] = sum;
    energies_[oldest_] = energy;
    oldest_ = oldest_ + 1 == window ? 0 : oldest_ + 1;
}

DtmfLook DtmfSpectrum::look() noexcept {
    Phasors now;
    DtmfLook seen;
    std::size_t place = oldest_;
    for (std::size_t k = 0; k < window; ++k) {
        const Phasors& chunk = chunks_[place];
        const Phasors& weight = factors.weight[k];
        for (std::size_t tone = 0; tone < 8; ++tone) {
            now.re[tone] += chunk.re[tone] * weight.re[tone] - chunk.im[tone] * weight.im[tone];
            now.im[tone] += chunk.re[tone] * weight.im[tone] + chunk.im[tone] * weight.re[tone];
        }
        seen.power += energies_[place] * factors.energy_weight[k];
        place = place + 1 == window ? 0 : place + 1;
    }
    seen.low = strongest(now, 0);
    seen.high = strongest(now, 4);
    before_ = now;
    return seen;
}

GroupLook DtmfSpectrum::strongest(const Phasors& now, std::size_t first_tone) const noexcept {
    GroupLook best;
    for (std::size_t tone = first_tone; tone < first_tone + 4; ++tone) {
        const float power = now.re[tone] * now.re[tone] + now.im[tone] * now.im[tone];
        if (tone != first_tone && power <= best.power) continue;
        best.tone = tone;
        best.power = power;
    }
    const std::size_t tone = best.tone;
    const Phasor advance{factors.advance.re[tone], factors.advance.im[tone]};
    // Where the look before would be now, had the tone its nominal frequency.
    const Phasor expected{before_.re[tone] * advance.re - before_.im[tone] * advance.im,
                          before_.re[tone] * advance.im + before_.im[tone] * advance.re};
    best.turn = {now.re[tone] * expected.re + now.im[tone] * expected.im,
                 now.im[tone] * expected.re - now.re[tone] * expected.im};
    best.power = made_good(best.power, best.turn);
    return best;
}

}  // namespace ivr_dsp
