// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "ivr_dsp/dsp/tone_generator.hpp"
#include "ivr_dsp/media/messages.hpp"
#include "ivr_dsp/media/sounds.hpp"

namespace ivr_dsp {

// One cycle of each tone, by Tone: frequencies, levels and cadence (ITU-T E.180 supplement 2).
using TonePlan = std::array<std::span<const ToneStep>, tone_count>;

// "cn", "us", "uk", "de", "fr", "br", "jp", "in"; nullptr for a country that is not known.
const TonePlan* tone_plan_of(std::string_view country);
// Their names, for error sentences and help.
std::span<const std::string_view> tone_countries();

// A plan's tones worked out in one law.
class CompiledTones {
  public:
    CompiledTones(const TonePlan& plan, Law law);
    // Valid as long as this object, also when it is moved.
    [[nodiscard]] ToneSounds sounds() const;

  private:
    std::array<std::vector<Chunk>, tone_count> chunks_;
};

}  // namespace ivr_dsp
