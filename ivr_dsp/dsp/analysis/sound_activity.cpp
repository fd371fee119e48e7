// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/analysis/sound_activity.hpp"

#include <algorithm>

#include "ivr_dsp/dsp/level.hpp"

namespace ivr_dsp {
namespace {

constexpr float least_sound = 8200;     // mean square of 16-bit samples, -45 dBm0
constexpr float above_floor = 10;       // as a ratio of power
constexpr float least_floor = 26;       // -70 dBm0
constexpr float floor_rises = 1.0023F;  // a frame: 1 dB in a second
constexpr float samples_of_frame = 80;

}  // namespace

bool SoundActivity::hear(const Chunk& chunk) noexcept {
    for (const std::uint8_t octet : chunk.octets) {
        const auto sample = static_cast<float>(linear_from(law_, octet));
        energy_ += sample * sample;
    }
    if (++ticks_ < frame_ticks) return false;
    judge(energy_ / samples_of_frame);
    ticks_ = 0;
    energy_ = 0;
    return true;
}

void SoundActivity::judge(float power) noexcept {
    floor_ = has_floor_ ? std::min(floor_ * floor_rises, power) : power;
    floor_ = std::max(floor_, least_floor);
    has_floor_ = true;
    active_ = power >= std::max(least_sound, above_floor * floor_);
}

}  // namespace ivr_dsp
