// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/digit_detectors.hpp"
#include "ivr_dsp/media/numbering.hpp"

namespace ivr_dsp {

// Which lines' sound is nobody's business: of those that type a secret, and of whoever hears them,
// by himself or in a conference. What taps and recordings ask before they keep anything.
class Privacy {
  public:
    // After a secret answer: the last digit's tone goes on while control already knows it.
    static constexpr driver::Ticks lasts{500};

    Privacy(const BusNumbering& numbering, const driver::Bus& bus, const DigitDetectors& digits)
        : numbering_(numbering),
          bus_(bus),
          digits_(digits),
          typing_(numbering.counts().lines),
          left_(numbering.counts().lines) {}

    // Once a tick, before anybody asks.
    void tick() noexcept;
    [[nodiscard]] bool types(std::uint32_t line) const noexcept { return typing_.contains(line); }
    [[nodiscard]] bool hears(std::uint32_t line) const noexcept;

  private:
    [[nodiscard]] bool is_typed(SlotId slot) const noexcept;

    const BusNumbering& numbering_;
    const driver::Bus& bus_;
    const DigitDetectors& digits_;
    ActiveSet typing_;                 // lines, and some time longer
    std::vector<driver::Ticks> left_;  // by line, once it types no more
};

}  // namespace ivr_dsp
