// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <optional>

#include "ivr_dsp/media/tap/tap_ring.hpp"

namespace ivr_dsp {

// One reader's place in one tap: every millisecond once, in order; those that were overwritten
// before they could be read come as silence and are counted.
class TapReader {
  public:
    // Nothing until the firmware has begun the tap of this number. `ring` outlives the reader.
    static std::optional<TapReader> find(const TapRing& ring, std::uint64_t number) noexcept {
        for (std::size_t tap = 0; tap < TapRing::taps; ++tap) {
            const TapFacts facts = ring.facts(tap);
            if (number != 0 && facts.number == number) return TapReader(ring, tap, facts);
        }
        return std::nullopt;
    }

    // The tap as it was when it was found.
    [[nodiscard]] const TapFacts& facts() const noexcept { return facts_; }
    // False: none yet, or the tap is over.
    [[nodiscard]] bool next(TapMoment& moment) noexcept {
        const TapFacts now = ring_->facts(tap_);
        replaced_ = replaced_ || now.number != facts_.number;
        if (replaced_ || next_ >= now.written) return false;
        if (!ring_->read(tap_, next_, moment)) {
            moment = {driver::silence(facts_.law), driver::silence(facts_.law)};
            ++missed_;
        }
        ++next_;
        return true;
    }
    // Nothing more will come.
    [[nodiscard]] bool over() const noexcept {
        const TapFacts now = ring_->facts(tap_);
        return replaced_ || (now.over && next_ >= now.written);
    }
    // Milliseconds, those missed among them.
    [[nodiscard]] std::uint64_t read() const noexcept { return next_; }
    [[nodiscard]] std::uint64_t missed() const noexcept { return missed_; }

  private:
    TapReader(const TapRing& ring, std::size_t tap, const TapFacts& facts) noexcept
        : ring_(&ring), tap_(tap), facts_(facts) {}

    const TapRing* ring_;
    std::size_t tap_;
    TapFacts facts_;
    std::uint64_t next_{};
    std::uint64_t missed_{};
    bool replaced_{};
};

}  // namespace ivr_dsp
