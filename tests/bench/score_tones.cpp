// SPDX-License-Identifier: GPL-2.0-or-later
// Call progress tones of every country, at random phases and places, in both laws: each must be
// heard, and no other.
#include <algorithm>

#include <fmt/format.h>

#include "tests/bench/score.hpp"
#include "tests/bench/score_lines.hpp"
#include "tests/ivr_dsp/dsp/tones/exchange_tones.hpp"

namespace score {
namespace {

using driver::Law;
using ivr_dsp::KnownTone;
using ivr_dsp::lanes;
using support::Exchange;
using support::Heard;

// Which of sixteen lines heard this tone and no other.
std::vector<bool> heard_tone(const std::vector<KnownTone>& known, std::uint8_t id,
                             const std::vector<Heard>& recordings, Law law) {
    std::vector<bool> heard(lanes);
    std::vector<bool> other(lanes);
    hear_tones(known, recordings, law, [&](int, const ivr_dsp::ToneChange& change) {
        if (change.tone.began == ivr_dsp::no_tone) return;
        (change.tone.began == id ? heard : other)[change.lane] = true;
    });
    for (std::size_t lane = 0; lane < lanes; ++lane) heard[lane] = heard[lane] && !other[lane];
    return heard;
}

bool spandsp_hears(const std::vector<KnownTone>& known, const KnownTone& tone, const Heard& line,
                   Law law) {
    const auto heard = support::spandsp::tones_heard(known, support::linear_of(law, line));
    return !heard.empty() &&
           std::all_of(heard.begin(), heard.end(), [&](int id) { return id == tone.id; });
}

// All tones of a country; the row's name has those that were missed.
Row country_row(const Settings& settings, std::string_view country, const char* how,
                const Exchange& exchange) {
    const auto known = support::tones_of(country);
    Right all;
    std::string missed;
    for (const KnownTone& tone : known) {
        const Right right = count_right(
            settings, {.recording =
                           [&](unsigned trial) {
                               return support::played(law_of(trial), tone.cycle, exchange,
                                                      settings.seed + trial);
                           },
                       .ours = [&](const auto& lines,
                                   Law law) { return heard_tone(known, tone.id, lines, law); },
                       .theirs = [&](const Heard& line,
                                     Law law) { return spandsp_hears(known, tone, line, law); }});
        all.ours += right.ours;
        all.theirs += right.theirs;
        all.of += right.of;
        if (right.ours == right.of) continue;
        missed +=
            fmt::format("; missed: {} {}", right.of - right.ours, name_of(ivr_dsp::Tone(tone.id)));
    }
    return {fmt::format("{}: {}{}", country, how, missed), "all heard, no other",
            all.ours == all.of, counted(all.ours, all.of), counted(all.theirs, all.of)};
}

}  // namespace

std::vector<Row> tone_rows(const Settings& settings) {
    std::vector<Row> rows;
    for (const auto country : ivr_dsp::tone_countries()) {
        const auto row = [&](const char* how, const Exchange& exchange) {
            rows.push_back(country_row(settings, country, how, exchange));
        };
        row("as planned", {.noise_dbm0 = -60});
        row("1 % low, 10 % quick", {.frequency = 0.99, .cadence = 0.9, .noise_dbm0 = -60});
        row("1 % high, 10 % slow", {.frequency = 1.01, .cadence = 1.1, .noise_dbm0 = -60});
        row("8 dB weaker, noise of -44 dBm0", {.louder_db = -8, .noise_dbm0 = -44});
    }
    return rows;
}

}  // namespace score
