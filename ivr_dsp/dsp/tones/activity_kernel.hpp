// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "ivr_dsp/dsp/simd/lane_laws.hpp"

namespace ivr_dsp {

// Ticks of one measurement.
inline constexpr std::int32_t activity_ticks = 20;

// Powers are mean squares of a kernel's samples (tone_probes.hpp).
struct ActivityRules {
    float least_voice{};  // never voice below it
    float least_floor{};  // the background is taken to be between the two
    float most_floor{};
    float voice_to_floor{};
    float floor_rise{};   // a measurement
    float least_sound{};  // below it the line is dead
    std::int32_t measurements_to_begin{};
    std::int32_t measurements_to_end{};
};

struct alignas(64) ActivityLanes {
    LaneLaws laws;
    // Of the measurement under way.
    float energy[lanes]{};
    std::int32_t offset[lanes]{};
    std::int32_t clipped[lanes]{};
    // Of the last one: mean square without the mean, the mean, samples at the largest code.
    float power[lanes]{};
    float mean[lanes]{};
    std::int32_t clipped_samples[lanes]{};
    // Voice: -1 or 0, and measurements that say otherwise.
    std::int32_t voice[lanes]{};
    std::int32_t otherwise[lanes]{};
    float floor[lanes]{};
    // Of this call: measurements with voice, with anything at all.
    std::int32_t with_voice[lanes]{};
    std::int32_t with_sound[lanes]{};
    std::int32_t tick{};

    void reset(std::size_t lane, driver::Law law) noexcept {
        laws.set(lane, law);
        energy[lane] = power[lane] = mean[lane] = floor[lane] = 0;
        offset[lane] = clipped[lane] = clipped_samples[lane] = 0;
        voice[lane] = otherwise[lane] = with_voice[lane] = with_sound[lane] = 0;
    }
};

// One millisecond of sixteen channels.
struct ActivityKernel {
    struct Told {
        bool measured{};
        bool voice_changed{};  // of some channel
    };
    Told (*hear)(const ActivityRules& rules, const driver::Chunk* const* heard,
                 ActivityLanes& state);
};
IVR_DSP_KERNEL(ActivityKernel, activity_kernel)

}  // namespace ivr_dsp
