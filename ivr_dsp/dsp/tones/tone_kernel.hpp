// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "ivr_dsp/dsp/simd/lane_laws.hpp"
#include "ivr_dsp/dsp/tones/tone_probes.hpp"

namespace ivr_dsp {

// What sixteen channels sounded like in the window that ended now.
struct alignas(64) ToneLook {
    float power[most_tones][lanes]{};          // mean square of each frequency
    float total[lanes]{};                      // of everything but the mean
    std::int32_t sum[most_tones][2][lanes]{};  // the filters: real, imaginary
};

// Two milliseconds of sixteen channels, decoded and folded at their middle (ToneProbes::Fold): the
// same for all filters.
struct alignas(64) FoldedChunks {
    std::int16_t sums[pairs_per_fold][2 * lanes]{};  // outer pair of samples first
    std::int16_t differences[pairs_per_fold][2 * lanes]{};
    std::int32_t energy[lanes]{};
    std::int32_t offset[lanes]{};
    // The first millisecond, while the second is to come.
    std::int16_t early[pairs_per_fold][2 * lanes]{};
    bool has_early{};

    // As if the channel had been silent until now.
    void reset(std::size_t lane) noexcept {
        for (auto& pair : early) pair[2 * lane] = pair[2 * lane + 1] = 0;
        energy[lane] = offset[lane] = 0;
    }
};

// The filters of sixteen channels. Two windows are under way at any time, one in each half.
struct alignas(64) ToneLanes {
    std::int32_t sum[2][most_tones][2][lanes]{};
    float energy[2][lanes]{};
    float offset[2][lanes]{};
    std::uint32_t place{};  // in the hop
    std::uint32_t old{};    // which window ends with this hop

    // As if the channel had been silent until now.
    void reset(std::size_t lane) noexcept {
        for (auto& window : sum) {
            for (auto& tone : window) tone[0][lane] = tone[1][lane] = 0;
        }
        for (std::size_t window : {0U, 1U}) energy[window][lane] = offset[window][lane] = 0;
    }
};

struct ToneKernel {
    // One millisecond. True if it is the second of two: the filters are to hear them.
    bool (*fold)(const driver::Chunk* const* heard, const LaneLaws& laws, FoldedChunks& folded);
    // True if a look was made.
    bool (*hear)(const ToneProbes& probes, const FoldedChunks& folded, ToneLanes& state,
                 ToneLook& look);
};
IVR_DSP_KERNEL(ToneKernel, tone_kernel)

}  // namespace ivr_dsp
