// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/dtmf_kernel.hpp"

#include "ivr_dsp/dsp/dtmf_look.hpp"

namespace ivr_dsp::IVR_DSP_ISA {
namespace {

// In looks, four ticks apart. A tone of d ms fills the window well enough for d-3 to d-6 ms.
constexpr std::int32_t looks_to_begin = 7;   // between the 23 ms that are none and the 40 that are
constexpr std::int32_t looks_to_forget = 2;  // before a digit begins

// Share of the power that is in the two tones. A signal 15 dB above white noise has 0.97.
constexpr float least_purity = 0.86F;
constexpr float least_purity_later = 0.5F;
constexpr float least_purity_of_all = 0.8F;
constexpr float look_twist_slack = 1.58F;  // 2 dB, for a single look

// True where the phase gained is that of a tone near enough its nominal frequency.
IVR_DSP_INLINE Ints in_tune(Ints tone, Floats turn_re, Floats turn_im,
                            const float* tangents) noexcept {
    return magnitude(turn_im) < turn_re * looked_up<Floats>(tone, tangents);
}

// The digit whose two tones are nearly all there is to hear, or -1.
IVR_DSP_INLINE Ints digit_in(const Look& look, Ints candidate, Ints digit,
                             const DtmfLimits& limits) noexcept {
    const Ints heard = 4 * look.low.tone + look.high.tone - 4;
    const Floats purity = select((heard == candidate) | (heard == digit),
                                 floats(least_purity_later), floats(least_purity));
    const Ints loud = look.power >= limits.least_power;
    const Ints pure = look.low.power + look.high.power >= purity * look.power;
    const Ints straight =
        (look.high.power <= limits.most_twist * look_twist_slack * look.low.power) &
        (look.high.power * look_twist_slack >= limits.least_twist * look.low.power);
    const Ints tuned =
        in_tune(look.low.tone, look.low.turn_re, look.low.turn_im, limits.look_tangent) &
        in_tune(look.high.tone, look.high.turn_re, look.high.turn_im, limits.look_tangent);
    return select(loud & pure & straight & (tuned | (heard == digit)), heard, ints(-1));
}

// Counts the look to a candidate for a digit; true where it has become one: over all its looks it
// was in tune, its level and twist were right.
IVR_DSP_INLINE Ints has_become_digit(DtmfLanes& batch, std::size_t lane, const Look& look,
                                     Ints seen, const DtmfLimits& limits) noexcept {
    const Ints is_seen = seen >= 0;
    const auto before = load<Ints>(batch.candidate + lane);
    const auto absent = load<Ints>(batch.absent_looks + lane) + 1;
    const Ints forgotten = ~is_seen & (absent >= looks_to_forget);
    const Ints kept = (seen == before) | (~is_seen & ~forgotten);
    const Ints candidate = select(is_seen, seen, select(forgotten, ints(-1), before));
    store(batch.candidate + lane, candidate);
    store(batch.absent_looks + lane, select(is_seen | (candidate < 0), ints(0), absent));
    const Ints looks = (load<Ints>(batch.looks + lane) & kept) - is_seen;
    store(batch.looks + lane, looks);
    const auto sum = [&](float* row, Floats more) {
        const Floats total =
            select(kept, load<Floats>(row + lane), floats(0)) + select(is_seen, more, floats(0));
        store(row + lane, total);
        return total;
    };
    const Floats power = sum(batch.power, look.power);
    const Floats low_power = sum(batch.low_power, look.low.power);
    const Floats high_power = sum(batch.high_power, look.high.power);
    const Floats low_re = sum(batch.low_turn_re, look.low.turn_re);
    const Floats low_im = sum(batch.low_turn_im, look.low.turn_im);
    const Floats high_re = sum(batch.high_turn_re, look.high.turn_re);
    const Floats high_im = sum(batch.high_turn_im, look.high.turn_im);
    const Floats least_power = floats_of(looks) * limits.least_tone_power;
    return is_seen & (looks >= looks_to_begin) & (low_power >= least_power) &
           (low_power + high_power >= least_purity_of_all * power) & (high_power >= least_power) &
           (high_power <= limits.most_twist * low_power) &
           (high_power >= limits.least_twist * low_power) &
           in_tune(look.low.tone, low_re, low_im, limits.digit_tangent) &
           in_tune(look.high.tone, high_re, high_im, limits.digit_tangent);
}

IVR_DSP_INLINE Ints decide(DtmfLanes& batch, std::size_t lane, const Look& look,
                           const DtmfLimits& limits, Ints& ended) noexcept {
    const auto digit = load<Ints>(batch.digit + lane);
    const Ints seen = digit_in(look, load<Ints>(batch.candidate + lane), digit, limits);
    const Ints absent =
        select(seen == digit, ints(0), load<Ints>(batch.digit_absent_looks + lane) + 1);
    const Ints over = (digit >= 0) & (absent >= limits.looks_to_end);
    ended = select(over, digit, ints(-1));
    const Ints still = select(over, ints(-1), digit);
    // A digit before has ended by now: it was absent from every look of this one.
    const Ints begins = has_become_digit(batch, lane, look, seen, limits) & (seen != still);
    store(batch.digit + lane, select(begins, seen, still));
    store(batch.digit_absent_looks + lane, select(begins, ints(0), absent));
    return select(begins, seen, ints(-1));
}

// False: no channel hears anything like a digit, or heard one just now.
IVR_DSP_INLINE bool worth_deciding(const DtmfLanes& batch, std::size_t lane, const Look& look,
                                   const DtmfLimits& limits) noexcept {
    const Ints loud = look.power >= limits.least_power;
    const Ints pure = look.low.power + look.high.power >= least_purity_later * look.power;
    const Ints pending = load<Ints>(batch.candidate + lane) & load<Ints>(batch.digit + lane);
    return any((loud & pure) | (pending >= 0));
}

bool look(const DtmfHeard& heard, DtmfLanes& batch, const DtmfLimits& limits, DtmfFound& found) {
    bool anything = false;
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        const Look seen = look_at(heard, batch, lane, limits.beside_dial_tone);
        Ints began = ints(-1);
        Ints ended = ints(-1);
        if (worth_deciding(batch, lane, seen, limits)) {
            began = decide(batch, lane, seen, limits, ended);
            anything |= any((began & ended) >= 0);
        }
        store(found.began + lane, began);
        store(found.ended + lane, ended);
    }
    return anything;
}

}  // namespace

const DtmfKernel dtmf_kernel{look};

}  // namespace ivr_dsp::IVR_DSP_ISA
