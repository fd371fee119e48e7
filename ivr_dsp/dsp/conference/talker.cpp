// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/conference/talker.hpp"

#include <algorithm>

namespace ivr_dsp {
namespace {

constexpr float above_noise = 8;      // 9 dB
constexpr float noise_rises = 1.01F;  // 2.7 dB in a second
constexpr int looks_to_begin = 3;     // a click is shorter
constexpr int looks_to_end = static_cast<int>(Talker::hang / Talker::look);

}  // namespace

void Talker::hear(float mean_square) noexcept {
    noise_ = std::max(mean_square < noise_ ? (3 * noise_ + mean_square) / 4 : noise_ * noise_rises,
                      1.0F);
    const bool is_loud = mean_square > least && mean_square > above_noise * noise_;
    louder_ = is_loud ? louder_ + 1 : 0;
    left_ = louder_ >= looks_to_begin ? looks_to_end : std::max(left_ - 1, 0);
    level_ += (mean_square - level_) / 16;
}

}  // namespace ivr_dsp
