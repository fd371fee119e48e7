// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/test_signals.hpp"

#include <algorithm>
#include <cmath>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/dsp/level.hpp"
#include "ivr_dsp/dsp/sine.hpp"

namespace ivr_dsp {
namespace {

constexpr int numbers_in_sample = 12;

std::int16_t rounded(double sample) {
    return static_cast<std::int16_t>(std::lround(std::clamp(sample, -32768.0, 32767.0)));
}

// xorshift64* (Vigna): upper 16 bits, as a number from -32768.
std::int32_t drawn(std::uint64_t& state) {
    state ^= state >> 12U;
    state ^= state << 25U;
    state ^= state >> 27U;
    return static_cast<std::int32_t>((state * 0x2545F4914F6CDD1DU) >> 48U) - 32768;
}

}  // namespace

SweepGenerator::SweepGenerator(Law law, const Sweep& sweep) noexcept
    : law_(law), sweep_(sweep), peak_(peak_from_dbm0(law, sweep.level_dbm0)) {
    INVARIANT(sweep.lasts > driver::Ticks{0});
}

Chunk SweepGenerator::next() noexcept {
    LinearChunk samples;
    const double lasts = static_cast<double>(sweep_.lasts.count());
    const double share = static_cast<double>(tick_.count()) / lasts;
    const double step = (sweep_.to_hz - sweep_.from_hz) / (lasts * driver::samples_per_tick);
    double hz = sweep_.from_hz + (sweep_.to_hz - sweep_.from_hz) * share;
    for (auto& sample : samples) {
        sample = rounded(peak_ * sine_of(turns_));
        turns_ += hz / driver::samples_per_second;
        turns_ -= std::floor(turns_);
        hz += step;
    }
    if (++tick_ == sweep_.lasts) tick_ = driver::Ticks{0};
    return chunk_from(law_, samples);
}

// An even number of 16 bits has a variance of 2^32 / 12; twelve of them together 2^32.
NoiseGenerator::NoiseGenerator(Law law, double level_dbm0, std::uint64_t seed) noexcept
    : law_(law),
      scale_(peak_from_dbm0(law, level_dbm0) / std::sqrt(2.0) / 65536),
      state_(seed * 2 + 1) {}

Chunk NoiseGenerator::next() noexcept {
    LinearChunk samples;
    for (auto& sample : samples) {
        std::int32_t sum = 0;
        for (int i = 0; i < numbers_in_sample; ++i) sum += drawn(state_);
        sample = rounded(scale_ * sum);
    }
    return chunk_from(law_, samples);
}

}  // namespace ivr_dsp
