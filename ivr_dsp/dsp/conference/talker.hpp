// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "driver/base/ticks.hpp"

namespace ivr_dsp {

// Tells from a party's level whether somebody speaks: clearly louder than the line's own noise,
// which is what is left in the pauses. A steady sound becomes noise after some seconds.
class Talker {
  public:
    static constexpr driver::Ticks look{16};   // time between two levels
    static constexpr driver::Ticks hang{256};  // a pause shorter than this is part of speech
    static constexpr float least_dbm0 = -45;

    // The mean square of the last `look`, in samples of 14 bits.
    void hear(float mean_square) noexcept;
    [[nodiscard]] bool speaks() const noexcept { return left_ > 0; }
    // While it speaks: a mean square that follows its speech within a quarter of a second.
    [[nodiscard]] float level() const noexcept { return level_; }

  private:
    // (a quarter of the milliwatt's peak) squared and halved, 45 dB less.
    static constexpr float least = 514.0F;

    float noise_{least / 8};
    float level_{};
    int louder_{};  // looks, one after the other
    int left_{};    // looks until it does not speak any more
};

}  // namespace ivr_dsp
