// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/sounds.hpp"

namespace ivr_dsp {

// Tones and music: each goes round on its own slot for ever, whoever listens.
class LoopedSounds {
  public:
    LoopedSounds(const BusNumbering& numbering, const MediaSounds& sounds, driver::Bus& bus)
        : bus_(bus) {
        for (std::uint32_t tone = 0; tone < tone_count; ++tone) {
            add(sounds.tones[tone], numbering.tone_slot(tone));
        }
        for (std::uint32_t stream = 0; stream < sounds.music.clips.size(); ++stream) {
            add(sounds.music.clip(stream), numbering.music_slot(stream));
        }
    }

    void talk() noexcept {
        for (Loop& loop : loops_) {
            bus_.talk(loop.slot, &loop.sound[loop.next]);
            loop.next = loop.next + 1 == loop.sound.size() ? 0 : loop.next + 1;
        }
    }

  private:
    struct Loop {
        Sound sound;
        std::size_t next;
        SlotId slot;
    };
    // The slot of an empty recording stays silent.
    void add(Sound sound, SlotId slot) {
        if (!sound.empty()) loops_.push_back({sound, 0, slot});
    }

    driver::Bus& bus_;
    std::vector<Loop> loops_;
};

}  // namespace ivr_dsp
