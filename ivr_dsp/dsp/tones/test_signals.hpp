// SPDX-License-Identifier: GPL-2.0-or-later
// What a technician sends into a line to measure it.
#pragma once

#include <array>
#include <cstdint>

#include "ivr_dsp/dsp/companding.hpp"

namespace ivr_dsp {

// The digital milliwatt: 1 kHz of 0 dBm0, the eight octets of G.711's tables 5 and 6.
constexpr Chunk milliwatt(Law law) {
    constexpr Chunk alaw{
        {0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4}
    };
    constexpr Chunk ulaw{
        {0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E}
    };
    return law == Law::alaw ? alaw : ulaw;
}

struct Sweep {
    double from_hz = 300;
    double to_hz = 3400;
    driver::Ticks lasts{10'000};
    double level_dbm0 = -10;
};
// A sine that glides evenly from one frequency to another, then again from the first, without a
// break of its phase.
class SweepGenerator {
  public:
    SweepGenerator(Law law, const Sweep& sweep) noexcept;
    Chunk next() noexcept;

  private:
    Law law_;
    Sweep sweep_;
    double peak_;
    double turns_{};  // [0, 1)
    driver::Ticks tick_{};
};

// White noise, nearly Gaussian: twelve even numbers make a sample. The same seed, the same noise.
class NoiseGenerator {
  public:
    NoiseGenerator(Law law, double level_dbm0, std::uint64_t seed) noexcept;
    Chunk next() noexcept;

  private:
    Law law_;
    double scale_;
    std::uint64_t state_;
};

}  // namespace ivr_dsp
