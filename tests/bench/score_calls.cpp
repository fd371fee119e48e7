// SPDX-License-Identifier: GPL-2.0-or-later
// Who has answered: calls made of recorded voices and of tones, and what they are taken for.
#include <cstdio>

#include "tests/bench/score.hpp"
#include "tests/ivr_dsp/dsp/analysis/answers.hpp"

namespace score {

std::vector<Row> calls_rows(const Settings& settings) {
    const support::Voices voices;
    if (voices.empty()) {
        std::fprintf(stderr, "calls: skipped, asterisk-core-sounds-en-wav is not installed\n");
        return {};
    }
    const int calls = settings.trials(960);
    const support::Confusion seen = support::judged(voices, settings.seed, calls);
    std::vector<Row> rows;
    for (int party = 0; party < 6; ++party) {
        const bool is_voice = party <= static_cast<int>(ivr_dsp::CallParty::machine);
        const long right = seen.taken[party][party];
        long all = seen.undecided[party];
        std::string what(name_of(static_cast<ivr_dsp::CallParty>(party)));
        std::string others;
        for (int taken = 0; taken < 6; ++taken) {
            all += seen.taken[party][taken];
            if (taken == party || seen.taken[party][taken] == 0) continue;
            others += ", " + std::to_string(seen.taken[party][taken]) + " as " +
                      std::string(name_of(static_cast<ivr_dsp::CallParty>(taken)));
        }
        rows.push_back(
            {what + " is taken for it" + others, is_voice ? ">= 90 %" : ">= 99 %",
             static_cast<double>(right) >= (is_voice ? 0.9 : 0.99) * static_cast<double>(all),
             counted(right, all), std::nullopt});
    }
    const double claimed = seen.claimed / static_cast<double>(seen.verdicts());
    const double share = static_cast<double>(seen.right()) / static_cast<double>(seen.verdicts());
    rows.push_back({
        "confidence: right verdicts, beside " + std::to_string(static_cast<int>(100 * claimed)) +
            " % claimed",
        "no less than claimed",
        share >= claimed,
        {100 * share, "%"},
        std::nullopt
    });
    return rows;
}

}  // namespace score
