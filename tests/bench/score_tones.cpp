// SPDX-License-Identifier: GPL-2.0-or-later
// R2 and R1 register signals, call progress tones, fax tones and caller identification: limit by
// limit, at random phases and places, in both laws; sixteen trials side by side.
#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <random>

#include "ivr_dsp/dsp/tones/caller_id.hpp"
#include "ivr_dsp/dsp/tones/code_receiver.hpp"
#include "ivr_dsp/dsp/tones/modem_tones.hpp"
#include "ivr_dsp/dsp/tones/tone_listener.hpp"
#include "ivr_dsp/media/bank/tone_plan.hpp"
#include "tests/bench/score.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

namespace score {
namespace {

using driver::Chunk;
using driver::Law;
using driver::Ticks;
using ivr_dsp::lanes;
using ivr_dsp::SixTones;
using support::Heard;
using support::Tape;

constexpr Law law_of(unsigned trial) {
    return trial / lanes % 2 == 0 ? Law::alaw : Law::ulaw;
}

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

// How many of sixteen at a time keep a promise, with ours and with spandsp.
using Told = std::function<std::vector<bool>(const std::vector<Heard>&, Law)>;
Row row_of(const Settings& settings, const char* what, const char* limit,
           const std::function<Heard(unsigned)>& recording, const Told& ours,
           const std::function<bool(const Heard&, Law)>& theirs) {
    const int all = settings.trials(10) * static_cast<int>(lanes);
    long right[2] = {0, 0};
    for (int first = 0; first < all; first += static_cast<int>(lanes)) {
        std::vector<Heard> recordings;
        for (int trial = first; trial < first + static_cast<int>(lanes); ++trial) {
            recordings.push_back(recording(static_cast<unsigned>(trial)));
        }
        const Law law = law_of(static_cast<unsigned>(first));
        const auto told = ours(recordings, law);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            right[0] += told[lane] ? 1 : 0;
            right[1] += theirs(recordings[lane], law) ? 1 : 0;
        }
    }
    return {what, limit, right[0] == all, counted(right[0], all), counted(right[1], all)};
}

// Which of sixteen lines heard the tone of this id.
std::vector<bool> heard_tone(const ivr_dsp::ToneTable& table, std::uint8_t id,
                             const std::vector<Heard>& recordings, Law law) {
    const auto listener = std::make_unique<ivr_dsp::ToneListener>(table, ivr_dsp::best_isa());
    for (std::size_t lane = 0; lane < lanes; ++lane) listener->reset(lane, law);
    std::vector<bool> heard(lanes);
    support::play_to(recordings, law, [&](const Chunk* const* chunks) {
        ivr_dsp::ToneChanges changes;
        listener->hear(chunks, changes);
        for (const auto& change : changes) {
            if (change.tone.began == id) heard[change.lane] = true;
        }
    });
    return heard;
}

using support::spandsp::ModemSays;

struct Burst {
    double hz;
    double ms;
    double dbm0 = -12;
    double noise_dbm0 = -65;
};

void modem_row(const Settings& settings, std::vector<Row>& rows, const char* what, ModemSays says,
               const Burst& burst) {
    static constexpr auto known = ivr_dsp::modem_tones();
    const ivr_dsp::ToneTable table(known);
    const auto id = static_cast<std::uint8_t>(says == ModemSays::cng ? ivr_dsp::ModemTone::cng
                                                                     : ivr_dsp::ModemTone::answer);
    rows.push_back(row_of(
        settings, what, "all heard",
        [&](unsigned trial) {
            Tape tape(law_of(trial), settings.seed + trial);
            for (int i = 0; i < (says == ModemSays::cng ? 2 : 1); ++i) {
                tape.pause_about(300).sines(
                    {
                        {burst.hz, burst.dbm0}
                },
                    burst.ms);
                tape.pause(says == ModemSays::cng ? 2700 : 300);
            }
            return tape.with_noise(burst.noise_dbm0).chunks();
        },
        [&](const std::vector<Heard>& all, Law law) { return heard_tone(table, id, all, law); },
        [&](const Heard& one, Law law) {
            return support::spandsp::modem_heard(says, support::linear_of(law, one));
        }));
}

// Tones of a country, as it plays them or off by so much.
struct Played {
    double frequency = 1;
    double cadence = 1;
    double louder_db = 0;
    double noise_dbm0 = -60;
};
void progress_row(const Settings& settings, std::vector<Row>& rows, const char* what,
                  const Played& played) {
    using ivr_dsp::Tone;
    const ivr_dsp::TonePlan& plan = *ivr_dsp::tone_plan_of("us");
    std::vector<ivr_dsp::KnownTone> known;
    for (const Tone tone : {Tone::dial, Tone::ringback, Tone::busy, Tone::congestion}) {
        const auto id = static_cast<std::uint8_t>(tone);
        known.push_back({.id = id, .cycle = plan[id]});
    }
    const ivr_dsp::ToneTable table(known);
    for (const auto& tone : known) {
        const auto line = [&](unsigned trial) {
            Tape tape(law_of(trial), settings.seed + trial);
            tape.pause(300).pause_about(20);
            while (tape.ms() < 9000) {
                for (const auto& step : tone.cycle) {
                    std::vector<Tape::Sine> sines;
                    for (const auto& sine : {step.first, step.second}) {
                        if (sine.hz == 0) continue;
                        sines.push_back(
                            {sine.hz * played.frequency, sine.level_dbm0 + played.louder_db});
                    }
                    const bool goes_on = tone.cycle.size() == 1;
                    const auto ms = static_cast<double>(step.lasts.count());
                    tape.sines(sines, goes_on ? 9000 : ms * played.cadence);
                }
            }
            return tape.with_noise(played.noise_dbm0).chunks();
        };
        const std::string name = std::string(name_of(Tone(tone.id))) + ", " + what;
        rows.push_back(row_of(
            settings, name.c_str(), "all heard", line,
            [&](const std::vector<Heard>& all, Law law) {
                return heard_tone(table, tone.id, all, law);
            },
            [&](const Heard& one, Law law) {
                const auto heard =
                    support::spandsp::tones_heard(known, support::linear_of(law, one));
                return std::find(heard.begin(), heard.end(), tone.id) != heard.end();
            }));
    }
}

void caller_id_row(const Settings& settings, std::vector<Row>& rows, const char* what,
                   double level_dbm0, double noise_dbm0) {
    using ivr_dsp::FskStandard;
    ivr_dsp::CallerId id;
    id.time.set("09301442");
    id.number.set("5551234567");
    id.name.set("JOHN DOE");
    const auto message = octets_of(id, ivr_dsp::CallerIdForm::mdmf);
    const support::spandsp::Fields fields{
        {{0x01, "09301442"}, {0x02, "5551234567"}, {0x07, "JOHN DOE"}}
    };
    const auto line = [&](unsigned trial) {
        support::Linear samples = support::spandsp::caller_id(false, fields);
        std::mt19937 chance(settings.seed + trial);
        const double gain = std::pow(10, (level_dbm0 + 14) / 20);  // spandsp sends -14 dBm0
        std::normal_distribution<> noise(0, Tape::peak_of(noise_dbm0) / std::numbers::sqrt2);
        for (auto& sample : samples) {
            sample = static_cast<std::int16_t>(std::lround(gain * sample + noise(chance)));
        }
        samples.insert(samples.begin(), trial % 97, 0);
        return support::in_law(law_of(trial), samples);
    };
    const auto ours = [&](const std::vector<Heard>& all, Law law) {
        std::vector<bool> heard;
        for (const Heard& one : all) {
            ivr_dsp::CallerIdReceiver receiver(law, FskStandard::bell202);
            bool right = false;
            for (const Chunk& chunk : one) {
                const auto got = receiver.hear(chunk);
                if (!got) continue;
                const auto again = octets_of(*got, ivr_dsp::CallerIdForm::mdmf);
                right = again.octets == message.octets;
            }
            heard.push_back(right);
        }
        return heard;
    };
    rows.push_back(row_of(settings, what, "all right", line, ours, [&](const Heard& one, Law law) {
        return support::spandsp::caller_id_heard(false, support::linear_of(law, one)) ==
               "1=09301442 2=5551234567 7=JOHN DOE ";
    }));
}

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

std::vector<Row> tone_rows(const Settings& settings) {
    std::vector<Row> rows;
    progress_row(settings, rows, "as planned", {});
    progress_row(settings, rows, "1 % low, 10 % quick", {.frequency = 0.99, .cadence = 0.9});
    progress_row(settings, rows, "1 % high, 10 % slow", {.frequency = 1.01, .cadence = 1.1});
    progress_row(settings, rows, "weak, 15 dB above noise", {.louder_db = -8, .noise_dbm0 = -44});
    return rows;
}

std::vector<Row> modem_rows(const Settings& settings) {
    std::vector<Row> rows;
    modem_row(settings, rows, "CNG", ModemSays::cng, {1100, 500});
    modem_row(settings, rows, "CNG 38 Hz low, 425 ms", ModemSays::cng, {1062, 425});
    modem_row(settings, rows, "CNG 38 Hz high, 575 ms", ModemSays::cng, {1138, 575});
    modem_row(settings, rows, "CNG -35 dBm0", ModemSays::cng, {1100, 500, -35});
    modem_row(settings, rows, "CED", ModemSays::answer, {2100, 3000});
    modem_row(settings, rows, "CED 15 Hz low", ModemSays::answer, {2085, 2600});
    modem_row(settings, rows, "CED 15 Hz high", ModemSays::answer, {2115, 4000});
    modem_row(settings, rows, "CED noise 15 dB below", ModemSays::answer, {2100, 3000, -20, -35});
    return rows;
}

std::vector<Row> caller_id_rows(const Settings& settings) {
    std::vector<Row> rows;
    caller_id_row(settings, rows, "Bell 202, -14 dBm0", -14, -60);
    caller_id_row(settings, rows, "-30 dBm0", -30, -65);
    caller_id_row(settings, rows, "noise 15 dB below", -14, -29);
    // Nobody asks for that.
    caller_id_row(settings, rows, "noise 12 dB below", -14, -26);
    rows.back().limit = "no fewer than the peer";
    rows.back().kept = rows.back().ours.value >= rows.back().peer->value;
    return rows;
}

}  // namespace score
