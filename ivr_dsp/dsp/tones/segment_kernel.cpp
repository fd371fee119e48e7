// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/segment_kernel.hpp"

#include "ivr_dsp/dsp/simd/vectors.hpp"

namespace ivr_dsp::IVR_DSP_ISA {
namespace {

// After so many unclear looks it is something else.
constexpr std::int32_t unclear_looks = 4;

IVR_DSP_INLINE Ints carried_now(const SegmentRules& rules, const ToneLook& look, std::size_t lane,
                                Floats level) {
    const auto total = load<Floats>(look.total + lane);
    const Floats pure = total * floats(rules.least_purity);
    const Ints is_silent =
        (total < floats(rules.silence_power)) | (total < level * floats(rules.share_of_silence));
    Ints now = ~is_silent & ints(something_else);
    for (std::size_t i = rules.count; i-- > 0;) {  // pairs last: they decide
        const auto& signal = rules.signals[i];
        const auto first = load<Floats>(look.power[signal.first] + lane);
        const auto second = load<Floats>(look.power[signal.second] + lane);
        Ints here = (first >= floats(rules.least_power)) & (second >= floats(rules.least_power));
        if (signal.first == signal.second) {
            here &= first >= pure;
        } else {
            here &= (first + second >= pure) & (first >= second * floats(rules.least_twist)) &
                    (second >= first * floats(rules.least_twist));
        }
        now = select(here, ints(static_cast<std::int32_t>(i) + 1), now);
    }
    return now;
}

IVR_DSP_INLINE Ints signal_mask(Ints carried) {
    return (carried != silent) & (carried != something_else);
}

IVR_DSP_INLINE bool judge_lanes(const SegmentRules& rules, const ToneLook& look, std::size_t lane,
                                SegmentLanes& state) {
    const auto level = load<Floats>(state.level + lane);
    const Ints now = carried_now(rules, look, lane, level);
    const auto carried = load<Ints>(state.carried + lane);
    const auto ticks = load<Ints>(state.ticks + lane);
    const auto next = load<Ints>(state.next + lane);
    const auto next_ticks = load<Ints>(state.next_ticks + lane);
    const auto unclear = load<Ints>(state.unclear_ticks + lane);
    const Ints hop = ints(rules.hop_ticks);

    const Ints same = now == carried;
    const Ints again = ~same & (now == next);
    const Ints other = ~same & ~again;
    const Ints lasted = select(again, next_ticks, Ints{}) + hop;
    const Ints waited = unclear + (other & next_ticks);
    const Ints lost = other & (waited >= hop * unclear_looks);
    const Ints changes = (again & (lasted >= hop * rules.looks_to_change)) | lost;
    // What was unclear belongs to the side that is no signal: a window half filled is not pure.
    const Ints to_old = ~signal_mask(carried) & waited;
    const Ints then = select(lost, ints(something_else), now);

    const Ints old_ticks = ticks + to_old;
    const Ints going_on = select(same, ticks + unclear + next_ticks + hop, ticks);
    const Ints now_ticks = select(changes, lasted + waited - to_old, going_on);
    const Ints was_due = same & (going_on >= load<Ints>(state.due + lane));

    store(state.ended + lane, carried);
    store(state.ended_ticks + lane, changes & old_ticks);
    store(state.is_due + lane, was_due);
    store(state.carried + lane, select(changes, then, carried));
    store(state.ticks + lane, now_ticks);
    const Ints settled = same | changes;
    store(state.next + lane, select(changes, then, now));
    store(state.next_ticks + lane, ~settled & lasted);
    store(state.unclear_ticks + lane, ~settled & waited);
    const auto total = load<Floats>(look.total + lane);
    store(state.level + lane, select(signal_mask(now) & same, total, level));
    return any(changes | was_due);
}

bool judge(const SegmentRules& rules, const ToneLook& look, SegmentLanes& state) {
    bool told = false;
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        told |= judge_lanes(rules, look, lane, state);
    }
    return told;
}

}  // namespace

const SegmentKernel segment_kernel{judge};

}  // namespace ivr_dsp::IVR_DSP_ISA
