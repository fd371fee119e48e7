// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tone_generator.hpp"

#include <algorithm>
#include <cmath>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/level.hpp"
#include "ivr_dsp/dsp/sine.hpp"

namespace ivr_dsp {
namespace {

constexpr std::int64_t rate = driver::samples_per_second;

double turns_of(unsigned hz, std::int64_t number) {
    const auto eight_thousandths = number % rate * hz % rate;
    return static_cast<double>(eight_thousandths) / static_cast<double>(rate);
}

double sample_of(Sine sine, double peak, std::int64_t number) {
    return peak * sine_of(turns_of(sine.hz, number));
}

double swung(Swing swing, std::int64_t number) {
    return swing.hz == 0 ? 1 : 1 + swing.depth * sine_of(turns_of(swing.hz, number));
}

std::int16_t rounded(double sample) {
    return static_cast<std::int16_t>(std::lround(std::clamp(sample, -32768.0, 32767.0)));
}

}  // namespace

driver::Chunk tone_chunk(driver::Law law, const ToneStep& step,
                         driver::Ticks since_start) noexcept {
    LinearChunk samples{};
    if (step.first.hz == 0 && step.second.hz == 0) return driver::silence(law);
    const double first_peak = peak_from_dbm0(law, step.first.level_dbm0);
    const double second_peak = peak_from_dbm0(law, step.second.level_dbm0);
    std::int64_t number = since_start.count() * driver::samples_per_tick;
    for (auto& sample : samples) {
        const double sum =
            sample_of(step.first, first_peak, number) + sample_of(step.second, second_peak, number);
        sample = rounded(sum * swung(step.swing, number));
        ++number;
    }
    return chunk_from(law, samples);
}

ToneGenerator::ToneGenerator(driver::Law law, std::span<const ToneStep> steps) noexcept
    : law_(law), steps_(steps) {
    INVARIANT(!steps.empty());
    for (const ToneStep& step : steps) INVARIANT(step.lasts > driver::Ticks{0});
}

driver::Chunk ToneGenerator::next() noexcept {
    const ToneStep& step = steps_[step_];
    const driver::Chunk chunk = tone_chunk(law_, step, since_start_);
    if (++since_start_ == step.lasts) {
        since_start_ = driver::Ticks{0};
        step_ = (step_ + 1) % steps_.size();
    }
    return chunk;
}

}  // namespace ivr_dsp
