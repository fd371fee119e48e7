// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <span>
#include <vector>

#include "driver/base/result.hpp"
#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/tone_generator.hpp"

namespace ivr_dsp {

// A tone as recordings of it show.
struct LearnedTone {
    // One cycle, beginning with a sound; a single step if it goes on. For ToneTable and generators.
    std::vector<ToneStep> cycle;
    // 0 to 1: how pure the tone is, how alike its cycles are, how many recordings agree; the least
    // of them. Below 0.7 more or better recordings are wanted.
    double confidence{};
};

// Learns an exchange's tone from recordings of it, such as five hang-ups: each holds the tone for
// two cycles or more, or for two seconds if it goes on, and may have something else before. One or
// two frequencies of 200 to 2300 Hz, sounds and pauses of 60 ms at least. Errors say what was not
// found, and in which recording. Allocates and takes its time: not realtime.
driver::Result<LearnedTone> learn_tone(Law law, std::span<const std::vector<Chunk>> recordings);

}  // namespace ivr_dsp
