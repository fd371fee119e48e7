// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "ivr_dsp/dsp/simd/lane_laws.hpp"

namespace ivr_dsp {

// Adds the squares of a millisecond of sixteen channels, in samples a quarter as large as those of
// companding.hpp.
struct LevelKernel {
    void (*add)(const driver::Chunk* const* heard, const LaneLaws& laws, float (&squares)[lanes]);
};
IVR_DSP_KERNEL(LevelKernel, level_kernel)

}  // namespace ivr_dsp
