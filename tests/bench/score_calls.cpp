// SPDX-License-Identifier: GPL-2.0-or-later
// Who has answered: calls made of recorded voices and of tones, and what they are taken for. No
// recordings of real answered calls can be had; the voices are those of prompts, cut to greetings.
#include <cmath>

#include <fmt/format.h>

#include "tests/bench/score.hpp"
#include "tests/ivr_dsp/dsp/analysis/answers.hpp"

namespace score {
namespace {

using ivr_dsp::CallParty;
using support::Confusion;

struct Material {
    const char* name;
    const char* folder;
    support::Greetings greetings;
    bool has_limits;  // lengths do not overlap
};
const Material materials[] = {
    {"English",                                                             support::Voices::english,                        {}, true},
    {"Spanish",                                                             "/usr/share/asterisk/sounds/es_MX_f_Allison",    {}, true},
    {"French",                                                              "/usr/share/asterisk/sounds/fr_CA_f_June",       {}, true},
    {"Italian",                                                             "/usr/share/asterisk/sounds/it_IT_m_Carlo",      {}, true},
    {"Russian",                                                             "/usr/share/asterisk/sounds/ru_RU_f_IvrvoiceRU", {}, true},
    {"English, people to 3.5 s, machines from 1.2 s and with 0 to 2 beeps",
     support::Voices::english,
     {.longest_person_ms = 3500, .shortest_machine_ms = 1200, .odd_beeps = true},
     false                                                                                                                           },
};

Row row_of(const Material& material, const Confusion& seen, int party) {
    const bool is_voice = party <= static_cast<int>(CallParty::machine);
    const long right = seen.taken[party][party];
    long all = seen.undecided[party];
    std::string others;
    for (int taken = 0; taken < 6; ++taken) {
        const long count = seen.taken[party][taken];
        all += count;
        if (taken == party || count == 0) continue;
        others += fmt::format("; {} for {}", count, name_of(static_cast<CallParty>(taken)));
    }
    const double least = is_voice ? 0.9 : 0.99;
    const bool has_limit = material.has_limits || !is_voice;
    return {fmt::format("{}: {} is taken for it{}", material.name,
                        name_of(static_cast<CallParty>(party)), others),
            has_limit ? fmt::format("≥ {:.0f} %", 100 * least) : "- (lengths overlap)",
            !has_limit || static_cast<double>(right) >= least * static_cast<double>(all),
            counted(right, all), std::nullopt};
}

// A verdict's confidence is to be no more than the share that is right, but for chance: three times
// the standard deviation of so many verdicts.
Row confidence_row(const Material& material, const Confusion& seen) {
    const auto verdicts = static_cast<double>(seen.verdicts());
    const double claimed = seen.claimed / verdicts;
    const double share = static_cast<double>(seen.right()) / verdicts;
    const double chance = 3 * std::sqrt(claimed * (1 - claimed) / verdicts);
    return {
        fmt::format("{}: right verdicts, {:.1f} % claimed", material.name, 100 * claimed),
        fmt::format("≥ claimed - {:.1f} %", 100 * chance),
        share >= claimed - chance,
        {100 * share, "%"},
        std::nullopt
    };
}

}  // namespace

std::vector<Row> calls_rows(const Settings& settings) {
    std::vector<Row> rows;
    for (const Material& material : materials) {
        const support::Voices voices(material.folder);
        if (voices.empty()) {
            rows.push_back({
                material.name,
                std::string("skipped: ") + material.folder + " is not installed",
                true,
                {0, "of 0"},
                std::nullopt
            });
            continue;
        }
        const int calls = settings.trials(960);
        const Confusion seen = support::judged(voices, settings.seed, calls, material.greetings);
        // Tones are the same whoever speaks.
        const int parties = rows.empty() ? 6 : 2;
        for (int party = 0; party < parties; ++party) {
            rows.push_back(row_of(material, seen, party));
        }
        rows.push_back(confidence_row(material, seen));
    }
    return rows;
}

}  // namespace score
