// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/sounds.hpp"

namespace ivr_dsp {

// What the firmware has on its bus.
struct MediaPlan {
    std::vector<Law> lines;  // by line
    Law law{};               // the system's: of tones, prompts, music, idle slots
    std::uint16_t voice_ports{};
    std::uint16_t conferences{};
};

inline BusNumbering numbering_of(const MediaPlan& plan, const MediaSounds& sounds) {
    return BusNumbering({static_cast<std::uint32_t>(plan.lines.size()),
                         static_cast<std::uint32_t>(sounds.music.clips.size()), plan.voice_ports,
                         plan.conferences});
}

}  // namespace ivr_dsp
