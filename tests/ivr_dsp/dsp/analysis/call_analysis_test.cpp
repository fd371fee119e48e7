// SPDX-License-Identifier: GPL-2.0-or-later
// Who has answered? Calls made of recorded voices and of tones.
#include "ivr_dsp/dsp/analysis/call_analysis.hpp"

#include <cstdio>
#include <memory>

#include "ivr_dsp/dsp/tone_generator.hpp"
#include "tests/ivr_dsp/dsp/analysis/answers.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Ticks;
using ivr_dsp::CallParty;
using ivr_dsp::CallVerdict;
using ivr_dsp::Sine;
using ivr_dsp::ToneStep;

TEST_GROUP(CallAnalysis) {
    std::optional<CallVerdict> verdict;
    int beeps{};

    // One call among fifteen silent ones.
    void answered_with(const std::vector<Chunk>& heard) {
        const auto analyses = std::make_unique<ivr_dsp::CallAnalyses>(ivr_dsp::best_isa());
        analyses->reset(5, Law::alaw);
        const Chunk* all[ivr_dsp::lanes];
        for (const Chunk& chunk : heard) {
            for (const Chunk*& one : all) one = &driver::alaw_silence;
            all[5] = &chunk;
            analyses->hear(all);
            const auto said = analyses->call(5).verdict();
            CHECK(!said || !verdict);  // once a call
            if (said) verdict = said;
            beeps += analyses->call(5).beeped() ? 1 : 0;
        }
    }
    static void add(std::vector<Chunk> & heard, unsigned hz, int ms) {
        const ToneStep step{
            Sine{hz,            -15},
            {             },
            Ticks{ms            }
        };
        for (int t = 0; t < ms; ++t) {
            heard.push_back(hz == 0 ? driver::alaw_silence
                                    : ivr_dsp::tone_chunk(Law::alaw, step, Ticks{t}));
        }
    }
    bool is(CallParty party) const {
        return verdict && verdict->party == party;
    }
};

TEST(CallAnalysis, tells_people_from_machines_and_is_as_sure_as_it_may_be) {
    const support::Voices voices;
    CHECK_FALSE(voices.empty());  // asterisk-core-sounds-en-wav
    const support::Confusion seen = support::judged(voices, 20261122, 64);
    const auto row = [&](CallParty party) { return seen.taken[static_cast<int>(party)]; };
    for (const auto party : {CallParty::person, CallParty::machine}) {
        const long all = row(party)[0] + row(party)[1];
        LONGS_EQUAL(64, all);  // nothing else, and always one of the two
        CHECK(row(party)[static_cast<int>(party)] >= 54);
    }
    for (const auto party :
         {CallParty::fax, CallParty::modem, CallParty::special_tone, CallParty::silence}) {
        LONGS_EQUAL_TEXT(64, row(party)[static_cast<int>(party)], name_of(party).data());
    }
    // As often right as it says.
    CHECK(std::abs(static_cast<double>(seen.right()) - seen.claimed) < 0.05 * 6 * 64);
}

TEST(CallAnalysis, nobody_says_anything) {
    std::vector<Chunk> heard;
    add(heard, 0, 6000);
    answered_with(heard);
    CHECK(is(CallParty::silence));
    CHECK(verdict->at >= Ticks{5000} && verdict->at < Ticks{5100});
}

TEST(CallAnalysis, a_fax_that_calls_is_known_after_one_burst) {
    std::vector<Chunk> heard;
    add(heard, 0, 800);
    add(heard, 1100, 500);
    add(heard, 0, 2000);
    answered_with(heard);
    CHECK(is(CallParty::fax));
    CHECK(verdict->at < Ticks{1600});
    LONGS_EQUAL(0, beeps);
}

TEST(CallAnalysis, the_networks_special_tone_is_nobody) {
    std::vector<Chunk> heard;
    for (const unsigned hz : {950U, 1400U, 1800U}) add(heard, hz, 330);
    add(heard, 0, 4000);
    answered_with(heard);
    CHECK(is(CallParty::special_tone));
    CHECK(verdict->at < Ticks{1200});
}

TEST(CallAnalysis, a_message_may_be_left_when_the_beep_is_over) {
    const support::Voices voices;
    std::mt19937 chance(7);
    const auto answer = support::answer_of(CallParty::machine, voices, chance, Law::alaw);
    answered_with(answer.heard);
    CHECK(is(CallParty::machine));
    LONGS_EQUAL(1, beeps);
}

TEST(CallAnalysis, whatever_is_heard_there_is_one_verdict_at_most) {
    std::mt19937 chance(20261122);
    for (const int octet : {0x00, 0x2A, 0x55, 0x80, 0xAA, 0xD5, 0xFF}) {
        verdict.reset();
        answered_with(std::vector<Chunk>(7000, driver::filled(static_cast<std::uint8_t>(octet))));
    }
    verdict.reset();
    std::vector<Chunk> noise(9000);
    for (Chunk& chunk : noise) {
        for (auto& sample : chunk.octets) sample = static_cast<std::uint8_t>(chance());
    }
    answered_with(noise);
    CHECK(verdict.has_value());
}
