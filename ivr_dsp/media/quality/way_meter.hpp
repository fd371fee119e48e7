// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>

#include "ivr_dsp/dsp/tones/activity_meter.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp {

// One way of sixteen lines: level, level of its speech, offset, clipping, since reset(). Realtime.
class WayMeter {
  public:
    WayMeter() noexcept : meter_(best_isa()) {}

    void reset(std::size_t lane, driver::Law law) noexcept {
        meter_.reset(lane, law);
        ways_[lane] = {};
    }
    // Call every tick. True when there is a new measurement: every 20 ms.
    bool hear(const driver::Chunk* const* heard) noexcept;
    // Of the last measurement.
    [[nodiscard]] const Activity& activity(std::size_t lane) const noexcept {
        return ways_[lane].now;
    }
    [[nodiscard]] WayQuality quality(std::size_t lane) const noexcept;

  private:
    struct Way {
        Activity now{.level_dbm0 = WayQuality::nothing / 10.0F};
        float speech{};      // mean of powers, 0 dBm0 = 1
        float remembered{};  // measurements in it
        std::uint32_t clipped_samples{};
    };
    void measure(std::size_t lane) noexcept;

    ActivityMeter meter_;
    std::array<Way, lanes> ways_{};
    std::int32_t tick_{};
};

}  // namespace ivr_dsp
