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
    static constexpr const char* english = "/usr/share/asterisk/sounds/en_US_f_Allison";
    explicit Voices(const char* folder = english);
    [[nodiscard]] bool empty() const { return spoken_.empty(); }
    // Somebody talks for so long: sentences one after the other.
    [[nodiscard]] std::vector<float> say(std::mt19937& chance, int ms) const;

  private:
    std::vector<std::vector<float>> spoken_;  // without the silence before and after
};

// How those who answer speak. A person says "Hello?" or a name and a firm, a machine its greeting;
// a machine that has a beep may have two.
struct Greetings {
    double longest_person_ms = 2300;
    double shortest_machine_ms = 2200;
    double longest_machine_ms = 8000;
    bool odd_beeps = false;  // one machine in four has none, one in four two
};

// Twelve seconds from the answer on.
Answer answer_of(ivr_dsp::CallParty party, const Voices& voices, std::mt19937& chance,
                 driver::Law law, const Greetings& greetings = {});

// How many of `calls` of each kind (first index) were taken for which (second).
struct Confusion {
    long taken[6][6]{};
    long undecided[6]{};
    double claimed{};  // sum of all verdicts' confidences
    [[nodiscard]] long right() const;
    [[nodiscard]] long verdicts() const;
};
Confusion judged(const Voices& voices, unsigned seed, int calls, const Greetings& greetings = {});

}  // namespace support
