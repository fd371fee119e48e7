// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "ivr_dsp/dsp/tones/tone_kernel.hpp"

namespace ivr_dsp {

// When two of six frequencies are a signal. Powers as in ToneLook; shares are ratios of power.
struct CodeRules {
    float least_power{};     // of each
    float least_twist{};     // the weaker to the stronger
    float most_third{};      // the third to the weaker, for a signal to begin
    float least_purity{};    // both to everything, for the same
    float purity_to_hold{};  // and to go on
    int looks_to_begin{};
    int looks_to_end{};
    int long_signal{};  // this one needs more looks to begin; 0: none does
    int looks_to_begin_long{};
};

// Signals are 1-15, 0 is none (two_of_six.hpp).
struct alignas(64) CodeLanes {
    std::int32_t signal[lanes]{};  // begun and not ended
    std::int32_t seen[lanes]{};    // in the last look
    std::int32_t looks[lanes]{};   // how many were like the last
    std::int32_t missed[lanes]{};  // how many did not show `signal`
    float power[lanes]{};          // of both tones in the last look
    void reset(std::size_t lane) noexcept {
        signal[lane] = seen[lane] = looks[lane] = missed[lane] = 0;
    }
};

// Judges a look at six tones. True if `signal` changed for some channel.
struct CodeKernel {
    bool (*judge)(const CodeRules& rules, const ToneLook& look, CodeLanes& state);
};
IVR_DSP_KERNEL(CodeKernel, code_kernel)

}  // namespace ivr_dsp
