// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

#include "driver/board/messages.hpp"

namespace ivr_dsp {

// How punctual the ticks are. Whoever drives the ticks has the clock; here are only its figures.
class TickMeter {
  public:
    // A tick that began `late_us` after its time and took `work_us`.
    void measured(std::uint32_t late_us, std::uint32_t work_us) noexcept {
        if (late_us > 1000) ++health_.late_ticks;
        health_.longest_late_ms = std::max(health_.longest_late_ms, late_us / 1000);
        health_.longest_work_us = std::max(health_.longest_work_us, work_us);
    }
    void ticked() noexcept { ++health_.ticks; }
    // Since the firmware started.
    [[nodiscard]] const driver::TickHealth& health() const noexcept { return health_; }

  private:
    driver::TickHealth health_;
};

}  // namespace ivr_dsp
