// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/learn/learn_tone.hpp"

#include <memory>
#include <string>
#include <vector>

#include "ivr_dsp/dsp/tones/tone_listener.hpp"
#include "ivr_dsp/media/bank/recording.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using support::Heard;
using support::Tape;

namespace {

struct Turn {
    std::vector<Tape::Sine> sines;
    double ms;
};

// A hang-up: somebody's last words, a moment, then the tone from anywhere in its cycle.
Heard hang_up(const std::vector<Turn>& cycle, unsigned seed, double noise_dbm0) {
    const auto speech = ivr_dsp::chunks_of_recording(
        "/usr/share/asterisk/sounds/en_US_f_Allison/vm-goodbye.wav", Law::alaw);
    Tape tape(Law::alaw, seed);
    tape.pause_about(200);
    for (int i = 0; i < 4; ++i) {
        for (const Turn& turn : cycle) tape.sines(turn.sines, turn.ms);
    }
    Heard chunks = tape.with_noise(noise_dbm0).chunks();
    if (speech && seed % 2 == 0) chunks.insert(chunks.begin(), speech->begin(), speech->end());
    return chunks;
}

std::vector<Heard> five(const std::vector<Turn>& cycle, double noise_dbm0 = -55) {
    std::vector<Heard> all;
    for (unsigned i = 1; i <= 5; ++i) all.push_back(hang_up(cycle, i, noise_dbm0));
    return all;
}

std::string words_of(const ivr_dsp::LearnedTone& tone) {
    std::string words;
    for (const auto& step : tone.cycle) {
        if (step.first.hz != 0) words += std::to_string(step.first.hz);
        if (step.second.hz != 0) words += "+" + std::to_string(step.second.hz);
        words += "/" + std::to_string(step.lasts.count()) + " ";
    }
    return words;
}

void near(const ivr_dsp::LearnedTone& tone, const std::vector<Turn>& cycle) {
    LONGS_EQUAL_TEXT(cycle.size(), tone.cycle.size(), words_of(tone).c_str());
    for (std::size_t i = 0; i < cycle.size(); ++i) {
        const ivr_dsp::Sine got[] = {tone.cycle[i].first, tone.cycle[i].second};
        for (std::size_t sine = 0; sine < 2; ++sine) {
            const bool wanted = sine < cycle[i].sines.size();
            DOUBLES_EQUAL(wanted ? cycle[i].sines[sine].hz : 0, got[sine].hz, 1.5);
            if (wanted) DOUBLES_EQUAL(cycle[i].sines[sine].dbm0, got[sine].level_dbm0, 0.6);
        }
        DOUBLES_EQUAL(cycle[i].ms, static_cast<double>(tone.cycle[i].lasts.count()), 20);
    }
}

}  // namespace

TEST_GROUP(LearnTone) {
    std::vector<Turn> odd_busy = {
        {{{437, -14}}, 330},
        {{},           290}
    };
    std::vector<Turn> pair_busy = {
        {{{480, -20}, {620, -22}}, 500},
        {{},                       500}
    };
    std::vector<Turn> ring = {
        {{{400, -15}, {450, -15}}, 400 },
        {{},                       200 },
        {{{400, -15}, {450, -15}}, 400 },
        {{},                       1200}
    };
};

TEST(LearnTone, five_hang_ups_teach_an_exchanges_tone) {
    for (const auto* cycle : {&odd_busy, &pair_busy, &ring}) {
        const auto learned = ivr_dsp::learn_tone(Law::alaw, five(*cycle));
        CHECK_TEXT(static_cast<bool>(learned), learned ? "" : learned.error().c_str());
        near(*learned, *cycle);
        CHECK_TEXT(learned->confidence > 0.75, std::to_string(learned->confidence).c_str());
    }
}

TEST(LearnTone, what_was_learned_is_heard_from_then_on) {
    const auto learned =
        ivr_dsp::learn_tone(Law::alaw, std::vector<Heard>(1, hang_up(odd_busy, 1, -55)));
    CHECK(static_cast<bool>(learned));
    const ivr_dsp::KnownTone known[] = {
        {.id = 4, .cycle = learned->cycle}
    };
    CHECK(ivr_dsp::ToneTable::fits(known));
    const auto table = std::make_unique<ivr_dsp::ToneTable>(known);
    const auto listener = std::make_unique<ivr_dsp::ToneListener>(*table, ivr_dsp::best_isa());
    int heard = 0;
    support::play_to({hang_up(odd_busy, 8, -50)}, Law::alaw, [&](const Chunk* const* chunks) {
        ivr_dsp::ToneChanges changes;
        listener->hear(chunks, changes);
        for (const auto& change : changes) heard += change.tone.began == 4 ? 1 : 0;
    });
    LONGS_EQUAL(1, heard);
}

TEST(LearnTone, the_silence_of_an_exchange_is_no_second_tone) {
    static constexpr ivr_dsp::ToneStep busy[] = {
        {{620, -12}, {}, driver::Ticks{200}},
        {{},         {}, driver::Ticks{200}}
    };
    ivr_dsp::ToneGenerator exchange(Law::alaw, busy);
    std::vector<Heard> recordings(1);
    while (recordings[0].size() < 4000) recordings[0].push_back(exchange.next());
    const auto learned = ivr_dsp::learn_tone(Law::alaw, recordings);
    CHECK(static_cast<bool>(learned));
    DOUBLES_EQUAL(620, learned->cycle[0].first.hz, 1.5);
    LONGS_EQUAL(0, learned->cycle[0].second.hz);
}

TEST(LearnTone, a_tone_that_goes_on_is_one_step) {
    const auto learned = ivr_dsp::learn_tone(Law::alaw, five({
                                                            {{{425, -10}}, 800}
    }));
    CHECK(static_cast<bool>(learned));
    LONGS_EQUAL(1, learned->cycle.size());
    DOUBLES_EQUAL(425, learned->cycle[0].first.hz, 1.5);
}

TEST(LearnTone, a_recording_of_something_else_costs_confidence) {
    auto recordings = five(odd_busy);
    recordings[1] = Tape(Law::alaw, 3).pause(3000).with_noise(-20).chunks();
    recordings[3] = five(pair_busy)[0];
    const auto learned = ivr_dsp::learn_tone(Law::alaw, recordings);
    CHECK(static_cast<bool>(learned));
    near(*learned, odd_busy);
    DOUBLES_EQUAL(0.6, learned->confidence, 0.001);
}

TEST(LearnTone, what_cannot_be_learned_says_why) {
    const auto nothing = ivr_dsp::learn_tone(Law::alaw, {});
    CHECK_FALSE(static_cast<bool>(nothing));
    const std::vector<Heard> noise(1, Tape(Law::alaw, 3).pause(3000).with_noise(-20).chunks());
    const auto no_tone = ivr_dsp::learn_tone(Law::alaw, noise);
    CHECK_FALSE(static_cast<bool>(no_tone));
    STRCMP_CONTAINS("recording 1: no steady tone", no_tone.error().c_str());
    std::vector<Heard> once(1, hang_up(odd_busy, 1, -55));
    once[0].resize(700);
    CHECK_FALSE(static_cast<bool>(ivr_dsp::learn_tone(Law::alaw, once)));
}
