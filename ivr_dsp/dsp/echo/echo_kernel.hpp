// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "driver/base/chunk.hpp"
#include "ivr_dsp/dsp/echo/echo_lanes.hpp"
#include "ivr_dsp/dsp/simd/lane_laws.hpp"

namespace ivr_dsp {

// Where the memory of sixteen cancellers is.
struct EchoMemory {
    EchoLanes& lanes;
    const LaneLaws& far_laws;
    const LaneLaws& near_laws;
    HeardPair* newest;  // this millisecond's samples go here, pair after pair; earlier ones before
    HeardPair* mirror;  // and here
    LaneInts* back;     // adapts: a row for each tap
    LaneInts* front;    // cancels: a row for each two taps, the later in the low half
    std::size_t taps;
};

// A millisecond of sixteen channels: what each line hears, what it says, and that without its echo.
struct EchoKernel {
    void (*cancel)(const EchoMemory& memory, const driver::Chunk* const* hears,
                   const driver::Chunk* const* says, driver::Chunk* const* clean);
};
IVR_DSP_KERNEL(EchoKernel, echo_kernel)

}  // namespace ivr_dsp
