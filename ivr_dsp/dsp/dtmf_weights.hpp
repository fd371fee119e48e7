// SPDX-License-Identifier: GPL-2.0-or-later
// Every factor of the analysis, made by the compiler, so that all machines decide alike.
//
// A look's window is a Hann window of twelve chunks; a block of four is the first, second and last
// third of three of them. Each chunk becomes a phasor, each block adds up its four, and both are
// folded in the middle: of numbers equally far from it an even weight needs only the sum, an odd
// one only the difference, which halves the multiplications. The second third of a Hann window is
// even; the first and the last are an even part plus and minus an odd part.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "ivr_dsp/dsp/dtmf.hpp"
#include "ivr_dsp/dsp/dtmf_kernel.hpp"
#include "ivr_dsp/dsp/sine.hpp"

namespace ivr_dsp::dtmf {

inline constexpr std::size_t block = dtmf_ticks_per_look * driver::samples_per_tick;
inline constexpr std::size_t window = 3 * block;

// Of a chunk's sum and of a block's. A chunk's phasor is the upper half of its sum.
inline constexpr double weight_one = 16384;
// |phasor|² of a sine of peak 4a (16-bit; the kernel counts in quarters) is (a · 16384 · 6)², its
// mean square 8a².
inline constexpr double phasor_of_one = weight_one * window / 16;
inline constexpr double power_per_square = 8 / (phasor_of_one * phasor_of_one);

// Two weights as the kernel's pairs lie.
using Pair = std::int32_t;
constexpr Pair pair(double first, double second) {
    const auto rounded = [](double value) {
        return static_cast<std::uint32_t>(
            static_cast<std::int32_t>(value < 0 ? value - 0.5 : value + 0.5));
    };
    return static_cast<Pair>((rounded(first) & 0xFFFFU) | (rounded(second) << 16U));
}
// Of a fold: the pair farther from the middle, the pair nearer to it.
using FoldWeights = std::array<Pair, 2>;

// Of one tone.
struct ToneWeights {
    FoldWeights chunk_re;  // of sums of samples
    FoldWeights chunk_im;  // of differences
    // Of (re of a sum, im of a difference) of chunks' phasors: `even`; of (re of a difference, im
    // of a sum): `odd`.
    FoldWeights middle_re_of_even;
    FoldWeights middle_im_of_odd;
    FoldWeights sides_re_of_even;
    FoldWeights sides_im_of_odd;
    FoldWeights slope_re_of_odd;
    FoldWeights slope_im_of_even;
};

inline constexpr std::array<double, 2> dial_hz = {360, 443};
constexpr double probe_hz(std::size_t probe) {
    return probe < dtmf_tones ? dtmf_hz(probe) : dial_hz[probe - dtmf_tones];
}

// Hann window; `from_middle` counts samples.
constexpr double hann(double from_middle) {
    return 0.5 + 0.5 * cosine_of(from_middle / window);
}

// Of phasors equally far from the middle of a block, weighed by `weight`: re and im of each part.
enum class Part { re_of_even, im_of_odd, re_of_odd, im_of_even };
template <class Weight>
constexpr FoldWeights folded(double hz, Part part, Weight weight) {
    FoldWeights made{};
    for (std::size_t i = 0; i < made.size(); ++i) {
        const double at = i == 0 ? -12 : -4;  // samples from the middle to a chunk's middle
        const double size = weight_one * weight(at);
        const double cosine = size * cosine_of(hz / 8000 * at);
        const double sine = -size * sine_of(hz / 8000 * at);
        const bool is_re = part == Part::re_of_even || part == Part::re_of_odd;
        made[i] = is_re ? pair(cosine, -sine) : pair(sine, cosine);
    }
    return made;
}

constexpr ToneWeights made_weights(double hz) {
    const auto sides = [](double at) { return (hann(at - block) + hann(at + block)) / 2; };
    const auto slope = [](double at) { return (hann(at - block) - hann(at + block)) / 2; };
    const auto chunk = [hz](auto wave, double sign) {
        const auto at = [&](double sample) {
            return sign * weight_one * wave(hz / 8000 * (sample - 3.5));
        };
        return FoldWeights{pair(at(0), at(1)), pair(at(2), at(3))};
    };
    return {
        .chunk_re = chunk(cosine_of, 1),
        .chunk_im = chunk(sine_of, -1),
        .middle_re_of_even = folded(hz, Part::re_of_even, hann),
        .middle_im_of_odd = folded(hz, Part::im_of_odd, hann),
        .sides_re_of_even = folded(hz, Part::re_of_even, sides),
        .sides_im_of_odd = folded(hz, Part::im_of_odd, sides),
        .slope_re_of_odd = folded(hz, Part::re_of_odd, slope),
        .slope_im_of_even = folded(hz, Part::im_of_even, slope),
    };
}

struct Weights {
    std::array<ToneWeights, dtmf_probes> tones;
    // A phasor turned by the phase that a tone gains from block to block.
    std::array<Pair, dtmf_probes> turn_re;
    std::array<Pair, dtmf_probes> turn_im;
    // Of a chunk's energy (sum of squares of quarter samples): to the mean square of the window's
    // first, second and last third.
    std::array<std::array<float, dtmf_ticks_per_look>, 3> energy;
};

constexpr Weights made_weights() {
    Weights made{};
    for (std::size_t probe = 0; probe < dtmf_probes; ++probe) {
        const double turn = probe_hz(probe) / 8000 * block;
        const double one = 32767;
        made.tones[probe] = made_weights(probe_hz(probe));
        made.turn_re[probe] = pair(one * cosine_of(turn), -one * sine_of(turn));
        made.turn_im[probe] = pair(one * sine_of(turn), one * cosine_of(turn));
    }
    for (std::size_t third = 0; third < 3; ++third) {
        for (std::size_t tick = 0; tick < dtmf_ticks_per_look; ++tick) {
            const double chunk = static_cast<double>(third * dtmf_ticks_per_look + tick) - 5.5;
            made.energy[third][tick] =
                static_cast<float>(16 * hann(chunk * driver::samples_per_tick) / (window / 2.0));
        }
    }
    return made;
}
// Not inline: every instruction set has its own.
constexpr Weights weights = made_weights();

// Two sines at the probes for dial tone are not at right angles in a window of this length. What
// they have in common, referred to the middle of the newest block, and how much is left.
constexpr double dial_overlap() {
    double sum = 0;
    for (std::size_t n = 0; n < window; ++n) {
        const double at = static_cast<double>(n) - (window - 1) / 2.0;
        sum += hann(at) * cosine_of((dial_hz[0] - dial_hz[1]) / 8000 * at);
    }
    return sum / (window / 2.0);
}
inline constexpr double dial_turns = (dial_hz[0] - dial_hz[1]) / 8000 * block;
inline constexpr auto dial_common_re =
    static_cast<float>(2 * dial_overlap() * cosine_of(dial_turns));
inline constexpr auto dial_common_im = static_cast<float>(2 * dial_overlap() * sine_of(dial_turns));
inline constexpr auto dial_power_per_square =
    static_cast<float>(power_per_square / (1 - dial_overlap() * dial_overlap()));

}  // namespace ivr_dsp::dtmf
