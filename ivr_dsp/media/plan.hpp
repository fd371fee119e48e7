// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ivr_dsp/dsp/dtmf_rules.hpp"
#include "ivr_dsp/dsp/echo/echo_tail.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/sounds.hpp"

namespace ivr_dsp {

// What the firmware has on its bus.
struct MediaPlan {
    std::vector<Law> lines;  // by line
    Law law{};               // the system's: of tones, prompts, music, idle slots
    std::uint16_t voice_ports{};
    driver::ConferenceRooms conferences;
    driver::Ticks fade{};  // a prompt that is cut goes down for so long, while the next comes up
    std::uint16_t recorders{};  // lines recorded at the same time
    // By line: which of MediaSounds::tone_tables it is listened to with; the first if left out.
    std::vector<std::uint8_t> tone_tables{};
    std::vector<std::optional<EchoTail>> echo_tails{};  // by line; none: no line is cancelled
    std::optional<float> conference_dbm0{};  // voices in conferences are brought to this level
    std::uint16_t fax_ports{};
    DtmfRules dtmf{};  // which keys count
};

inline BusNumbering numbering_of(const MediaPlan& plan, const MediaSounds& sounds) {
    return BusNumbering({static_cast<std::uint32_t>(plan.lines.size()),
                         static_cast<std::uint32_t>(sounds.music.clips.size()), plan.voice_ports,
                         plan.conferences, plan.fax_ports});
}

}  // namespace ivr_dsp
