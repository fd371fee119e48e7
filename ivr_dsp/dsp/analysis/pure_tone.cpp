// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/analysis/pure_tone.hpp"

#include <algorithm>
#include <cmath>

namespace ivr_dsp {
namespace {

constexpr float samples_of_block = 160;
constexpr float least_power = 8200;     // mean square of 16-bit samples, -45 dBm0
constexpr float most_impurity = 0.02F;  // of the neighbours' power: 17 dB
constexpr float lowest = 1.925F;        // 2 cos(w) at 350 Hz
constexpr float highest = -1.176F;      // at 2800 Hz
constexpr float same = 0.03F;           // no block of a tone differs by more from its first

}  // namespace

void PureTone::hear(const Chunk& chunk) noexcept {
    for (const std::uint8_t octet : chunk.octets) {
        const auto sample = static_cast<float>(linear_from(law_, octet));
        const float beside = before_[0] + sample;
        power_ += before_[1] * before_[1];
        product_ += before_[1] * beside;
        neighbours_ += beside * beside;
        before_[0] = before_[1];
        before_[1] = sample;
    }
    if (++ticks_ == block_ticks) judge();
}

void PureTone::judge() noexcept {
    const bool loud = power_ >= least_power * samples_of_block;
    const float factor = loud ? product_ / power_ : 0.0F;
    // What the best fit leaves over, beside the power that a neighbour has. Near a quarter of the
    // sampling rate the neighbours cancel: there the sample itself is the measure.
    const float left = neighbours_ - factor * product_;
    const bool pure = loud && left <= most_impurity * std::max(neighbours_, power_) &&
                      factor <= lowest && factor >= highest;
    const bool goes_on = blocks_ > 0 && std::fabs(factor - factor_) < same;
    blocks_ = !pure ? 0 : goes_on ? blocks_ + 1 : 1;
    if (!goes_on) factor_ = factor;
    power_ = product_ = neighbours_ = 0;
    ticks_ = 0;
}

}  // namespace ivr_dsp
