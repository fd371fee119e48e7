// SPDX-License-Identifier: GPL-2.0-or-later
// Calls that were answered: by people and machines (recorded voices cut to greetings, levels and
// noise by chance), fax, modem, the network's special tone, nobody.
#pragma once

#include <random>
#include <vector>

#include "ivr_dsp/dsp/analysis/call_analysis.hpp"

namespace support {

struct Answer {
    ivr_dsp::CallParty party{};
    std::vector<driver::Chunk> heard;
};

// The voices that answers are made of. Empty if Debian's recordings are not there.
class Voices {
  public:
    Voices();
    [[nodiscard]] bool empty() const { return spoken_.empty(); }
    // Somebody talks for so long: sentences one after the other.
    [[nodiscard]] std::vector<float> say(std::mt19937& chance, int ms) const;

  private:
    std::vector<std::vector<float>> spoken_;  // without the silence before and after
};

// Twelve seconds from the answer on.
Answer answer_of(ivr_dsp::CallParty party, const Voices& voices, std::mt19937& chance,
                 driver::Law law);

// How many of `calls` of each kind (first index) were taken for which (second).
struct Confusion {
    long taken[6][6]{};
    long undecided[6]{};
    double claimed{};  // sum of all verdicts' confidences
    [[nodiscard]] long right() const;
    [[nodiscard]] long verdicts() const;
};
Confusion judged(const Voices& voices, unsigned seed, int calls);

}  // namespace support
