// SPDX-License-Identifier: GPL-2.0-or-later
// Tones by which fax machines and modems call and answer, at random phases and places, in both
// laws: each must be told within 1.5 s, with its phase reversals and its modulation, and no other
// tone nor a DTMF key.
#include "ivr_dsp/dsp/tones/modem_tones.hpp"
#include "tests/bench/score.hpp"
#include "tests/bench/score_ears.hpp"
#include "tests/bench/score_lines.hpp"

namespace score {
namespace {

using driver::Law;
using ivr_dsp::lanes;
using ivr_dsp::ModemTone;
using support::Heard;
using support::Tape;
using support::spandsp::ModemSays;

constexpr int pause_ms = 300;
constexpr int latest_ms = pause_ms + 8 + 1500;

struct Burst {
    double hz;
    double ms;
    double dbm0 = -12;
    double noise_dbm0 = -65;
    double reversal_ms = 0;
    double swing_depth = 0;
    double swing_hz = 15;
};

// What a line is told in all.
struct Told {
    int heard_at_ms{};  // 0: never
    bool other{};
    bool modulated{};
    int reversals{};
};

std::vector<Told> told_of(ModemTone tone, const std::vector<Heard>& recordings, Law law) {
    static constexpr auto known = ivr_dsp::modem_tones();
    std::vector<Told> told(lanes);
    hear_tones(known, recordings, law, [&](int ms, const ivr_dsp::ToneChange& change) {
        Told& line = told[change.lane];
        line.reversals += change.reversed ? 1 : 0;
        line.modulated |= change.modulated;
        if (change.tone.began == ivr_dsp::no_tone) return;
        line.other |= ModemTone(change.tone.began) != tone;
        if (line.heard_at_ms == 0) line.heard_at_ms = ms;
    });
    return told;
}

// CNG and the calling tone twice, an answer once; a reversal turns the phase by half.
Heard said(ModemTone tone, const Burst& burst, const Settings& settings, unsigned trial) {
    const bool repeats = tone == ModemTone::cng || tone == ModemTone::calling;
    Tape tape(law_of(trial), settings.seed + trial);
    for (int i = 0; i < (repeats ? 2 : 1); ++i) {
        tape.pause_about(pause_ms).sines(
            {
                {burst.hz, burst.dbm0, burst.swing_hz, burst.swing_depth, burst.reversal_ms}
        },
            burst.ms);
        tape.pause(!repeats ? 300 : tone == ModemTone::cng ? 2700 : 1700);
    }
    return tape.with_noise(burst.noise_dbm0).chunks();
}

class Modems {
  public:
    Modems(const Settings& settings, std::vector<Row>& rows) : settings_(settings), rows_(rows) {}

    // `says` is what spandsp listens for.
    void row(const char* what, ModemTone tone, ModemSays says, const Burst& burst) {
        rows_.push_back(row_of(
            settings_, what,
            {.recording = [&](unsigned trial) { return said(tone, burst, settings_, trial); },
             .ours =
                 [&](const auto& lines, Law law) {
                     std::vector<bool> right;
                     right.reserve(lines.size());
                     for (const Told& told : told_of(tone, lines, law)) {
                         const Heard& line = lines[right.size()];
                         right.push_back(is_right(told, burst) &&
                                         heard_by_us({}, law, line).empty());
                     }
                     return right;
                 },
             .theirs =
                 [&](const Heard& line, Law law) {
                     return support::spandsp::modem_heard(says, support::linear_of(law, line)) &&
                            heard_by_spandsp({}, law, line).empty();
                 }}));
    }

  private:
    static bool is_right(const Told& told, const Burst& burst) {
        const int turns =
            burst.reversal_ms == 0 ? 0 : static_cast<int>((burst.ms - 1) / burst.reversal_ms);
        return told.heard_at_ms != 0 && told.heard_at_ms <= latest_ms && !told.other &&
               told.modulated == (burst.swing_depth > 0) && told.reversals == turns;
    }
    const Settings& settings_;
    std::vector<Row>& rows_;
};

}  // namespace

std::vector<Row> modem_rows(const Settings& settings) {
    std::vector<Row> rows;
    Modems modems(settings, rows);
    using enum ModemTone;
    modems.row("CNG", cng, ModemSays::cng, {1100, 500});
    modems.row("CNG 38 Hz low, 425 ms", cng, ModemSays::cng, {1062, 425});
    modems.row("CNG 38 Hz high, 575 ms", cng, ModemSays::cng, {1138, 575});
    modems.row("CNG -35 dBm0", cng, ModemSays::cng, {1100, 500, -35});
    modems.row("calling tone 1300 Hz (V.25)", calling, ModemSays::calling, {1300, 600});
    modems.row("calling tone -35 dBm0", calling, ModemSays::calling, {1300, 600, -35});
    modems.row("CED", answer, ModemSays::answer, {2100, 3000});
    modems.row("CED 15 Hz low", answer, ModemSays::answer, {2085, 2600});
    modems.row("CED 15 Hz high", answer, ModemSays::answer, {2115, 4000});
    modems.row("CED noise 15 dB below", answer, ModemSays::answer, {2100, 3000, -20, -35});
    const auto turning = ModemSays::answer_with_reversals;
    modems.row("reversals every 450 ms (V.25)", answer, turning,
               {.hz = 2100, .ms = 3300, .reversal_ms = 450});
    modems.row("reversals every 425 ms, 15 Hz low", answer, turning,
               {.hz = 2085, .ms = 3000, .reversal_ms = 425});
    modems.row("reversals every 475 ms, 15 Hz high", answer, turning,
               {.hz = 2115, .ms = 3500, .reversal_ms = 475});
    modems.row("reversals, noise 15 dB below", answer, turning,
               {.hz = 2100, .ms = 3300, .dbm0 = -20, .noise_dbm0 = -35, .reversal_ms = 450});
    const auto swinging = ModemSays::modulated_answer;
    modems.row("ANSam (V.8)", answer, swinging, {.hz = 2100, .ms = 3300, .swing_depth = 0.2});
    modems.row("ANSam 14.9 Hz, 18 %", answer, swinging,
               {.hz = 2100, .ms = 3300, .swing_depth = 0.18, .swing_hz = 14.9});
    modems.row("ANSam with reversals", answer, ModemSays::modulated_answer_with_reversals,
               {.hz = 2100, .ms = 3300, .reversal_ms = 450, .swing_depth = 0.2});
    modems.row("Bell's 2225 Hz", bell_answer, ModemSays::bell_answer, {2225, 3000});
    modems.row("Bell's 2225 Hz, noise 15 dB below", bell_answer, ModemSays::bell_answer,
               {2225, 3000, -20, -35});
    return rows;
}

}  // namespace score
