// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <span>

#include "ivr_dsp/dsp/tone_generator.hpp"
#include "ivr_dsp/dsp/tones/cadence.hpp"

namespace ivr_dsp {

// One cycle of a tone, as a generator sends it. A single step goes on for ever.
struct KnownTone {
    std::uint8_t id{};  // not no_tone
    std::span<const ToneStep> cycle;
    // Not 0: sure as soon as the last step of the first cycle has lasted so long.
    driver::Ticks sure_after{};
    bool may_reverse{};  // tell phase reversals of its first frequency; of one tone
};

// Tones that are listened for with the same filters.
struct ToneGroup {
    ToneProbes probes;
    SegmentRules rules;
    Cadences cadences;
    std::optional<std::size_t> may_reverse{};  // place among the probes
};

// The tones of a country, or of one exchange: made before the calls come, read by all of them.
// Frequencies below 800 Hz are told 40 Hz apart and heard 10 Hz (1.5 %) beside; those above
// (special information, fax, modems) are heard 50 Hz beside. Each part of a cadence may be a
// quarter longer or shorter. A tone is sure after two cycles, or one if a cycle is longer than 2 s,
// or the sequence of its frequencies; one without an end when no other lasts so long.
class ToneTable {
  public:
    // False: more tones, frequencies or steps than there is room for, or a tone that is nothing but
    // silence or mixes low and high frequencies. Then there is no table of them.
    static bool fits(std::span<const KnownTone> tones) noexcept;
    explicit ToneTable(std::span<const KnownTone> tones) noexcept;

    // Those of low frequencies, those of high ones.
    static constexpr std::size_t groups = 2;
    [[nodiscard]] const ToneGroup* group(std::size_t number) const noexcept {
        return groups_[number] ? &*groups_[number] : nullptr;
    }

  private:
    std::optional<ToneGroup> groups_[groups];
};

}  // namespace ivr_dsp
