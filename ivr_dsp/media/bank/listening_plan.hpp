// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "driver/base/result.hpp"
#include "ivr_dsp/media/bank/site_tone.hpp"
#include "ivr_dsp/media/bank/tone_plan.hpp"
#include "ivr_dsp/media/heard_tones.hpp"

namespace ivr_dsp {

// A tone that is listened for: its meaning and one cycle.
struct ListedTone {
    HeardTone meaning{};
    std::span<const ToneStep> cycle;
    bool of_site{};
};
// All that is listened for in a country: its dial, ringing, busy, congestion and special
// information tones, those of fax machines and modems, and the site's. Valid as long as `site`.
std::vector<ListedTone> listed_tones(const TonePlan& plan, std::span<const SiteTone> site);

// Errors say which of the site's tones cannot be told from another that says something else, or
// that there are too many; and what to do.
driver::Result<HeardTones> heard_tones(const TonePlan& plan, std::span<const SiteTone> site);

// Frequencies and cadence for people: "450 Hz, 0.35 s on, 0.35 s off".
std::string describe(std::span<const ToneStep> cycle);

}  // namespace ivr_dsp
