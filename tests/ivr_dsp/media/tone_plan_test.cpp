// SPDX-License-Identifier: GPL-2.0-or-later
// The tones of each country against ITU-T E.180 supplement 2.
#include "ivr_dsp/media/bank/tone_plan.hpp"

#include <string_view>
#include <tuple>
#include <vector>

#include "tests/ivr_dsp/dsp/spectrum.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using ivr_dsp::CompiledTones;
using ivr_dsp::Tone;

// One country's tones, measured.
TEST_GROUP(TonePlan) {
    std::vector<CompiledTones> compiled;  // of the country
    Law law = Law::alaw;

    void in(std::string_view country) {
        const auto* plan = ivr_dsp::tone_plan_of(country);
        CHECK(plan != nullptr);
        compiled.clear();
        compiled.emplace_back(*plan, law);
    }
    ivr_dsp::Sound sound(Tone tone) {
        return compiled[0].sounds()[static_cast<std::size_t>(tone)];
    }
    // Sound and silence in turn; a single figure is a tone without pauses.
    void has_cadence(Tone tone, const std::vector<int>& ms) {
        CHECK(support::cadence_of(law, sound(tone)) == ms);
    }
    // Frequencies of the sound from `from_ms` on, each within 1 Hz and not weaker than the rest.
    void has_tones(Tone tone, const std::vector<double>& hz, std::size_t from_ms = 0,
                   std::size_t ms = 100) {
        const auto samples = support::samples_of(law, sound(tone).subspan(from_ms, ms));
        double power = 0;
        for (const double one : hz) {
            DOUBLES_EQUAL(one, support::frequency_near(samples, one + 3), 1.5);
            power += std::pow(10, support::dbm0_at(samples, one) / 10);
        }
        double square = 0;
        for (const double sample : samples) square += sample * sample;
        const double all = 2 * square / static_cast<double>(samples.size()) / (22823.0 * 22823.0);
        DOUBLES_EQUAL(1, power / all, 0.03);  // there is nothing else
    }
    void has(Tone tone, const std::vector<double>& hz, const std::vector<int>& cadence) {
        has_tones(tone, hz);
        has_cadence(tone, cadence);
    }
    void has_special_information() {
        has_cadence(Tone::special_information, {990, 1000});
        has_tones(Tone::special_information, {950}, 0, 330);
        has_tones(Tone::special_information, {1400}, 330, 330);
        has_tones(Tone::special_information, {1800}, 660, 330);
    }
    void has_confirm(const std::vector<double>& hz) {
        has(Tone::confirm, hz, {100, 100, 100, 100, 100, 1100});
    }
};

TEST(TonePlan, china_has_450_hz_throughout) {
    in("cn");
    has(Tone::dial, {450}, {1000});
    has(Tone::recall_dial, {450}, {400, 40});
    has(Tone::ringback, {450}, {1000, 4000});
    has(Tone::busy, {450}, {350, 350});
    has(Tone::congestion, {450}, {700, 700});
    has(Tone::call_waiting, {450}, {400, 4000});
    has_special_information();
    has_confirm({450});
}

TEST(TonePlan, the_united_states_have_the_precise_tone_plan) {
    in("us");
    has(Tone::dial, {350, 440}, {1000});
    has(Tone::recall_dial, {350, 440}, {100, 100, 100, 100, 100, 100, 1000});
    has(Tone::ringback, {440, 480}, {2000, 4000});
    has(Tone::busy, {480, 620}, {500, 500});
    has(Tone::congestion, {480, 620}, {250, 250});
    has(Tone::call_waiting, {440}, {300, 10'000});
    has_special_information();
    has_confirm({350, 440});
}

TEST(TonePlan, the_united_kingdom_rings_twice) {
    in("uk");
    has(Tone::dial, {350, 440}, {1000});
    has_cadence(Tone::recall_dial, {1500});
    has_tones(Tone::recall_dial, {350, 440}, 0, 700);
    has_tones(Tone::recall_dial, {440}, 750, 700);
    has(Tone::ringback, {400, 450}, {400, 200, 400, 2000});
    has(Tone::busy, {400}, {375, 375});
    has(Tone::congestion, {400}, {400, 350, 225, 525});
    has(Tone::call_waiting, {400}, {100, 4000});
    has_special_information();
    has_confirm({350, 440});
}

TEST(TonePlan, germany_has_425_hz) {
    in("de");
    has(Tone::dial, {425}, {1000});
    has(Tone::recall_dial, {400, 425}, {1000});
    has(Tone::ringback, {425}, {1000, 4000});
    has(Tone::busy, {425}, {480, 480});
    has(Tone::congestion, {425}, {240, 240});
    has(Tone::call_waiting, {425}, {200, 200, 200, 5000});
    has_special_information();
    has_confirm({425});
}

TEST(TonePlan, france_has_440_hz) {
    in("fr");
    has(Tone::dial, {440}, {1000});
    has(Tone::ringback, {440}, {1500, 3500});
    has(Tone::busy, {440}, {500, 500});
    has(Tone::congestion, {440}, {250, 250});
    has(Tone::call_waiting, {440}, {300, 10'000});
    has_special_information();
    has_confirm({440});
}

TEST(TonePlan, brazil_has_425_hz) {
    in("br");
    has(Tone::dial, {425}, {1000});
    has(Tone::ringback, {425}, {1000, 4000});
    has(Tone::busy, {425}, {250, 250});
    has(Tone::congestion, {425}, {250, 250, 750, 250});
    has_cadence(Tone::call_waiting, {50, 1000});
    has_special_information();
    has_confirm({425});
}

TEST(TonePlan, japan_and_india_swing_their_400_hz) {
    for (const auto& [country, tone, hz] : {
             std::tuple{"jp", Tone::ringback, 16},
             std::tuple{"in", Tone::dial,     25}
    }) {
        in(country);
        const auto samples = support::samples_of(law, sound(tone).first(1000));
        DOUBLES_EQUAL(-10, support::dbm0_at(samples, 400), 0.2);
        // Half of 0.85 on each side.
        DOUBLES_EQUAL(-17.4, support::dbm0_at(samples, 400 - hz), 0.3);
        DOUBLES_EQUAL(-17.4, support::dbm0_at(samples, 400 + hz), 0.3);
    }
}

TEST(TonePlan, every_continuous_tone_repeats_without_a_seam) {
    for (const std::string_view country : ivr_dsp::tone_countries()) {
        in(country);
        const auto dial = sound(Tone::dial);
        std::vector<Chunk> twice(dial.begin(), dial.end());
        twice.insert(twice.end(), dial.begin(), dial.end());
        const auto across = support::samples_of(law, std::span(twice).subspan(900, 200));
        const auto within = support::samples_of(law, std::span(twice).subspan(100, 200));
        for (std::size_t i = 0; i < across.size(); ++i) DOUBLES_EQUAL(within[i], across[i], 1);
    }
}

TEST(TonePlan, levels_lie_where_e180_wants_them_in_either_law) {
    for (const Law one : {Law::alaw, Law::ulaw}) {
        law = one;
        in("cn");
        const auto samples = support::samples_of(law, sound(Tone::dial).first(200));
        DOUBLES_EQUAL(-10, support::dbm0_at(samples, 450), 0.15);
        in("us");
        const auto busy = support::samples_of(law, sound(Tone::busy).first(200));
        DOUBLES_EQUAL(-24, support::dbm0_at(busy, 480), 0.2);
        DOUBLES_EQUAL(-24, support::dbm0_at(busy, 620), 0.2);
    }
}

TEST(TonePlan, a_country_nobody_knows_has_none) {
    POINTERS_EQUAL(nullptr, ivr_dsp::tone_plan_of("xx"));
    POINTERS_EQUAL(nullptr, ivr_dsp::tone_plan_of(""));
}
