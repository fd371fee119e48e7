// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "ivr_dsp/dsp/tones/tone_kernel.hpp"

namespace ivr_dsp {

// Looks that are compared: three hops apart, so that their windows of two hops have one between.
inline constexpr std::size_t reversal_lag = 3;

// Phase reversals of one tone (ITU-T V.25, G.165: 2100 Hz, 180 degrees every 450 ms). What the
// phase gains between two looks is learned, so the tone may be off its frequency. And whether it is
// modulated at 15 Hz (V.8): known a quarter of a second after it began.
struct alignas(64) ReversalLanes {
    float past[reversal_lag][2][lanes]{};  // the filter before, real and imaginary; 0 if not pure
    float gain[2][lanes]{};                // what the phase gains, as a mean of unit phasors
    std::int32_t steady[lanes]{};          // looks that agreed with it
    std::int32_t pause[lanes]{};           // looks to go by after a reversal
    float mean[lanes]{};                   // of the power; 0 while it is not pure
    float swing[2][lanes]{};               // what it goes up and down by at 15 Hz
    std::int32_t reversed[lanes]{};        // told: -1 where the phase has just turned
    std::int32_t modulated[lanes]{};       // told: -1 where it is modulated now
    std::uint32_t oldest{};
    std::uint32_t swing_look{};  // of the hundred looks, 6 ms each, that are nine swings

    void reset(std::size_t lane) noexcept {
        for (auto& look : past) look[0][lane] = look[1][lane] = 0;
        gain[0][lane] = gain[1][lane] = 0;
        mean[lane] = swing[0][lane] = swing[1][lane] = 0;
        steady[lane] = pause[lane] = modulated[lane] = 0;
    }
};

// True if the phase has turned on some channel.
struct ReversalKernel {
    bool (*judge)(std::size_t tone, float least_power, const ToneLook& look, ReversalLanes& state);
};
IVR_DSP_KERNEL(ReversalKernel, reversal_kernel)

}  // namespace ivr_dsp
