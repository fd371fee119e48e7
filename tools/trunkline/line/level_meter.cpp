// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/line/level_meter.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/level.hpp"

namespace tools {
namespace {

constexpr double bar_from_dbm0 = -60;
constexpr double bar_to_dbm0 = 3;

}  // namespace

void LevelMeter::hear(const driver::Chunk& chunk) {
    for (const std::uint8_t octet : chunk.octets) {
        const int sample = ivr_dsp::linear_from(law_, octet);
        squares_ += static_cast<double>(sample) * sample;
        peak_ = std::max(peak_, std::abs(sample));
        ++samples_;
    }
}

double LevelMeter::rms_dbm0() const {
    if (samples_ == 0 || squares_ == 0) return lowest_dbm0;
    return std::max(lowest_dbm0, ivr_dsp::dbm0_from_mean_square(law_, squares_ / samples_));
}

double LevelMeter::peak_dbm0() const {
    if (peak_ == 0) return lowest_dbm0;
    return std::max(lowest_dbm0, 20 * std::log10(peak_ / ivr_dsp::milliwatt_peak(law_)));
}

std::string text_of(const LevelMeter& meter, std::size_t bar_columns) {
    const double part =
        std::clamp((meter.rms_dbm0() - bar_from_dbm0) / (bar_to_dbm0 - bar_from_dbm0), 0.0, 1.0);
    const auto full =
        static_cast<std::size_t>(std::lround(part * static_cast<double>(bar_columns)));
    return fmt::format("{:5.1f} dBm0, peak {:5.1f} |{:<{}}|", meter.rms_dbm0(), meter.peak_dbm0(),
                       std::string(full, '#'), bar_columns);
}

}  // namespace tools
