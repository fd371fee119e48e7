// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/tone_probes.hpp"

#include <algorithm>
#include <cmath>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/dsp/sine.hpp"

namespace ivr_dsp {
namespace {

// Sixteen samples of 13 bits and a sign make 31 bits with factors of 14; the upper 16 go on.
constexpr double fold_scale = 16383;
constexpr std::size_t samples_per_fold = ticks_per_fold * driver::samples_per_tick;
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
    ToneProbes::Fold fold;
    for (std::size_t pair = 0; pair < std::size(fold.cosines); ++pair) {
        const double after = 7.5 - 2 * static_cast<double>(pair);
        fold.cosines[pair] = pair_of(cosine(after), cosine(after - 1));
        fold.sines[pair] = pair_of(sine(after), sine(after - 1));
    }
    return fold;
}

// What a fold of samples that are all 1 comes to; its differences are none.
double phasor_of_one(double hz) {
    double sum = 0;
    for (std::size_t sample = 0; sample < 2 * pairs_per_fold; ++sample) {
        sum += 2 * fold_scale * cosine_of(turns_of(hz, 7.5 - static_cast<double>(sample)));
    }
    return sum / 65536;
}

struct Weighted {
    double cosine;
    double sine;
};
// The weight at a place in the window, and the turn back to its first place.
Weighted weighted(double hz, double weight, std::size_t place) {
    const double turns = turns_of(hz, static_cast<double>(place * samples_per_fold));
    return {weight * cosine_of(turns), weight * sine_of(turns)};
}

}  // namespace

ToneProbes::ToneProbes(std::span<const double> hz, std::size_t hop_ticks) noexcept
    : tones_(hz.size()), hop_ticks_(hop_ticks) {
    INVARIANT(!hz.empty() && hz.size() <= most_tones);
    INVARIANT(hop_ticks > 0 && hop_ticks <= most_hop_ticks && hop_ticks % ticks_per_fold == 0);
    const std::size_t places = 2 * places_per_hop();
    double weights = 0;
    for (std::size_t place = 0; place < places; ++place) {
        const double turns = (static_cast<double>(place) + 0.5) / static_cast<double>(places);
        const double weight = 0.5 - 0.5 * cosine_of(turns);
        window_[place].weight = static_cast<float>(weight);
        weights += weight;
    }
    // As large as the sums can bear, whatever the samples: both halves of each pair at their most.
    const double scale = std::min(
        32767.0, std::floor((largest_sum / largest_folded - 2 * static_cast<double>(places)) /
                            (weights * std::numbers::sqrt2)));
    for (std::size_t tone = 0; tone < hz.size(); ++tone) {
        folds_[tone] = fold_of(hz[tone]);
        const double phasor = phasor_of_one(hz[tone]);
        double real = 0;
        double imaginary = 0;
        for (std::size_t place = 0; place < places; ++place) {
            const double weight = scale * static_cast<double>(window_[place].weight);
            const Weighted turn = weighted(hz[tone], weight, place);
            // The difference (sine) is in the first half of a pair, the sum (cosine) in the second.
            window_[place].turns[tone] = {pair_of(-turn.sine, turn.cosine),
                                          pair_of(turn.cosine, turn.sine)};
            real += phasor * turn.cosine;
            imaginary += phasor * turn.sine;
        }
        leaks_[tone] = {static_cast<float>(real), static_cast<float>(imaginary)};
    }
    const double samples = weights * samples_per_fold;
    const double filter = samples * scale * fold_scale / 65536;
    mean_scale_ = static_cast<float>(1 / samples);
    power_scale_ = static_cast<float>(2 / (filter * filter));
}

}  // namespace ivr_dsp
