// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "driver/base/chunk.hpp"
#include "driver/base/fields.hpp"

namespace ivr_dsp {

using driver::Law;

// wav: the law's octets as they were on the line (WAVE format tags 6 and 7). opus: RFC 6716 in Ogg,
// about a fifth of that.
ENUM(SoundContainer, wav, opus)
// stereo: left what the line says, right what it hears. mixed: both on one channel.
// says: only what the line says.
ENUM(SoundLayout, stereo, mixed, says)

struct SoundFormat {
    SoundContainer container{};
    SoundLayout layout{};
    Law law{};
};

constexpr int channels_of(SoundLayout layout) {
    return layout == SoundLayout::stereo ? 2 : 1;
}

}  // namespace ivr_dsp
