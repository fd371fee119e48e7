// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/code_kernel.hpp"

#include "ivr_dsp/dsp/simd/vectors.hpp"

namespace ivr_dsp::IVR_DSP_ISA {
namespace {

// The three strongest of six tones, and the places of the first two.
struct Strongest {
    Floats first;
    Floats second{};
    Floats third{};
    Ints first_place{};
    Ints second_place{};
};

IVR_DSP_INLINE Strongest strongest(const ToneLook& look, std::size_t lane) {
    Strongest all{.first = load<Floats>(look.power[0] + lane)};
    for (std::int32_t place = 1; place < 6; ++place) {
        const auto power = load<Floats>(look.power[place] + lane);
        const Ints first = power > all.first;
        const Ints second = power > all.second;
        const Ints third = power > all.third;
        all.third = select(second, all.second, select(third, power, all.third));
        all.second = select(first, all.first, select(second, power, all.second));
        all.second_place =
            select(first, all.first_place, select(second, ints(place), all.second_place));
        all.first = select(first, power, all.first);
        all.first_place = select(first, ints(place), all.first_place);
    }
    return all;
}

IVR_DSP_INLINE Ints signal_of(Ints one, Ints other) {
    const Ints low = select(one < other, one, other);
    const Ints high = select(one < other, other, one);
    return ((high * (high - 1)) >> 1) + low + 1;
}

IVR_DSP_INLINE bool judge_lanes(const CodeRules& rules, const ToneLook& look, std::size_t lane,
                                CodeLanes& state) {
    const Strongest tones = strongest(look, lane);
    const auto total = load<Floats>(look.total + lane);
    const Floats both = tones.first + tones.second;
    const Ints two = (tones.second >= floats(rules.least_power)) &
                     (tones.second >= tones.first * floats(rules.least_twist)) &
                     (both >= total * floats(rules.purity_to_hold));
    const Ints weak_seen = two & signal_of(tones.first_place, tones.second_place);
    const Ints seen = weak_seen & (tones.third <= tones.second * floats(rules.most_third)) &
                      (both >= total * floats(rules.least_purity));

    const auto signal = load<Ints>(state.signal + lane);
    const Ints same = (seen == load<Ints>(state.seen + lane)) & (seen != 0);
    const Ints looks = select(same, load<Ints>(state.looks + lane) + 1, (seen != 0) & ints(1));
    const Ints missed = select(weak_seen == signal, Ints{}, load<Ints>(state.missed + lane) + 1);
    const Ints needed = select(seen == rules.long_signal, ints(rules.looks_to_begin_long),
                               ints(rules.looks_to_begin));
    const Ints begins = (seen != 0) & (seen != signal) & (looks >= needed);
    const Ints ends = (signal != 0) & (missed >= rules.looks_to_end);
    const Ints next = select(begins, seen, select(ends, Ints{}, signal));

    store(state.seen + lane, seen);
    store(state.looks + lane, looks);
    store(state.missed + lane, select(begins, Ints{}, missed));
    store(state.signal + lane, next);
    store(state.power + lane, both);
    return any(next != signal);
}

bool judge(const CodeRules& rules, const ToneLook& look, CodeLanes& state) {
    bool changed = false;
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        changed |= judge_lanes(rules, look, lane, state);
    }
    return changed;
}

}  // namespace

const CodeKernel code_kernel{judge};

}  // namespace ivr_dsp::IVR_DSP_ISA
