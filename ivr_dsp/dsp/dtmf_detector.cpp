// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/dtmf_detector.hpp"

#include <utility>

#include "ivr_dsp/dsp/dtmf.hpp"
#include "ivr_dsp/dsp/level.hpp"

namespace ivr_dsp {
namespace {

// In looks, four ticks apart. A tone of d ms fills the window well enough for d-3 to d-6 ms.
constexpr int looks_to_begin = 7;   // between the 23 ms that are none and the 40 ms that are one
constexpr int looks_to_end = 7;     // between the 10 ms that do not part and the 40 ms that do
constexpr int looks_to_forget = 2;  // before a digit begins

constexpr float least_power = 53000;  // mean square, -37 dBm0; Q.24 asks for -22, both tones
// Share of the power that is in the two tones. A signal 15 dB above white noise has 0.97.
constexpr float least_purity = 0.86F;
constexpr float least_purity_later = 0.5F;
// High group over low group, as ratios of power; +4 and -8 dB must pass.
constexpr float most_twist = 3.98F;        // +6 dB
constexpr float least_twist = 0.1F;        // -10 dB
constexpr float look_twist_slack = 1.58F;  // 2 dB, for a single look

constexpr FrequencyGate digit_gate(0.023);
constexpr FrequencyGate look_gate(0.030);

void add(Phasor& sum, Phasor turn) {
    sum.re += turn.re;
    sum.im += turn.im;
}

}  // namespace

DtmfChange DtmfDetector::hear(const Chunk& chunk, driver::Ticks now) noexcept {
    spectrum_.hear(chunk);
    if (++ticks_since_look_ < DtmfSpectrum::ticks_per_look) return {};
    ticks_since_look_ = 0;
    DtmfChange change = judge(spectrum_.look());
    change.at = now;
    return change;
}

DtmfChange DtmfDetector::judge(const DtmfLook& look) noexcept {
    const char seen = digit_in(look);
    DtmfChange change{.ended = digit_ended(seen)};
    if (seen == 0) {
        if (++candidate_absent_looks_ >= looks_to_forget) candidate_ = {};
        return change;
    }
    add_to_candidate(look, seen);
    if (seen == digit_ || candidate_.looks < looks_to_begin || !is_digit(look)) return change;

    // A digit before has ended by now: it was absent from every look of this one.
    change.began = seen;
    change.level_dbm0 = static_cast<float>(dbm0_from_mean_square(
        law_,
        (candidate_.low_power + candidate_.high_power) / static_cast<float>(candidate_.looks)));
    digit_ = seen;
    digit_absent_looks_ = 0;
    return change;
}

// The digit whose two tones are nearly all there is to hear, or 0.
char DtmfDetector::digit_in(const DtmfLook& look) const noexcept {
    if (look.power < least_power) return 0;
    const char digit = dtmf_digit(look.low.tone, look.high.tone - 4);
    const bool known = digit == candidate_.digit || digit == digit_;
    const float purity = known ? least_purity_later : least_purity;
    if (look.low.power + look.high.power < purity * look.power) return 0;
    if (look.high.power > most_twist * look_twist_slack * look.low.power) return 0;
    if (look.high.power * look_twist_slack < least_twist * look.low.power) return 0;
    if (digit == digit_) return digit;
    const bool in_tune = look_gate.passes(look.low.tone, look.low.turn) &&
                         look_gate.passes(look.high.tone, look.high.turn);
    return in_tune ? digit : '\0';
}

char DtmfDetector::digit_ended(char seen) noexcept {
    if (digit_ == 0) return 0;
    digit_absent_looks_ = seen == digit_ ? 0 : digit_absent_looks_ + 1;
    if (digit_absent_looks_ < looks_to_end) return 0;
    return std::exchange(digit_, '\0');
}

void DtmfDetector::add_to_candidate(const DtmfLook& look, char seen) noexcept {
    if (seen != candidate_.digit) candidate_ = Candidate{.digit = seen};
    candidate_absent_looks_ = 0;
    ++candidate_.looks;
    candidate_.low_power += look.low.power;
    candidate_.high_power += look.high.power;
    add(candidate_.low_turn, look.low.turn);
    add(candidate_.high_turn, look.high.turn);
}

// Over all its looks the candidate was in tune and its twist was right.
bool DtmfDetector::is_digit(const DtmfLook& last) const noexcept {
    return digit_gate.passes(last.low.tone, candidate_.low_turn) &&
           digit_gate.passes(last.high.tone, candidate_.high_turn) &&
           candidate_.high_power <= most_twist * candidate_.low_power &&
           candidate_.high_power >= least_twist * candidate_.low_power;
}

}  // namespace ivr_dsp
