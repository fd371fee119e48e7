// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/modem_tones.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "ivr_dsp/dsp/tones/tone_listener.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using ivr_dsp::Isa;
using ivr_dsp::lanes;
using ivr_dsp::ModemTone;
using support::Heard;
using support::Tape;
using support::spandsp::ModemSays;

namespace {

constexpr auto known = ivr_dsp::modem_tones();

// What is told of each line, in words; a reversal is an R.
struct Line {
    Line()
        : table(std::make_unique<ivr_dsp::ToneTable>(known)),
          listener(std::make_unique<ivr_dsp::ToneListener>(*table, ivr_dsp::best_isa())) {}

    std::vector<std::string> hear(const std::vector<Heard>& recordings) {
        std::vector<std::string> told(lanes);
        support::play_to(recordings, Law::alaw, [&](const Chunk* const* heard) {
            ivr_dsp::ToneChanges changes;
            listener->hear(heard, changes);
            for (const auto& change : changes) told[change.lane] += words_of(change);
        });
        return told;
    }
    static std::string words_of(const ivr_dsp::ToneChange& change) {
        if (change.reversed) return "R ";
        if (change.tone.began == ivr_dsp::no_tone) return "- ";
        return (change.modulated ? "modulated " : "") +
               std::string(name_of(ModemTone(change.tone.began))) + " ";
    }
    std::unique_ptr<ivr_dsp::ToneTable> table;
    std::unique_ptr<ivr_dsp::ToneListener> listener;
};

Heard burst(double hz, double ms, double dbm0 = -12, double noise_dbm0 = -65) {
    Tape tape(Law::alaw, 5);
    tape.pause(200);
    tape.sines(
        {
            {hz, dbm0}
    },
        ms);
    return tape.pause(500).with_noise(noise_dbm0).chunks();
}

Heard spandsp_says(ModemSays what, int ms) {
    Heard said = support::in_law(Law::alaw, support::spandsp::modem_says(what, ms));
    said.resize(said.size() + 200, driver::alaw_silence);
    return said;
}

}  // namespace

TEST_GROUP(ModemTones) {
    Line line;
};

TEST(ModemTones, what_spandsps_modems_say_is_heard) {
    const auto told =
        line.hear({spandsp_says(ModemSays::cng, 1000), spandsp_says(ModemSays::calling, 1000),
                   spandsp_says(ModemSays::answer, 3000),
                   spandsp_says(ModemSays::answer_with_reversals, 3000),
                   spandsp_says(ModemSays::bell_answer, 3000),
                   spandsp_says(ModemSays::modulated_answer, 3000),
                   spandsp_says(ModemSays::modulated_answer_with_reversals, 3000)});
    STRCMP_EQUAL("cng ", told[0].substr(0, 4).c_str());
    STRCMP_EQUAL("calling ", told[1].substr(0, 8).c_str());
    STRCMP_EQUAL("answer - ", told[2].c_str());
    STRCMP_EQUAL("answer R R R R R R - ", told[3].c_str());
    STRCMP_EQUAL("bell_answer - ", told[4].c_str());
    STRCMP_EQUAL("modulated answer - ", told[5].c_str());
    STRCMP_EQUAL("modulated answer R R R R R R - ", told[6].c_str());
}

TEST(ModemTones, cng_may_be_38_hz_and_75_ms_off_and_is_told_within_a_second) {
    std::vector<Heard> recordings;
    for (const double hz : {1062.0, 1100.0, 1138.0}) {
        for (const double ms : {425.0, 500.0, 575.0}) {
            recordings.push_back(burst(hz, ms));
            recordings.back().resize(1000);
        }
    }
    const auto told = line.hear(recordings);
    for (std::size_t i = 0; i < recordings.size(); ++i) STRCMP_EQUAL("cng ", told[i].c_str());
}

TEST(ModemTones, the_answer_tone_may_be_15_hz_off_weak_or_in_noise) {
    const auto told = line.hear({burst(2085, 2600), burst(2115, 4000), burst(2100, 3300, -36),
                                 burst(2100, 3300, -15, -30)});
    for (std::size_t i = 0; i < 4; ++i) STRCMP_EQUAL("answer - ", told[i].c_str());
}

TEST(ModemTones, our_answer_tone_turns_every_450_ms_and_spandsp_hears_it) {
    ivr_dsp::AnswerToneGenerator plain(Law::alaw, false);
    ivr_dsp::AnswerToneGenerator turning(Law::alaw, true);
    std::vector<Heard> both(2);
    for (int tick = 0; tick < 3000; ++tick) {
        both[0].push_back(plain.next());
        both[1].push_back(turning.next());
    }
    CHECK(support::spandsp::modem_heard(ModemSays::answer, support::linear_of(Law::alaw, both[0])));
    CHECK(support::spandsp::modem_heard(ModemSays::answer_with_reversals,
                                        support::linear_of(Law::alaw, both[1])));
    const auto told = line.hear(both);
    STRCMP_EQUAL("answer ", told[0].c_str());
    STRCMP_EQUAL("answer R R R R R R ", told[1].c_str());
}

TEST(ModemTones, our_modulated_answer_tone_is_told_from_the_plain_one_by_us_and_by_spandsp) {
    std::vector<Heard> all(4);
    for (std::size_t i = 0; i < all.size(); ++i) {
        ivr_dsp::AnswerToneGenerator tone(Law::alaw, i % 2 == 1, i >= 2);
        for (int tick = 0; tick < 3000; ++tick) all[i].push_back(tone.next());
    }
    for (const auto& [says, i] : {
             std::pair{ModemSays::modulated_answer,                2},
             std::pair{ModemSays::modulated_answer_with_reversals, 3}
    }) {
        const auto& heard = all[static_cast<std::size_t>(i)];
        CHECK(support::spandsp::modem_heard(says, support::linear_of(Law::alaw, heard)));
    }
    const auto told = line.hear(all);
    STRCMP_EQUAL("answer ", told[0].c_str());
    STRCMP_EQUAL("answer R R R R R R ", told[1].c_str());
    STRCMP_EQUAL("modulated answer ", told[2].c_str());
    STRCMP_EQUAL("modulated answer R R R R R R ", told[3].c_str());
}

// 15 Hz is as steady as a clock; other beats are no modulation, and noise is none.
TEST(ModemTones, only_a_swing_of_15_hz_and_a_fifth_makes_an_answer_tone_a_modulated_one) {
    struct Swung {
        double hz, depth, noise_dbm0;
        const char* told;
    };
    std::vector<Heard> all;
    const Swung cases[] = {
        {15,   0.2,  -65, "modulated answer - "},
        {14.9, 0.2,  -32, "modulated answer - "},
        {15.1, 0.17, -65, "modulated answer - "},
        {15,   0.03, -65, "answer - "          },
        {50,   0.2,  -65, "answer - "          },
        {2,    0.2,  -65, "answer - "          },
        {15,   0,    -30, "answer - "          }
    };
    for (const Swung& one : cases) {
        Tape tape(Law::alaw, 5);
        tape.pause(200);
        // A swing is two more sines.
        const double beside = -15 + 20 * std::log10(std::max(one.depth, 1e-6) / 2);
        tape.sines(
            {
                {2100,          -15   },
                {2100 - one.hz, beside},
                {2100 + one.hz, beside}
        },
            3000);
        all.push_back(tape.pause(500).with_noise(one.noise_dbm0).chunks());
    }
    const auto told = line.hear(all);
    for (std::size_t i = 0; i < all.size(); ++i) STRCMP_EQUAL(cases[i].told, told[i].c_str());
}

// Every change of every line to the last bit: filters, segments, cadences, reversals, swings.
TEST(ModemTones, every_instruction_set_tells_the_same) {
    std::vector<Heard> all;
    std::mt19937 chance(11);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        const bool swings = lane % 4 >= 2;
        ivr_dsp::AnswerToneGenerator tone(Law::alaw, lane % 2 == 1, swings);
        Heard heard = burst(lane % 3 == 0 ? 1100 : 2085, 300 + 100 * static_cast<double>(lane),
                            -8 - 2 * static_cast<double>(lane), -50);
        for (int tick = 0; tick < 2000; ++tick) {
            heard.push_back(tone.next());
            if (tick % 500 < 30) heard.back().octets[0] = static_cast<std::uint8_t>(chance());
        }
        for (int tick = 0; tick < 500; ++tick) {
            heard.emplace_back();
            for (auto& octet : heard.back().octets) octet = static_cast<std::uint8_t>(chance());
        }
        all.push_back(heard);
    }
    const auto told_by = [&](Isa isa) {
        std::vector<std::tuple<std::size_t, int, int, float, bool, bool>> told;
        const auto listener = std::make_unique<ivr_dsp::ToneListener>(*line.table, isa);
        support::play_to(all, Law::alaw, [&](const Chunk* const* heard) {
            ivr_dsp::ToneChanges changes;
            listener->hear(heard, changes);
            for (const auto& change : changes) {
                told.emplace_back(change.lane, change.tone.began, change.tone.ended,
                                  change.level_dbm0, change.reversed, change.modulated);
            }
        });
        return told;
    };
    const auto told = told_by(Isa::scalar);
    CHECK(told.size() > 60);
    for (const Isa isa : ivr_dsp::all_isas) {
        if (ivr_dsp::machine_has(isa)) CHECK_TEXT(told == told_by(isa), name_of(isa).data());
    }
}

TEST(ModemTones, our_cng_is_heard_by_spandsp) {
    ivr_dsp::ToneGenerator generator(Law::alaw, ivr_dsp::cng_cycle);
    Heard sent(5000);
    for (Chunk& chunk : sent) chunk = generator.next();
    CHECK(support::spandsp::modem_heard(ModemSays::cng, support::linear_of(Law::alaw, sent)));
}

TEST(ModemTones, other_frequencies_and_lengths_are_none) {
    const auto told = line.hear({burst(1000, 500), burst(1200, 500), burst(1100, 250),
                                 burst(1100, 2000), burst(2000, 2000), burst(2170, 200)});
    for (std::size_t i = 0; i < 6; ++i) STRCMP_EQUAL("", told[i].c_str());
}
