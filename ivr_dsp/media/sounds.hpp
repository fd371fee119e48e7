// SPDX-License-Identifier: GPL-2.0-or-later
// Sound that lies ready in memory, chunk after chunk: prompts, music, tones. To say it is to move a
// pointer. Who made it keeps it, unchanged, for as long as the media may play it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "driver/base/chunk.hpp"
#include "ivr_dsp/media/heard_tones.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp {

using driver::Chunk;
using driver::Law;
using Sound = std::span<const Chunk>;

// Where a clip lies in its bank, in chunks.
struct ClipPlace {
    std::uint32_t first{};
    std::uint32_t count{};
};

// A bank as the realtime thread sees it (PromptBank maps and checks it).
struct BankView {
    std::uint16_t generation{};
    Law law{};
    std::span<const ClipPlace> clips;
    Sound chunks;

    // `index` must be less than clips.size().
    [[nodiscard]] Sound clip(std::size_t index) const noexcept {
        return chunks.subspan(clips[index].first, clips[index].count);
    }
};

// Each tone's whole cadence, to be repeated.
using ToneSounds = std::array<Sound, tone_count>;

// All in the system's law.
struct MediaSounds {
    std::vector<BankView> prompts;
    BankView music;  // one stream a clip; may be empty
    ToneSounds tones;
    std::span<const HeardTones> tone_tables{};  // none: no line can be listened to for tones
};

}  // namespace ivr_dsp
