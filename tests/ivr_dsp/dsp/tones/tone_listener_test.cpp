// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/tone_listener.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "ivr_dsp/media/bank/recording.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"
#include "tests/ivr_dsp/dsp/tones/exchange_tones.hpp"
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Ticks;
using ivr_dsp::KnownTone;
using ivr_dsp::lanes;
using ivr_dsp::Tone;
using ivr_dsp::ToneStep;
using support::Exchange;
using support::Heard;
using support::played;
using support::Tape;

namespace {

struct Line {
    explicit Line(std::string_view country, Law of_lines = Law::alaw)
        : Line(support::tones_of(country), of_lines) {}
    Line(const std::vector<KnownTone>& tones, Law of_lines)
        : table(std::make_unique<ivr_dsp::ToneTable>(tones)),
          listener(std::make_unique<ivr_dsp::ToneListener>(*table, ivr_dsp::best_isa())),
          law(of_lines) {
        for (std::size_t lane = 0; lane < lanes; ++lane) listener->reset(lane, law);
    }
    // Every tone's beginning by its name and a space.
    std::vector<std::string> hear(const std::vector<Heard>& recordings) {
        std::vector<std::string> names(lanes);
        support::play_to(recordings, law, [&](const Chunk* const* heard) {
            ivr_dsp::ToneChanges changes;
            listener->hear(heard, changes);
            for (const auto& change : changes) {
                if (change.tone.began == ivr_dsp::no_tone) {
                    names[change.lane] += "- ";
                } else {
                    names[change.lane] += std::string(name_of(Tone(change.tone.began))) + " ";
                }
            }
        });
        return names;
    }
    std::unique_ptr<ivr_dsp::ToneTable> table;
    std::unique_ptr<ivr_dsp::ToneListener> listener;
    Law law;
};

// Special information repeats, and an exchange may stop in the middle.
void is_heard(Tone tone, const std::string& names, const std::string& where) {
    const std::string name(name_of(tone));
    if (tone == Tone::special_information) {
        STRCMP_CONTAINS_TEXT(name.c_str(), names.c_str(), where.c_str());
    } else {
        STRCMP_EQUAL_TEXT((name + " - ").c_str(), names.c_str(), where.c_str());
    }
}

// Every tone of every country is heard as itself, once, and its end too; nothing else is.
void all_heard(const Exchange& exchange, const char* what) {
    for (const std::string_view country : ivr_dsp::tone_countries()) {
        const Law law = country == "us" ? Law::ulaw : Law::alaw;
        Line line(country, law);
        const auto tones = support::tones_of(country);
        std::vector<Heard> recordings;
        for (unsigned lane = 0; lane < lanes; ++lane) {
            recordings.push_back(played(law, tones[lane % tones.size()].cycle, exchange, lane));
        }
        const auto names = line.hear(recordings);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            is_heard(Tone(tones[lane % tones.size()].id), names[lane],
                     std::string(what) + " " + std::string(country));
        }
    }
}

Heard special_information(double off_hz, double gap_ms, double ms) {
    Tape tape(Law::ulaw, 3);
    tape.pause(100);
    for (const double hz : {950.0, 1400.0, 1800.0}) {
        tape.sines(
            {
                {hz + off_hz, -24}
        },
            ms);
        tape.pause(gap_ms);
    }
    return tape.pause(1500).with_noise(-60).chunks();
}

}  // namespace

TEST_GROUP(ToneListener) {
    Law alaw = Law::alaw;
};

TEST(ToneListener, every_tone_of_every_country_is_heard_as_itself) {
    all_heard({}, "nominal");
}

TEST(ToneListener, an_exchange_may_be_off_by_a_tenth_in_time_and_a_hundredth_in_frequency) {
    all_heard({.frequency = 0.99, .cadence = 0.9}, "low and quick");
    all_heard({.frequency = 1.01, .cadence = 1.1}, "high and slow");
}

TEST(ToneListener, weak_tones_and_tones_in_noise_are_heard) {
    all_heard({.louder_db = -12}, "weak");
    all_heard({.noise_dbm0 = -45}, "noisy");
}

// 1.5 % is what E.180 allows a generator; 425 and 450 Hz are two countries.
TEST(ToneListener, a_neighbouring_frequency_is_another_tone) {
    Line line("cn");
    const ToneStep busy[] = {
        {{450, -10}, {}, Ticks{350}},
        {{},         {}, Ticks{350}}
    };
    const auto heard = line.hear({played(alaw, busy, {.frequency = 1.015}, 1),
                                  played(alaw, busy, {.frequency = 0.985}, 2),
                                  played(alaw, busy, {.frequency = 425.0 / 450}, 3),
                                  played(alaw, busy, {.frequency = 475.0 / 450}, 4)});
    STRCMP_EQUAL("busy - ", heard[0].c_str());
    STRCMP_EQUAL("busy - ", heard[1].c_str());
    STRCMP_EQUAL("", heard[2].c_str());
    STRCMP_EQUAL("", heard[3].c_str());
}

TEST(ToneListener, special_information_is_heard_50_hz_beside_and_with_gaps_of_30_ms) {
    std::vector<Heard> recordings;
    for (const double off_hz : {-50.0, 50.0}) {
        for (const double gap_ms : {0.0, 30.0}) {
            for (const double ms : {260.0, 330.0, 400.0}) {
                recordings.push_back(special_information(off_hz, gap_ms, ms));
            }
        }
    }
    Line line("us", Law::ulaw);
    const auto heard = line.hear(recordings);
    for (std::size_t i = 0; i < recordings.size(); ++i) {
        STRCMP_EQUAL("special_information - ", heard[i].c_str());
    }
}

TEST(ToneListener, a_tone_is_told_with_its_level_and_soon) {
    Line line("cn");
    const ToneStep busy[] = {
        {{450, -10}, {}, Ticks{350}},
        {{},         {}, Ticks{350}}
    };
    int now = 0;
    int told_at = 0;
    support::play_to({played(alaw, busy, {}, 1)}, alaw, [&](const Chunk* const* heard) {
        ivr_dsp::ToneChanges changes;
        line.listener->hear(heard, changes);
        ++now;
        if (told_at != 0 || changes.count == 0) return;
        told_at = now;
        DOUBLES_EQUAL(-10, changes.all[0].level_dbm0, 0.5);
    });
    // Two cycles, the last pause as soon as it is three quarters long.
    CHECK(told_at > 1600 && told_at < 1750);
}

// asterisk-core-sounds-en-wav and asterisk-moh-opsound-wav. F and A in a chord are North
// America's dial tone, but do not last.
TEST(ToneListener, speech_music_and_dtmf_are_no_tones_of_any_country) {
    const std::filesystem::path spoken = "/usr/share/asterisk/sounds/en_US_f_Allison";
    const std::filesystem::path music = "/usr/share/asterisk/moh";
    for (const Law law : {Law::alaw, Law::ulaw}) {
        std::vector<Heard> recordings;
        for (const auto& file :
             {spoken / "demo-instruct.wav", spoken / "demo-congrats.wav",
              spoken / "vm-instructions.wav", spoken / "queue-thankyou.wav",
              music / "macroform-cold_day.wav", music / "macroform-robot_dity.wav",
              music / "macroform-the_simplicity.wav", music / "reno_project-system.wav",
              music / "manolo_camp-morning_coffee.wav"}) {
            const auto sound = ivr_dsp::chunks_of_recording(file, law);
            CHECK_TEXT(static_cast<bool>(sound), file.c_str());
            recordings.push_back(*sound);
        }
        Tape digits(law);
        for (int i = 0; i < 100; ++i) digits.key(Tape::keys[i % 16], {.ms = 80}).pause(80);
        recordings.push_back(digits.chunks());
        for (const auto country : ivr_dsp::tone_countries()) {
            Line line(country, law);
            for (const auto& names : line.hear(recordings)) {
                STRCMP_EQUAL_TEXT("", names.c_str(), country.data());
            }
        }
    }
}

TEST(ToneListener, another_call_begins_with_nothing_heard) {
    Line line("de");
    const ToneStep dial[] = {
        {{425, -10}, {}, Ticks{1000}}
    };
    std::vector<Heard> two(2, played(alaw, dial, {}, 1));
    for (Heard& one : two) one.resize(2500);
    STRCMP_EQUAL("dial ", line.hear(two)[0].c_str());
    line.listener->reset(0, alaw);
    const auto after = line.hear(std::vector<Heard>(2, Heard(500, driver::alaw_silence)));
    STRCMP_EQUAL("", after[0].c_str());
    STRCMP_EQUAL("- ", after[1].c_str());
}

TEST(ToneListener, tones_that_do_not_fit_are_refused) {
    std::vector<ToneStep> many;
    for (unsigned i = 0; i < 9; ++i)
        many.push_back({
            {300 + 50 * i,  -10},
            {             },
            Ticks{100            }
        });
    const ToneStep mixed[] = {
        {{450, -10}, {1400, -10}, Ticks{100}}
    };
    const ToneStep pause[] = {
        {{}, {}, Ticks{100}}
    };
    const auto fits = [](std::span<const ToneStep> cycle) {
        const KnownTone tones[] = {
            {1, cycle}
        };
        return ivr_dsp::ToneTable::fits(tones);
    };
    CHECK(fits(std::span(many).first(8)));
    CHECK_FALSE(fits(many));
    CHECK_FALSE(fits(mixed));
    CHECK_FALSE(fits(pause));
    CHECK_FALSE(fits({}));
}
