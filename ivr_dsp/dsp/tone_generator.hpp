// SPDX-License-Identifier: GPL-2.0-or-later
// Tones with a cadence: call progress tones and DTMF digits are both made of steps.
#pragma once

#include <span>

#include "driver/base/chunk.hpp"
#include "driver/base/ticks.hpp"

namespace ivr_dsp {

struct Sine {
    unsigned hz{};  // 0: nothing
    double level_dbm0{};
    friend constexpr bool operator==(const Sine&, const Sine&) = default;
};

// Amplitude modulation: by this share louder and quieter, so many times a second.
struct Swing {
    unsigned hz{};  // 0: steady
    double depth{};
};

// One or two sines for some time; without any, a pause. Each step starts at phase zero, so a step
// of a whole second repeats without a seam.
struct ToneStep {
    Sine first;
    Sine second;
    driver::Ticks lasts{};
    Swing swing{};
};

// The chunk that is `since_start` into the step.
driver::Chunk tone_chunk(driver::Law law, const ToneStep& step, driver::Ticks since_start) noexcept;

// Goes through the steps again and again, one chunk a tick. The steps must outlive it; at least
// one, none of them empty.
class ToneGenerator {
  public:
    ToneGenerator(driver::Law law, std::span<const ToneStep> steps) noexcept;
    driver::Chunk next() noexcept;

  private:
    driver::Law law_;
    std::span<const ToneStep> steps_;
    std::size_t step_{};
    driver::Ticks since_start_{};
};

}  // namespace ivr_dsp
