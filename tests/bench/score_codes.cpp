// SPDX-License-Identifier: GPL-2.0-or-later
// R2 and R1 register signals: limit by limit, at random phases and places, in both laws.
#include <algorithm>
#include <memory>

#include "ivr_dsp/dsp/tones/code_receiver.hpp"
#include "tests/bench/score.hpp"
#include "tests/bench/score_lines.hpp"

namespace score {
namespace {

using driver::Chunk;
using driver::Law;
using ivr_dsp::lanes;
using ivr_dsp::SixTones;
using support::Heard;
using support::Tape;

// A signal of two frequencies, or of what a line makes of it.
struct Signal {
    double ms = 60;
    double first_dbm0 = -12;
    double second_dbm0 = -12;
    double off_hz = 0;
    double noise_dbm0 = -70;
    std::ptrdiff_t gap_ms = 0;
};

struct CodeTrial {
    SixTones tones;
    const Settings& settings;
    std::vector<Row>& rows;

    [[nodiscard]] Heard recording(const Signal& signal, int number, unsigned trial) const {
        const auto hz = frequencies_of(tones);
        const auto places = ivr_dsp::places_of(number);
        Tape tape(law_of(trial), settings.seed + trial);
        tape.pause(40).pause_about(0);
        const auto middle = static_cast<std::ptrdiff_t>(tape.ms() + signal.ms / 2) - 3;
        tape.sines(
            {
                {hz[places.first] + signal.off_hz,  signal.first_dbm0 },
                {hz[places.second] + signal.off_hz, signal.second_dbm0}
        },
            signal.ms);
        Heard chunks = tape.pause(60).with_noise(signal.noise_dbm0).chunks();
        std::fill_n(chunks.begin() + middle, signal.gap_ms, driver::silence(law_of(trial)));
        return chunks;
    }
    // What each of sixteen lines hears.
    [[nodiscard]] std::vector<std::string> ours(const std::vector<Heard>& recordings,
                                                Law law) const {
        const ivr_dsp::CodeSystem system(tones);
        const auto receiver = std::make_unique<ivr_dsp::CodeReceiver>(system, ivr_dsp::best_isa());
        for (std::size_t lane = 0; lane < lanes; ++lane) receiver->reset(lane, law);
        std::vector<std::string> heard(lanes);
        support::play_to(recordings, law, [&](const Chunk* const* chunks) {
            ivr_dsp::CodeChanges changes;
            receiver->hear(chunks, changes);
            for (const auto& change : changes) {
                if (change.signal != 0) heard[change.lane] += sign_of(tones, change.signal);
            }
        });
        return heard;
    }
    [[nodiscard]] std::string theirs(const Heard& recording, Law law) const {
        const auto samples = support::linear_of(law, recording);
        if (tones == SixTones::r1) return support::spandsp::bell_mf_heard(samples);
        return support::spandsp::r2_heard(tones == SixTones::r2_forward, samples);
    }
    // Counts of those heard as `wanted` says: as themselves and once, or not at all.
    void row(const char* what, bool accepted, const Signal& signal) {
        const int all = settings.trials(60) * static_cast<int>(lanes);
        long right[2] = {0, 0};
        for (int first = 0; first < all; first += static_cast<int>(lanes)) {
            std::vector<Heard> recordings;
            std::vector<std::string> wanted;
            const Law law = law_of(static_cast<unsigned>(first));
            for (int trial = first; trial < first + static_cast<int>(lanes); ++trial) {
                // KP of R1 has limits of its own.
                const int number = tones == SixTones::r1 ? 1 + trial % 12 : 1 + trial % 15;
                recordings.push_back(recording(signal, number, static_cast<unsigned>(trial)));
                wanted.push_back(accepted ? std::string(1, sign_of(tones, number)) : "");
            }
            const auto heard = ours(recordings, law);
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                right[0] += heard[lane] == wanted[lane] ? 1 : 0;
                right[1] += theirs(recordings[lane], law) == wanted[lane] ? 1 : 0;
            }
        }
        rows.push_back({what, accepted ? "all heard, once" : "none heard", right[0] == all,
                        counted(right[0], all), counted(right[1], all)});
    }
};

}  // namespace

std::vector<Row> r2_rows(const Settings& settings) {
    std::vector<Row> rows;
    for (const SixTones tones : {SixTones::r2_forward, SixTones::r2_backward}) {
        CodeTrial trial{tones, settings, rows};
        trial.row("60 ms of -12 dBm0", true, {});
        trial.row("-5 dBm0, 10 Hz low", true, {.first_dbm0 = -5, .second_dbm0 = -5, .off_hz = -10});
        trial.row("-35 dBm0, 10 Hz high", true,
                  {.first_dbm0 = -35, .second_dbm0 = -35, .off_hz = 10});
        trial.row("first 7 dB weaker", true, {.first_dbm0 = -19, .second_dbm0 = -12});
        trial.row("second 7 dB weaker", true, {.first_dbm0 = -12, .second_dbm0 = -19});
        trial.row("noise 15 dB below", true, {.noise_dbm0 = -24});
        trial.row("gap of 7 ms", true, {.ms = 100, .gap_ms = 7});
        trial.row("7 ms of -5 dBm0", false, {.ms = 7, .first_dbm0 = -5, .second_dbm0 = -5});
        trial.row("20 dB apart", false, {.first_dbm0 = -5, .second_dbm0 = -25});
    }
    return rows;
}

std::vector<Row> mf_rows(const Settings& settings) {
    std::vector<Row> rows;
    CodeTrial trial{SixTones::r1, settings, rows};
    trial.row("68 ms of -7 dBm0", true, {.ms = 68, .first_dbm0 = -7, .second_dbm0 = -7});
    trial.row("30 ms", true, {.ms = 30, .first_dbm0 = -7, .second_dbm0 = -7});
    trial.row("0 dBm0", true, {.ms = 68, .first_dbm0 = 0, .second_dbm0 = 0});
    trial.row("-22 dBm0", true, {.ms = 68, .first_dbm0 = -22, .second_dbm0 = -22});
    trial.row("20 Hz low", true, {.ms = 68, .off_hz = -20});
    trial.row("20 Hz high", true, {.ms = 68, .off_hz = 20});
    trial.row("first 6 dB weaker", true, {.ms = 68, .first_dbm0 = -16, .second_dbm0 = -10});
    trial.row("second 6 dB weaker", true, {.ms = 68, .first_dbm0 = -10, .second_dbm0 = -16});
    trial.row("10 ms", false, {.ms = 10, .first_dbm0 = -7, .second_dbm0 = -7});
    return rows;
}

}  // namespace score
