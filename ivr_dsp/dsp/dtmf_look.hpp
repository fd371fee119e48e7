// SPDX-License-Identifier: GPL-2.0-or-later
// What sixteen channels sound like at the eight DTMF frequencies: part of the kernel, which alone
// includes it.
#pragma once

#include "ivr_dsp/dsp/dtmf_kernel.hpp"
#include "ivr_dsp/dsp/dtmf_weights.hpp"
#include "ivr_dsp/dsp/simd/samples.hpp"

namespace ivr_dsp::IVR_DSP_ISA {

using dtmf::weights;

// Chunks folded in the middle, two samples of each channel in a pair: the outer pair first. The
// differences of the block's second half are the other way round, which gives the conjugates of its
// phasors, so that they fold without another step.
struct Fold {
    Shorts sums[dtmf_ticks_per_look][2];
    Shorts differences[dtmf_ticks_per_look][2];
};

struct Phasor {
    Ints re;
    Ints im;
};

// The strongest tone of one group.
struct Strongest {
    Ints tone;       // 0-3 low, 4-7 high
    Floats power;    // of this tone, wherever near its nominal frequency it is
    Floats turn_re;  // phase gained on the nominal frequency since the look before
    Floats turn_im;
};

struct Look {
    Strongest low;
    Strongest high;
    Floats power;  // of everything
};

IVR_DSP_INLINE Shorts pair_of(dtmf::Pair pair) noexcept {
    return reinterpret_cast<Shorts>(ints(pair));
}

// The mean square of what was heard, by the window's third.
struct Energies {
    Floats thirds[3];
};

IVR_DSP_INLINE Energies fold(const DtmfHeard& heard, Shorts is_alaw, std::size_t lane,
                             Fold& folded) noexcept {
    Energies energies{};
    for (std::size_t tick = 0; tick < dtmf_ticks_per_look; ++tick) {
        const Samples samples = samples_of(octets_of(&heard.chunks[tick][lane]), is_alaw);
        const auto square = [&](std::size_t i) {
            return dot(dot(samples.pair[i], samples.pair[i]), samples.pair[i + 1],
                       samples.pair[i + 1]);
        };
        const Ints squares = square(0) + square(2);
        for (std::size_t third = 0; third < 3; ++third) {
            energies.thirds[third] += floats_of(squares) * floats(weights.energy[third][tick]);
        }
        for (std::size_t i = 0; i < 2; ++i) {
            const Shorts mirrored = exchanged(samples.pair[3 - i]);
            folded.sums[tick][i] = samples.pair[i] + mirrored;
            folded.differences[tick][i] =
                tick < 2 ? samples.pair[i] - mirrored : mirrored - samples.pair[i];
        }
    }
    return energies;
}

IVR_DSP_INLINE Ints folded_sum(Ints start, const Shorts* pairs,
                               const dtmf::FoldWeights& by) noexcept {
    return dot(dot(start, pairs[0], pair_of(by[0])), pairs[1], pair_of(by[1]));
}
IVR_DSP_INLINE Ints folded_sum(const Shorts* pairs, const dtmf::FoldWeights& by) noexcept {
    return dot(dot(pairs[0], pair_of(by[0])), pairs[1], pair_of(by[1]));
}

// What the block adds to the three windows it is a third of, rounded as upper_halves<1> needs.
struct Thirds {
    Phasor first;
    Phasor middle;
    Phasor last;
};
IVR_DSP_INLINE Thirds thirds_of(const Fold& folded, const dtmf::ToneWeights& tone) noexcept {
    const Ints half_of_upper = ints(1 << 15);
    Shorts chunks[dtmf_ticks_per_look];
    for (std::size_t i = 0; i < dtmf_ticks_per_look; ++i) {
        chunks[i] =
            upper_halves<0>(folded_sum(half_of_upper, folded.sums[i], tone.chunk_re),
                            folded_sum(half_of_upper, folded.differences[i], tone.chunk_im));
    }
    Shorts even[2];
    Shorts odd[2];
    for (std::size_t i = 0; i < 2; ++i) {
        even[i] = chunks[i] + chunks[3 - i];
        odd[i] = chunks[i] - chunks[3 - i];
    }
    const Ints half = ints(1 << 14);
    const Phasor sides{folded_sum(half, even, tone.sides_re_of_even),
                       folded_sum(half, odd, tone.sides_im_of_odd)};
    const Phasor slope{folded_sum(odd, tone.slope_re_of_odd),
                       folded_sum(even, tone.slope_im_of_even)};
    return {
        {sides.re + slope.re, sides.im + slope.im},
        {folded_sum(half,     even,                tone.middle_re_of_even),
         folded_sum(half, odd, tone.middle_im_of_odd)},
        {sides.re - slope.re,     sides.im - slope.im                    }
    };
}

// Adds the block to the windows of one probe; the one that is full now.
IVR_DSP_INLINE Phasor window_of(DtmfLanes& batch, std::size_t lane, std::size_t probe,
                                const Fold& folded) noexcept {
    const Thirds thirds = thirds_of(folded, weights.tones[probe]);
    const Shorts turn_re = pair_of(weights.turn_re[probe]);
    const Shorts turn_im = pair_of(weights.turn_im[probe]);
    std::int16_t* two_thirds = batch.two_thirds[probe] + 2 * lane;
    std::int16_t* one_third = batch.one_third[probe] + 2 * lane;
    const auto two = load<Shorts>(two_thirds);
    const auto one = load<Shorts>(one_third);
    store(two_thirds, upper_halves<1>(dot(thirds.middle.re, one, turn_re),
                                      dot(thirds.middle.im, one, turn_im)));
    store(one_third, upper_halves<1>(thirds.first.re, thirds.first.im));
    return {dot(thirds.last.re, two, turn_re), dot(thirds.last.im, two, turn_im)};
}

// The window hears a tone off its centre a little too weak: at most 0.5 dB at 1.5 % of 1633 Hz.
// This gives it back, from the cosine of the phase gained (fits the window's response to 0.02 dB).
IVR_DSP_INLINE Floats made_good(Floats power, Floats turn_re, Floats turn_im) noexcept {
    const Floats size = square_root(turn_re * turn_re + turn_im * turn_im);
    return select(turn_re > 0, power * (1 + 0.65F * (1 - turn_re / size)), power);
}

// The strongest tone of a group, and what the look before heard of it: nothing if another one was
// stronger then, so that it is out of tune now.
struct Raw {
    Ints tone;
    Phasor window;
    Floats square;
    Shorts before;
};
IVR_DSP_INLINE Raw strongest_of(DtmfLanes& batch, std::size_t lane, std::size_t group,
                                const Fold& folded) noexcept {
    Raw best{};
    best.tone = ints(static_cast<std::int32_t>(4 * group));
    for (std::size_t i = 0; i < 4; ++i) {
        const std::size_t probe = 4 * group + i;
        const Phasor now = window_of(batch, lane, probe, folded);
        const Floats re = floats_of(now.re);
        const Floats im = floats_of(now.im);
        const Floats square = re * re + im * im;
        const Ints stronger = square > best.square;
        best.square = select(stronger, square, best.square);
        best.window.re = select(stronger, now.re, best.window.re);
        best.window.im = select(stronger, now.im, best.window.im);
        best.tone = select(stronger, ints(static_cast<std::int32_t>(probe)), best.tone);
    }
    std::int32_t* const last_tone = batch.last_tone[group] + lane;
    std::int16_t* const last_window = batch.last_window[group] + 2 * lane;
    const Ints same = load<Ints>(last_tone) == best.tone;
    best.before = reinterpret_cast<Shorts>(load<Ints>(last_window) & same);
    store(last_tone, best.tone);
    store(last_window, upper_halves<1>(best.window.re, best.window.im));
    return best;
}

IVR_DSP_INLINE Strongest finished(const Raw& best) noexcept {
    // Where the look before would be now, had the tone its nominal frequency.
    const auto turned = [&](const auto& by) {
        return floats_of(dot(best.before, looked_up<Shorts>(best.tone, by.data())));
    };
    const Floats expected_re = turned(weights.turn_re);
    const Floats expected_im = turned(weights.turn_im);
    const Floats re = floats_of(best.window.re);
    const Floats im = floats_of(best.window.im);
    const Floats turn_re = re * expected_re + im * expected_im;
    const Floats turn_im = im * expected_re - re * expected_im;
    const Floats power = best.square * static_cast<float>(dtmf::power_per_square);
    return {best.tone, made_good(power, turn_re, turn_im), turn_re, turn_im};
}

// The power of what two sines at the probes for dial tone can make up.
IVR_DSP_INLINE Floats dial_tone_power(DtmfLanes& batch, std::size_t lane,
                                      const Fold& folded) noexcept {
    const Phasor low = window_of(batch, lane, dtmf_tones, folded);
    const Phasor high = window_of(batch, lane, dtmf_tones + 1, folded);
    const Floats a_re = floats_of(low.re);
    const Floats a_im = floats_of(low.im);
    const Floats b_re = floats_of(high.re);
    const Floats b_im = floats_of(high.im);
    const Floats common = (a_re * b_re + a_im * b_im) * dtmf::dial_common_re +
                          (a_im * b_re - a_re * b_im) * dtmf::dial_common_im;
    return (a_re * a_re + a_im * a_im + (b_re * b_re + b_im * b_im) - common) *
           dtmf::dial_power_per_square;
}

// Of that, what has gone on for long: a dial tone lasts, a voice's vowel does not. Two tones beat:
// it is the most of three looks that is followed, 0.6 dB up in a look (a third of a second from
// silence) and 2 dB down, for a digit's edges blur it.
IVR_DSP_INLINE Floats steady_dial_tone(DtmfLanes& batch, std::size_t lane, Floats now) noexcept {
    constexpr float least = 500;  // -57 dBm0
    const auto one_ago = load<Floats>(batch.dial_before[0] + lane);
    const auto two_ago = load<Floats>(batch.dial_before[1] + lane);
    store(batch.dial_before[0] + lane, now);
    store(batch.dial_before[1] + lane, one_ago);
    const Floats most = larger(larger(now, one_ago), two_ago);
    const auto before = load<Floats>(batch.dial_tone + lane);
    const Floats risen = smaller(most, before * 1.15F + least);
    const Floats tone = larger(risen, before * 0.63F);
    store(batch.dial_tone + lane, tone);
    return smaller(now, tone);
}

IVR_DSP_INLINE Look look_at(const DtmfHeard& heard, DtmfLanes& batch, std::size_t lane,
                            bool beside_dial_tone) noexcept {
    Fold folded;
    const Energies energies =
        fold(heard, load<Shorts>(batch.laws.is_alaw + 2 * lane), lane, folded);
    Look look;
    look.power = load<Floats>(batch.energy_two_thirds + lane) + energies.thirds[2];
    store(batch.energy_two_thirds + lane,
          load<Floats>(batch.energy_one_third + lane) + energies.thirds[1]);
    store(batch.energy_one_third + lane, energies.thirds[0]);
    const Raw low = strongest_of(batch, lane, 0, folded);
    const Raw high = strongest_of(batch, lane, 1, folded);
    look.low = finished(low);
    look.high = finished(high);
    if (beside_dial_tone) {
        look.power -= steady_dial_tone(batch, lane, dial_tone_power(batch, lane, folded));
    }
    return look;
}

}  // namespace ivr_dsp::IVR_DSP_ISA
