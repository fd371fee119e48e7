// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "driver/base/chunk.hpp"
#include "ivr_dsp/dsp/simd/isa.hpp"

namespace ivr_dsp {

// What the sixteen lanes of a kernel are told of each channel's law: -1 twice for A-law, 0 twice
// for µ-law, so that a lane's mask is there for both samples of a pair.
struct LaneLaws {
    std::int16_t is_alaw[2 * lanes]{};
    void set(std::size_t lane, driver::Law law) noexcept {
        is_alaw[2 * lane] = is_alaw[2 * lane + 1] = law == driver::Law::alaw ? -1 : 0;
    }
};

}  // namespace ivr_dsp
