// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <span>

#include "driver/base/ticks.hpp"
#include "ivr_dsp/dsp/tones/activity_kernel.hpp"

namespace ivr_dsp {

// What a channel carried in the last 20 ms.
struct Activity {
    float level_dbm0{};
    float offset{};         // mean, in 16-bit linear samples
    float clipped_share{};  // of the samples, those at the law's largest code
    bool voice{};
    // Since reset(): time with voice, with anything above -60 dBm0.
    driver::Ticks with_voice{};
    driver::Ticks with_sound{};
};

// A hint that one party cannot be heard: five seconds of voice, and from the other side nothing at
// all, not even background.
inline constexpr driver::Ticks one_way_after{5000};
constexpr bool sounds_one_way(driver::Ticks with_voice, driver::Ticks other_with_sound) {
    return with_voice >= one_way_after && other_with_sound == driver::Ticks{0};
}

struct VoiceChange {
    std::size_t lane{};
    bool voice{};
};

// Level, offset, clipping and voice of sixteen channels, measured every 20 ms. Voice is what is 9
// dB above the background and above -45 dBm0; it begins after 40 ms and ends after 240 ms.
// Realtime.
class ActivityMeter {
  public:
    explicit ActivityMeter(Isa isa) noexcept;

    // Another call on this channel.
    void reset(std::size_t lane, driver::Law law) noexcept;
    // Call every tick with a chunk for each channel. Changes of voice, until the next call.
    std::span<const VoiceChange> hear(const driver::Chunk* const* heard) noexcept;
    [[nodiscard]] Activity of(std::size_t lane) const noexcept;

  private:
    const ActivityKernel* kernel_;
    ActivityRules rules_;
    ActivityLanes state_;
    std::array<VoiceChange, lanes> changes_;
};

}  // namespace ivr_dsp
