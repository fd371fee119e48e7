// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/tone_probes.hpp"

#include <algorithm>
#include <cmath>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/dsp/sine.hpp"

namespace ivr_dsp {
namespace {

// Eight samples of 13 bits and a sign make 31 bits with factors of 15; the upper 16 of them go on.
constexpr double fold_scale = 32767;
constexpr double largest_folded = 32767;
constexpr double largest_sum = 2147483647.0;

std::int32_t pair_of(double first, double second) {
    const auto half = [](double value) {
        return static_cast<std::uint16_t>(static_cast<std::int16_t>(std::lround(value)));
    };
    return static_cast<std::int32_t>(half(first) |
                                     (static_cast<std::uint32_t>(half(second)) << 16U));
}

// Turns of a tone in `samples` samples.
double turns_of(double hz, double samples) {
    return hz * samples / static_cast<double>(driver::samples_per_second);
}

ToneProbes::Fold fold_of(double hz) {
    const auto cosine = [hz](double after) { return fold_scale * cosine_of(turns_of(hz, after)); };
    const auto sine = [hz](double after) { return fold_scale * sine_of(turns_of(hz, after)); };
    return {
        {pair_of(cosine(3.5), cosine(2.5)), pair_of(cosine(1.5), cosine(0.5))},
        {pair_of(sine(3.5),   sine(2.5)),   pair_of(sine(1.5),   sine(0.5))  }
    };
}

struct Weighted {
    double cosine;
    double sine;
};
// A chunk's weight and the turn back to the window's first chunk.
Weighted weighted(double hz, double weight, std::size_t tick) {
    const double turns = turns_of(hz, static_cast<double>(tick * driver::samples_per_tick));
    return {weight * cosine_of(turns), weight * sine_of(turns)};
}

}  // namespace

ToneProbes::ToneProbes(std::span<const double> hz, std::size_t hop_ticks) noexcept
    : tones_(hz.size()), hop_ticks_(hop_ticks) {
    INVARIANT(!hz.empty() && hz.size() <= most_tones);
    INVARIANT(hop_ticks > 0 && hop_ticks <= most_hop_ticks);
    const std::size_t ticks = 2 * hop_ticks;
    double weights = 0;
    for (std::size_t tick = 0; tick < ticks; ++tick) {
        const double turns = (static_cast<double>(tick) + 0.5) / static_cast<double>(ticks);
        const double weight = 0.5 - 0.5 * cosine_of(turns);
        window_[tick].weight = static_cast<float>(weight);
        weights += weight;
    }
    // As large as the sums can bear, whatever the samples: both halves of each pair at their most.
    const double scale = std::min(
        32767.0, std::floor((largest_sum / largest_folded - 2 * static_cast<double>(ticks)) /
                            (weights * std::numbers::sqrt2)));
    for (std::size_t tone = 0; tone < hz.size(); ++tone) {
        folds_[tone] = fold_of(hz[tone]);
        for (std::size_t tick = 0; tick < ticks; ++tick) {
            const double weight = scale * static_cast<double>(window_[tick].weight);
            const Weighted turn = weighted(hz[tone], weight, tick);
            // The difference (sine) is in the first half of a pair, the sum (cosine) in the second.
            window_[tick].turns[tone] = {pair_of(-turn.sine, turn.cosine),
                                         pair_of(turn.cosine, turn.sine)};
        }
    }
    const double samples = weights * driver::samples_per_tick;
    const double filter = samples * scale * fold_scale / 65536;
    mean_scale_ = static_cast<float>(1 / samples);
    power_scale_ = static_cast<float>(2 / (filter * filter));
}

}  // namespace ivr_dsp
