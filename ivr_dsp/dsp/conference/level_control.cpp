// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/conference/level_control.hpp"

#include <algorithm>

namespace ivr_dsp {
namespace {

constexpr float remembered = 128;  // looks: two seconds of speech
constexpr float enough = 24;       // looks, before it does anything
constexpr float rise = 1.0055F;    // 3 dB in a second of speech
constexpr float fall = 0.9890F;    // 6 dB
// In squares: turning begins at 3 dB and ends at half a dB from the target.
constexpr float far_off = 2.0F;
constexpr float near_by = 1.12F;

bool is_within(float ratio, float limit) {
    return ratio < limit && ratio * limit > 1;
}

}  // namespace

void LevelControl::hear(float mean_square, bool is_speech) noexcept {
    if (!is_speech) return;
    heard_ = std::min(heard_ + 1, remembered);
    speech_ += (mean_square - speech_) / heard_;
    if (heard_ < enough) return;
    const float ratio = speech_ * gain_ * gain_ / target_;
    turning_ = turning_ ? !is_within(ratio, near_by) : !is_within(ratio, far_off);
    if (turning_) gain_ = std::clamp(gain_ * (ratio > 1 ? fall : rise), least_, most_);
}

}  // namespace ivr_dsp
