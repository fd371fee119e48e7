// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tone_generator.hpp"

#include <string>
#include <vector>

#include "ivr_dsp/dsp/dtmf_generator.hpp"
#include "tests/ivr_dsp/dsp/mix.hpp"
#include "tests/ivr_dsp/dsp/spectrum.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Ticks;
using ivr_dsp::DtmfGenerator;
using ivr_dsp::ToneGenerator;
using ivr_dsp::ToneStep;

namespace {

std::vector<Chunk> listened(ToneGenerator& tone, int ticks) {
    std::vector<Chunk> heard(static_cast<std::size_t>(ticks));
    for (Chunk& chunk : heard) chunk = tone.next();
    return heard;
}

ivr_dsp::LinearChunk all(int sample) {
    ivr_dsp::LinearChunk chunk;
    chunk.fill(static_cast<std::int16_t>(sample));
    return chunk;
}

}  // namespace

TEST_GROUP(ToneGenerator){};

TEST(ToneGenerator, two_tones_sound_at_their_frequencies_and_levels_in_both_laws) {
    const ToneStep steps[] = {
        {{480, -19}, {620, -24}, Ticks{1000}}
    };
    for (const Law law : {Law::alaw, Law::ulaw}) {
        ToneGenerator tone(law, steps);
        const auto samples = support::samples_of(law, listened(tone, 500));
        DOUBLES_EQUAL(480, support::frequency_near(samples, 485), 0.3);
        DOUBLES_EQUAL(620, support::frequency_near(samples, 615), 0.3);
        DOUBLES_EQUAL(-19, support::dbm0_at(samples, 480), 0.15);
        DOUBLES_EQUAL(-24, support::dbm0_at(samples, 620), 0.15);
        CHECK(support::dbm0_at(samples, 550) < -55);
    }
}

TEST(ToneGenerator, a_cadence_sounds_and_pauses_and_begins_again) {
    const ToneStep steps[] = {
        {{450, -10}, {}, Ticks{35}},
        {{},         {}, Ticks{70}}
    };
    ToneGenerator tone(Law::alaw, steps);
    const auto heard = listened(tone, 2 * 105);
    CHECK((support::cadence_of(Law::alaw, heard) == std::vector<int>{35, 70, 35, 70}));
    for (std::size_t i = 0; i < 105; ++i) CHECK(heard[i] == heard[i + 105]);
}

TEST(ToneGenerator, a_step_of_a_second_repeats_without_a_seam) {
    const ToneStep second[] = {
        {{425, -10}, {}, Ticks{1000}}
    };
    const ToneStep minute[] = {
        {{425, -10}, {}, Ticks{60'000}}
    };
    ToneGenerator repeated(Law::alaw, second);
    ToneGenerator one(Law::alaw, minute);
    for (int i = 0; i < 5000; ++i) CHECK(repeated.next() == one.next());
}

TEST(ToneGenerator, zero_dbm0_is_the_milliwatt) {
    const ToneStep steps[] = {
        {{1000, 0}, {}, Ticks{1000}}
    };
    ToneGenerator tone(Law::alaw, steps);
    const auto samples = support::samples_of(Law::alaw, listened(tone, 1000));
    DOUBLES_EQUAL(0, support::dbm0_at(samples, 1000), 0.05);
}

TEST_GROUP(DtmfGenerator){};

TEST(DtmfGenerator, every_key_is_heard_as_itself_by_the_detector) {
    for (const Law law : {Law::alaw, Law::ulaw}) {
        DtmfGenerator generator(law);
        support::OneDetector detector(law);
        std::string heard;
        for (const char key : support::Tape::keys) {
            CHECK(generator.send(key));
            while (generator.busy()) {
                if (const auto change = detector.hear(generator.next(), Ticks{0});
                    change.began != 0)
                    heard += change.began;
            }
        }
        CHECK(heard == support::Tape::keys);
    }
}

TEST(DtmfGenerator, a_key_has_the_tones_of_q23_for_as_long_as_asked) {
    DtmfGenerator generator(
        Law::ulaw, {.low_dbm0 = -11, .high_dbm0 = -9, .tone = Ticks{100}, .pause = Ticks{50}});
    CHECK(generator.send('6'));
    std::vector<Chunk> sent;
    while (generator.busy()) sent.push_back(generator.next());
    CHECK((support::cadence_of(Law::ulaw, sent) == std::vector<int>{100, 50}));
    const auto samples = support::samples_of(Law::ulaw, std::span(sent).first(100));
    DOUBLES_EQUAL(770, support::frequency_near(samples, 775), 0.5);
    DOUBLES_EQUAL(1477, support::frequency_near(samples, 1470), 0.5);
    DOUBLES_EQUAL(-11, support::dbm0_at(samples, 770), 0.15);
    DOUBLES_EQUAL(-9, support::dbm0_at(samples, 1477), 0.15);
}

TEST(DtmfGenerator, what_is_no_key_is_refused_and_the_line_stays_silent) {
    DtmfGenerator generator(Law::alaw);
    for (const char key : {'E', 'a', ' ', '\0', '+'}) CHECK_FALSE(generator.send(key));
    CHECK_FALSE(generator.busy());
    CHECK(generator.next() == driver::alaw_silence);
}

TEST_GROUP(Mix){};

TEST(Mix, each_speaker_hears_the_others_and_a_listener_hears_all) {
    support::Mix mix;
    for (const int voice : {1000, -200, 30}) mix.add(all(voice));
    CHECK(mix.without(all(1000)) == all(-170));
    CHECK(mix.without(all(-200)) == all(1030));
    CHECK(mix.without(all(30)) == all(800));
    CHECK(mix.without(all(0)) == all(830));
}

TEST(Mix, eight_loud_speakers_are_limited_and_do_not_wrap_around) {
    support::Mix loud;
    support::Mix low;
    for (int i = 0; i < 8; ++i) {
        loud.add(all(32'000));
        low.add(all(-32'000));
    }
    CHECK(loud.without(all(32'000)) == all(32'767));
    CHECK(low.without(all(-32'000)) == all(-32'768));
}
