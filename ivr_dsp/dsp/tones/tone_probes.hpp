// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "ivr_dsp/dsp/level.hpp"

namespace ivr_dsp {

// Most frequencies in one set of filters, and most ticks from one look to the next.
inline constexpr std::size_t most_tones = 8;
inline constexpr std::size_t most_hop_ticks = 20;
// Filters are fed two milliseconds at a time, whose samples weigh alike.
inline constexpr std::size_t ticks_per_fold = 2;
inline constexpr std::size_t pairs_per_fold = ticks_per_fold * driver::samples_per_tick / 4;

// What sixteen channels are probed for: up to eight frequencies. A look is made every hop, which is
// an even number of ticks, and weighs the last two hops by a Hann window (in steps of a fold),
// whose half width is 1 / (2 hops) in frequency: with a hop of 20 ms a tone 18 Hz beside its
// nominal frequency keeps half of its power, with 6 ms one 60 Hz beside. Made before the calls
// come, read by all of them.
class ToneProbes {
  public:
    ToneProbes(std::span<const double> hz, std::size_t hop_ticks) noexcept;

    [[nodiscard]] std::size_t tones() const noexcept { return tones_; }
    [[nodiscard]] std::size_t hop_ticks() const noexcept { return hop_ticks_; }

    // Factors of two 16-bit numbers side by side, in each number here. Of the samples of two
    // chunks, folded at their middle: the sums of two that are as far from it, with cosines, and
    // their differences, with sines. What comes out is the tone's phase in the middle.
    struct Fold {
        std::int32_t cosines[pairs_per_fold]{};
        std::int32_t sines[pairs_per_fold]{};
    };
    [[nodiscard]] const Fold& fold(std::size_t tone) const noexcept { return folds_[tone]; }
    // Of what came out, by its place in the window: its weight, and a turn that makes the phases
    // of all of them comparable.
    struct Turn {
        std::int32_t real{};
        std::int32_t imaginary{};
    };
    struct Place {
        float weight{};
        Turn turns[most_tones];
    };
    [[nodiscard]] const Place& place(std::size_t in_window) const noexcept {
        return window_[in_window];
    }
    // What a filter's sums gather of a direct voltage of 1: a window of steps does not end it. A
    // line that is stuck at its loudest octet would else have tones 23 dB below.
    struct Leak {
        float real{};
        float imaginary{};
    };
    [[nodiscard]] const Leak& leak(std::size_t tone) const noexcept { return leaks_[tone]; }
    [[nodiscard]] std::size_t places_per_hop() const noexcept {
        return hop_ticks_ / ticks_per_fold;
    }
    // From a filter's squared sums to the mean square of its tone; from the sum of the weighted
    // samples to their mean. Samples are those of simd/vectors.hpp, a quarter of 16 bits.
    [[nodiscard]] float power_scale() const noexcept { return power_scale_; }
    [[nodiscard]] float mean_scale() const noexcept { return mean_scale_; }

  private:
    std::size_t tones_;
    std::size_t hop_ticks_;
    float power_scale_{};
    float mean_scale_{};
    Fold folds_[most_tones];
    Leak leaks_[most_tones];
    Place window_[2 * most_hop_ticks / ticks_per_fold];
};

// Mean square of a sine in the samples of a kernel; both laws within 0.07 dB.
inline float kernel_power(double level_dbm0) {
    const double peak = milliwatt_peak(driver::Law::alaw) / 4;
    return static_cast<float>(peak * peak / 2 * std::pow(10.0, level_dbm0 / 10));
}
inline float dbm0_of_kernel_power(float mean_square) {
    return static_cast<float>(
        dbm0_from_mean_square(driver::Law::alaw, 16.0 * static_cast<double>(mean_square) + 1e-9));
}

}  // namespace ivr_dsp
