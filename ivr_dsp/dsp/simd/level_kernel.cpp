// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/simd/level_kernel.hpp"

#include "ivr_dsp/dsp/simd/samples.hpp"

namespace ivr_dsp::IVR_DSP_ISA {
namespace {

void add(const driver::Chunk* const* heard, const LaneLaws& laws, float (&squares)[lanes]) {
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        const auto is_alaw = load<Shorts>(laws.is_alaw + 2 * lane);
        Ints sum{};
        for (const Shorts pair : samples_of(octets_of(heard + lane), is_alaw).pair) {
            sum = dot(sum, pair, pair);
        }
        store(squares + lane, load<Floats>(squares + lane) + floats_of(sum));
    }
}

}  // namespace

const LevelKernel level_kernel{add};

}  // namespace ivr_dsp::IVR_DSP_ISA
