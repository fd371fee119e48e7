// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/activity_meter.hpp"

#include <algorithm>

#include "ivr_dsp/dsp/tones/tone_probes.hpp"

namespace ivr_dsp {

namespace {
// Until a pause shows what the background is: a noisy room is no voice, a voice is.
constexpr double first_floor_dbm0 = -45;
}  // namespace

// The background may rise by 2 dB a second.
ActivityMeter::ActivityMeter(Isa isa) noexcept
    : kernel_(&activity_kernel_of(isa)),
      rules_{.least_voice = kernel_power(-45),
             .least_floor = kernel_power(-65),
             .most_floor = kernel_power(-30),
             .voice_to_floor = 8,
             .floor_rise = 1.01F,
             .least_sound = kernel_power(-60),
             .measurements_to_begin = 2,
             .measurements_to_end = 12} {
    for (std::size_t lane = 0; lane < lanes; ++lane) reset(lane, driver::Law::alaw);
}

void ActivityMeter::reset(std::size_t lane, driver::Law law) noexcept {
    state_.reset(lane, law);
    state_.floor[lane] = kernel_power(first_floor_dbm0);
}

std::span<const VoiceChange> ActivityMeter::hear(const driver::Chunk* const* heard) noexcept {
    std::array<std::int32_t, lanes> before;
    std::copy_n(state_.voice, lanes, before.begin());
    if (!kernel_->hear(rules_, heard, state_).voice_changed) return {};
    std::size_t count = 0;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        if (state_.voice[lane] == before[lane]) continue;
        changes_[count++] = {lane, state_.voice[lane] != 0};
    }
    return std::span(changes_).first(count);
}

Activity ActivityMeter::of(std::size_t lane) const noexcept {
    constexpr float samples = activity_ticks * driver::samples_per_tick;
    return {.level_dbm0 = dbm0_of_kernel_power(state_.power[lane]),
            .offset = 4 * state_.mean[lane],
            .clipped_share = static_cast<float>(state_.clipped_samples[lane]) / samples,
            .voice = state_.voice[lane] != 0,
            .with_voice = driver::Ticks{activity_ticks} * state_.with_voice[lane],
            .with_sound = driver::Ticks{activity_ticks} * state_.with_sound[lane]};
}

}  // namespace ivr_dsp
