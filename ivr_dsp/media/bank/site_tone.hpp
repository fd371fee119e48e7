// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "ivr_dsp/dsp/tone_generator.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp {

// A tone as one exchange sends it, beside those of its country.
struct SiteTone {
    HeardTone meaning{};
    std::vector<ToneStep> cycle;
};

}  // namespace ivr_dsp
