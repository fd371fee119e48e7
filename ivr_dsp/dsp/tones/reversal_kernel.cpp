// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/reversal_kernel.hpp"

#include "ivr_dsp/dsp/simd/vectors.hpp"
#include "ivr_dsp/dsp/sine.hpp"

namespace ivr_dsp::IVR_DSP_ISA {
namespace {

constexpr std::int32_t looks_to_be_steady = 12;
// Longer than a reversal is between the two windows, far shorter than 450 ms.
constexpr std::int32_t looks_of_pause = 8;
constexpr float least_purity = 0.7F;
constexpr float learned_of_each = 0.125F;
constexpr float turned = -0.5F;  // cosine of what the phase is off by

constexpr double swing_hz = 15;
constexpr double looks_per_second = 1000.0 / 6;
constexpr std::size_t swing_looks = 100;
constexpr float swing_of_each = 1.0F / 24;
constexpr float mean_of_each = 1.0F / 12;
// Of the power: 0.4 of ANSam's.
constexpr float least_swing = 0.17F;

constexpr struct Swings {
    float re[swing_looks]{};
    float im[swing_looks]{};
    constexpr Swings() {
        for (std::size_t look = 0; look < swing_looks; ++look) {
            const double turns = static_cast<double>(look) * swing_hz / looks_per_second;
            re[look] = static_cast<float>(cosine_of(turns));
            im[look] = static_cast<float>(sine_of(turns));
        }
    }
} swings;

struct Phasors {
    Floats re;
    Floats im;
};

// By how much the phase moved since the look before the lag: of length 1, or 0 if one is not pure.
IVR_DSP_INLINE Phasors moved(Phasors now, Phasors then) {
    const Floats re = now.re * then.re + now.im * then.im;
    const Floats im = now.im * then.re - now.re * then.im;
    const Floats length = square_root(re * re + im * im);
    const Ints is_there = length > floats(0);
    const Floats by = select(is_there, length, floats(1));
    return {select(is_there, re / by, Floats{}), select(is_there, im / by, Floats{})};
}

// How much the power of a pure tone goes up and down at 15 Hz.
IVR_DSP_INLINE void follow_swing(Floats power, Ints pure, std::size_t lane, ReversalLanes& state) {
    const auto before = load<Floats>(state.mean + lane);
    const Floats mean =
        select(before > floats(0), before + (power - before) * floats(mean_of_each), power);
    const Floats off = (power - mean) * floats(swing_of_each);
    Floats square{};
    for (std::size_t part = 0; part < 2; ++part) {
        const float wave = part == 0 ? swings.re[state.swing_look] : swings.im[state.swing_look];
        const auto swing = load<Floats>(state.swing[part] + lane);
        const Floats now = swing - swing * floats(swing_of_each) + off * floats(wave);
        store(state.swing[part] + lane, select(pure, now, Floats{}));
        square += now * now;
    }
    store(state.mean + lane, select(pure, mean, Floats{}));
    const Floats least = mean * floats(least_swing / 2);
    store(state.modulated + lane, pure & (square >= least * least));
}

IVR_DSP_INLINE bool judge_lanes(std::size_t tone, float least_power, const ToneLook& look,
                                std::size_t lane, ReversalLanes& state) {
    const auto power = load<Floats>(look.power[tone] + lane);
    const Ints pure = (power >= floats(least_power)) &
                      (power >= load<Floats>(look.total + lane) * floats(least_purity));
    follow_swing(power, pure, lane, state);
    // Small enough that products of products are finite.
    const Floats scale = floats(1.0F / 1048576);
    const auto part = [&](std::size_t which) {
        const Floats sum = floats_of(load<Ints>(look.sum[tone][which] + lane)) * scale;
        return select(pure, sum, Floats{});
    };
    const Phasors now{part(0), part(1)};
    auto& past = state.past[state.oldest];
    const Phasors step = moved(now, {load<Floats>(past[0] + lane), load<Floats>(past[1] + lane)});
    store(past[0] + lane, now.re);
    store(past[1] + lane, now.im);

    const auto gain_re = load<Floats>(state.gain[0] + lane);
    const auto gain_im = load<Floats>(state.gain[1] + lane);
    const auto steady = load<Ints>(state.steady + lane);
    const auto pause = load<Ints>(state.pause + lane);
    const Floats agreement = step.re * gain_re + step.im * gain_im;
    const Ints known = (step.re != floats(0)) | (step.im != floats(0));
    const Ints open = known & (pause == 0);
    const Ints turns = open & (steady >= looks_to_be_steady) & (agreement < floats(turned));
    const Ints learns = open & ~turns;
    const Floats share = select(learns, floats(learned_of_each), Floats{});
    store(state.gain[0] + lane, gain_re + (step.re - gain_re) * share);
    store(state.gain[1] + lane, gain_im + (step.im - gain_im) * share);
    // Looks without the tone count back, so that a long pause makes it learn again.
    const Ints fewer = select(steady > 0, steady - 1, Ints{});
    const Ints more = select(steady < 4 * looks_to_be_steady, steady + 1, steady);
    const Ints kept = select(pause > 0, steady, fewer);
    const Ints agrees = learns & (agreement > floats(0));
    store(state.steady + lane, select(turns, steady, select(agrees, more, kept)));
    store(state.pause + lane,
          select(turns, ints(looks_of_pause), select(pause > 0, pause - 1, Ints{})));
    store(state.reversed + lane, turns);
    return any(turns);
}

bool judge(std::size_t tone, float least_power, const ToneLook& look, ReversalLanes& state) {
    bool turns = false;
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        turns |= judge_lanes(tone, least_power, look, lane, state);
    }
    state.oldest = static_cast<std::uint32_t>((state.oldest + 1) % reversal_lag);
    state.swing_look = static_cast<std::uint32_t>((state.swing_look + 1) % swing_looks);
    return turns;
}

}  // namespace

const ReversalKernel reversal_kernel{judge};

}  // namespace ivr_dsp::IVR_DSP_ISA
