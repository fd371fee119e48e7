// SPDX-License-Identifier: GPL-2.0-or-later
// Trials on sixteen lines at a time: of recordings made with a number each, how many are told
// right, by us and by the peer.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "ivr_dsp/dsp/tones/tone_listener.hpp"
#include "tests/bench/score.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

namespace score {

// Both laws, sixteen trials of the one and sixteen of the other.
constexpr driver::Law law_of(unsigned trial) {
    return trial / ivr_dsp::lanes % 2 == 0 ? driver::Law::alaw : driver::Law::ulaw;
}

struct Trials {
    // The recording of this trial, in its law.
    std::function<support::Heard(unsigned trial)> recording;
    // Which of sixteen recordings we tell right.
    std::function<std::vector<bool>(const std::vector<support::Heard>&, driver::Law)> ours;
    std::function<bool(const support::Heard&, driver::Law)> theirs;
};
struct Right {
    long ours{};
    long theirs{};
    long of{};
};
// 160 trials, or the part of them that is asked for.
Right count_right(const Settings& settings, const Trials& trials);
// Sixteen recordings to listeners for these tones: each change with the millisecond it was told in.
void hear_tones(std::span<const ivr_dsp::KnownTone> known,
                const std::vector<support::Heard>& recordings, driver::Law law,
                const std::function<void(int ms, const ivr_dsp::ToneChange&)>& told);
// All must be right.
Row row_of(const Settings& settings, const std::string& what, const Trials& trials);

}  // namespace score
