// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>

#include "ivr_dsp/dsp/tones/tone_table.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp {

// The tones of a network and what each says: several may say the same.
struct HeardTones {
    ToneTable table;
    std::array<HeardTone, most_cadences> meanings{};  // by the id of a tone
};

}  // namespace ivr_dsp
