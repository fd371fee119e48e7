// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "ivr_dsp/dsp/companding.hpp"

namespace support {

using ivr_dsp::LinearChunk;

// The sum of some speakers by tables and 32 bits, one after the other: what conferences are held
// against.
class Mix {
  public:
    void add(const LinearChunk& speaker) noexcept {
        for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] += speaker[i];
    }
    // What a speaker hears: all but itself, limited to what 16 bits hold. `own` must have been
    // added, or be zero for somebody who only listens.
    [[nodiscard]] LinearChunk without(const LinearChunk& own) const noexcept {
        LinearChunk others;
        for (std::size_t i = 0; i < sum_.size(); ++i) {
            others[i] = static_cast<std::int16_t>(std::clamp(sum_[i] - own[i], -32768, 32767));
        }
        return others;
    }

  private:
    std::array<std::int32_t, driver::samples_per_tick> sum_{};
};

}  // namespace support
