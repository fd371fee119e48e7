// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/test_signals.hpp"

#include <cmath>
#include <vector>

#include "ivr_dsp/dsp/level.hpp"
#include "tests/ivr_dsp/dsp/spectrum.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Ticks;

namespace {

template <class Generator>
std::vector<double> listened(Law law, Generator& generator, int ticks) {
    std::vector<Chunk> chunks(static_cast<std::size_t>(ticks));
    for (Chunk& chunk : chunks) chunk = generator.next();
    return support::samples_of(law, chunks);
}

double mean_square(std::span<const double> samples) {
    double sum = 0;
    for (const double sample : samples) sum += sample * sample;
    return sum / static_cast<double>(samples.size());
}

}  // namespace

TEST_GROUP(TestSignals) {
    Law laws[2] = {Law::alaw, Law::ulaw};
};

TEST(TestSignals, the_milliwatt_is_1_khz_of_0_dbm0) {
    for (const Law law : laws) {
        const std::vector<Chunk> second(1000, ivr_dsp::milliwatt(law));
        const auto samples = support::samples_of(law, second);
        DOUBLES_EQUAL(0, support::dbm0_at(samples, 1000), law == Law::alaw ? 0.01 : 0.08);
    }
}

TEST(TestSignals, a_sweep_has_its_level_everywhere_and_comes_by_every_frequency) {
    ivr_dsp::SweepGenerator sweep(Law::alaw, {.lasts = Ticks{4000}});
    for (int round = 0; round < 2; ++round) {
        const auto samples = listened(Law::alaw, sweep, 4000);
        for (const double second : {0.5, 1.5, 2.5, 3.5}) {
            const double hz = 300 + 3100 * second / 4;
            // 20 ms, in which it moves by 15 Hz.
            const auto some =
                std::span(samples).subspan(static_cast<std::size_t>(second * 8000) - 80, 160);
            DOUBLES_EQUAL(hz, support::frequency_near(some, hz), 5);
            DOUBLES_EQUAL(-10, support::dbm0_at(some, hz), 0.4);
        }
    }
}

TEST(TestSignals, noise_has_its_level_no_tone_and_the_same_seed_is_the_same_noise) {
    for (const Law law : laws) {
        ivr_dsp::NoiseGenerator noise(law, -20, 5);
        ivr_dsp::NoiseGenerator again(law, -20, 5);
        ivr_dsp::NoiseGenerator other(law, -20, 6);
        const auto samples = listened(law, noise, 4000);
        DOUBLES_EQUAL(-20, ivr_dsp::dbm0_from_mean_square(law, mean_square(samples)), 0.2);
        for (double hz = 300; hz < 3500; hz += 100) CHECK(support::dbm0_at(samples, hz) < -45);
        CHECK(listened(law, again, 4000) == samples);
        CHECK(listened(law, other, 4000) != samples);
    }
}
