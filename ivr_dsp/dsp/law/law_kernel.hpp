// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "driver/base/chunk.hpp"
#include "ivr_dsp/dsp/simd/isa.hpp"

namespace ivr_dsp {

// Laws (ITU-T G.711) for many samples at once: what companding.hpp does by tables, to the bit. `n`
// samples or octets that lie side by side, of any one channel or of several.
struct LawKernel {
    // By G.711's tables 3 and 4. `octets` and `others` may be the same place.
    void (*other)(driver::Law from, const std::uint8_t* octets, std::uint8_t* others,
                  std::size_t n);
    // To and from 16-bit samples.
    void (*decode)(driver::Law law, const std::uint8_t* octets, std::int16_t* samples,
                   std::size_t n);
    void (*encode)(driver::Law law, const std::int16_t* samples, std::uint8_t* octets,
                   std::size_t n);
};
IVR_DSP_KERNEL(LawKernel, law_kernel)

}  // namespace ivr_dsp
