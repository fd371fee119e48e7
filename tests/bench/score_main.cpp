// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline-score: measures the score sheet and prints it.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "tests/bench/score.hpp"

namespace {

constexpr score::Section sections[] = {
    {"law",       "Laws (G.711, G.191): the worst of tables and of the kernel of every instruction set",
     "spandsp g711.h",                                                                                                              score::law_rows      },
    {"echo",      "Echo cancellers (G.168), averages of 16 lines",                                       "spandsp echo_can_update",
     score::echo_rows                                                                                                                                    },
    {"dtmf",      "DTMF (Q.24)",                                                                         "spandsp dtmf_rx",         score::dtmf_rows     },
    {"mitel",     "DTMF (Mitel CM7291), keys of the diagonal",                                           "spandsp dtmf_rx",         score::mitel_rows    },
    {"talk-off",  "Keys that voices and music press, three speeds, three levels; tones they make",
     "spandsp dtmf_rx",                                                                                                             score::talk_off_rows },
    {"r2",        "MFC-R2, forward, then backward (Q.455)",                                              "spandsp r2_mf_rx",        score::r2_rows       },
    {"mf",        "R1 (Q.323)",                                                                          "spandsp bell_mf_rx",      score::mf_rows       },
    {"tones",     "Call progress tones (E.180)",                                                         "spandsp super_tone_rx",   score::tone_rows     },
    {"modem",     "Fax and modem tones (T.30, V.25, V.8): within 1.5 s, no other tone, no key",
     "spandsp modem_connect_tones_rx",                                                                                              score::modem_rows    },
    {"caller_id", "Caller identification",                                                               "spandsp adsi_rx",         score::caller_id_rows},
    {"calls",     "Who has answered: voices of recorded prompts cut to greetings, tones",                "none",
     score::calls_rows                                                                                                                                   },
};

std::string today() {
    const std::time_t now = std::time(nullptr);
    char date[16];
    return {date, std::strftime(date, sizeof date, "%Y-%m-%d", std::gmtime(&now))};
}

bool is_section(const std::string& name) {
    return std::any_of(std::begin(sections), std::end(sections),
                       [&](const score::Section& section) { return section.name == name; });
}

void measure(score::Sheet& sheet, const std::vector<std::string>& names) {
    for (const score::Section& section : sections) {
        const auto named = std::find(names.begin(), names.end(), section.name);
        if (!names.empty() && named == names.end()) continue;
        std::fprintf(stderr, "scoring %s\n", std::string(section.name).c_str());
        sheet.sections.push_back({&section, section.rows(sheet.settings)});
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> names;
    bool json = false;
    score::Sheet sheet{today(), "unknown", {}, {}};
    CLI::App app("Measures how right Trunkline's signal processing is: one row a limit.");
    app.add_option("SECTION", names, "default: all")->check([](const std::string& name) {
        return is_section(name) ? "" : "there is no section " + name;
    });
    app.add_flag("--json", json, "print JSON");
    app.add_option("--seed", sheet.settings.seed)->capture_default_str();
    app.add_option("--part", sheet.settings.part, "make only one in so many trials")
        ->check(CLI::Range(1, 1000));
    app.add_option("--revision", sheet.revision, "what is being measured");
    CLI11_PARSE(app, argc, argv);
    measure(sheet, names);
    std::fputs((json ? score::as_json(sheet) : score::as_markdown(sheet)).c_str(), stdout);
    return 0;
}
