// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/quality/way_meter.hpp"

#include <algorithm>
#include <cmath>

namespace ivr_dsp {
namespace {

constexpr float most_remembered = 128;  // measurements with voice: two and a half seconds
constexpr float samples = activity_ticks * driver::samples_per_tick;

std::int16_t tenths_of(float level_dbm0) noexcept {
    const float tenths = std::round(level_dbm0 * 10);
    return static_cast<std::int16_t>(std::clamp<float>(tenths, WayQuality::nothing, 100));
}

std::uint32_t ms_of(driver::Ticks ticks) noexcept {
    return static_cast<std::uint32_t>(ticks.count());
}

}  // namespace

bool WayMeter::hear(const driver::Chunk* const* heard) noexcept {
    static_cast<void>(meter_.hear(heard));
    if (++tick_ < activity_ticks) return false;
    tick_ = 0;
    for (std::size_t lane = 0; lane < lanes; ++lane) measure(lane);
    return true;
}

void WayMeter::measure(std::size_t lane) noexcept {
    Way& way = ways_[lane];
    way.now = meter_.of(lane);
    way.clipped_samples += static_cast<std::uint32_t>(std::lround(way.now.clipped_share * samples));
    if (!way.now.voice) return;
    way.remembered = std::min(way.remembered + 1, most_remembered);
    const float power = std::pow(10.0F, way.now.level_dbm0 / 10);
    way.speech += (power - way.speech) / way.remembered;
}

WayQuality WayMeter::quality(std::size_t lane) const noexcept {
    const Way& way = ways_[lane];
    WayQuality quality;
    quality.level_tenths_dbm0 = tenths_of(way.now.level_dbm0);
    if (way.speech > 0) quality.speech_tenths_dbm0 = tenths_of(10 * std::log10(way.speech));
    quality.offset = static_cast<std::int16_t>(std::lround(way.now.offset));
    quality.clipped_samples = way.clipped_samples;
    quality.voice_ms = ms_of(way.now.with_voice);
    quality.sound_ms = ms_of(way.now.with_sound);
    return quality;
}

}  // namespace ivr_dsp
