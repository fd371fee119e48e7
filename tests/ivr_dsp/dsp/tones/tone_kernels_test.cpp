// SPDX-License-Identifier: GPL-2.0-or-later
// All instruction sets hear the same, to the last bit.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <memory>
#include <numbers>
#include <random>
#include <vector>

#include "ivr_dsp/dsp/tones/code_receiver.hpp"
#include "ivr_dsp/media/bank/recording.hpp"
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using ivr_dsp::Isa;
using ivr_dsp::lanes;
using support::Heard;

namespace {

constexpr std::size_t ticks = 2000;

// Octets by chance, speech, and what no telephone sends: all ones, a square wave of full scale.
std::vector<Heard> recordings() {
    std::vector<Heard> all(lanes, Heard(ticks));
    std::mt19937 chance(7);
    const auto speech = ivr_dsp::chunks_of_recording(
        "/usr/share/asterisk/sounds/en_US_f_Allison/vm-instructions.wav", Law::alaw);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        for (std::size_t tick = 0; tick < ticks; ++tick) {
            Chunk& chunk = all[lane][tick];
            for (auto& octet : chunk.octets) octet = static_cast<std::uint8_t>(chance());
            if (lane >= 8 && speech) chunk = (*speech)[(tick + 97 * lane) % speech->size()];
            if (lane == 2) chunk.octets.fill(0xFF);
            if (lane == 3) chunk.octets = {0x80, 0x80, 0x80, 0x80, 0, 0, 0, 0};
        }
    }
    return all;
}

void set_laws(ivr_dsp::LaneLaws& laws) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        laws.set(lane, lane % 2 == 0 ? Law::alaw : Law::ulaw);
    }
}

// Every look at all recordings.
std::vector<ivr_dsp::ToneLook> looks(const ivr_dsp::ToneProbes& probes,
                                     const std::vector<Heard>& heard, Isa isa) {
    const auto state = std::make_unique<ivr_dsp::ToneLanes>();
    ivr_dsp::LaneLaws laws;
    set_laws(laws);
    std::vector<ivr_dsp::ToneLook> all;
    all.reserve(ticks);
    ivr_dsp::FoldedChunks folded;
    support::play_to(heard, Law::alaw, [&](const Chunk* const* chunks) {
        ivr_dsp::ToneLook look;
        if (!tone_kernel_of(isa).fold(chunks, laws, folded)) return;
        if (tone_kernel_of(isa).hear(probes, folded, *state, look)) all.push_back(look);
    });
    return all;
}

// Also floats bit by bit.
template <class State>
std::vector<std::uint8_t> octets_of(const State& state) {
    std::vector<std::uint8_t> octets(sizeof state);
    std::memcpy(octets.data(), &state, sizeof state);
    return octets;
}
template <class State>
bool same(const State& one, const State& other) {
    return octets_of(one) == octets_of(other);
}

}  // namespace

TEST_GROUP(ToneKernels) {
    std::vector<Heard> heard = recordings();
};

TEST(ToneKernels, filters_and_judgement_are_the_same_bit_for_bit_in_every_instruction_set) {
    const ivr_dsp::CodeSystem system(ivr_dsp::SixTones::r1);
    const auto plain = looks(system.probes, heard, Isa::scalar);
    LONGS_EQUAL(ticks / system.probes.hop_ticks(), plain.size());
    for (const Isa isa : ivr_dsp::all_isas) {
        if (!ivr_dsp::machine_has(isa)) continue;
        const auto others = looks(system.probes, heard, isa);
        const auto plain_codes = std::make_unique<ivr_dsp::CodeLanes>();
        const auto codes = std::make_unique<ivr_dsp::CodeLanes>();
        for (std::size_t i = 0; i < plain.size(); ++i) {
            CHECK_TEXT(same(plain[i], others[i]), name_of(isa).data());
            code_kernel_of(Isa::scalar).judge(system.rules, plain[i], *plain_codes);
            code_kernel_of(isa).judge(system.rules, plain[i], *codes);
            CHECK_TEXT(same(*plain_codes, *codes), name_of(isa).data());
        }
    }
}

TEST(ToneKernels, of_the_call_before_not_even_half_of_a_fold_is_left) {
    constexpr std::size_t again = 5;
    constexpr std::size_t on = 6;
    ivr_dsp::LaneLaws laws;
    ivr_dsp::FoldedChunks folded;
    const Chunk loud = driver::filled(0x80);
    const Chunk silent = driver::ulaw_silence;
    const Chunk* now[lanes];
    std::fill_n(now, lanes, &loud);
    const auto& kernel = tone_kernel_of(ivr_dsp::best_isa());
    CHECK_FALSE(kernel.fold(now, laws, folded));
    folded.reset(again);
    std::fill_n(now, lanes, &silent);
    CHECK(kernel.fold(now, laws, folded));
    for (const auto& pair : folded.sums) {
        LONGS_EQUAL(0, pair[2 * again]);
        LONGS_EQUAL(0, pair[2 * again + 1]);
        CHECK(pair[2 * on] != 0);
    }
    LONGS_EQUAL(0, folded.energy[again]);
    CHECK(folded.energy[on] != 0);
}

// What a filter says of a sine is its power, at any place in the range, and next to nothing of one
// beside it or of a constant.
TEST(ToneKernels, a_filter_tells_the_power_of_its_tone_and_not_of_its_neighbours) {
    const double hz[] = {425, 1000};
    const ivr_dsp::ToneProbes probes(hz, 20);
    std::vector<Heard> sines;
    for (const double level : {0.0, -40.0}) {
        support::Linear samples(8000);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const double angle = 2 * std::numbers::pi * 425 * static_cast<double>(i) / 8000;
            samples[i] =
                static_cast<std::int16_t>(22823 * std::pow(10, level / 20) * std::sin(angle));
        }
        sines.push_back(support::in_law(sines.empty() ? Law::alaw : Law::ulaw, samples));
    }
    sines.emplace_back(1000, driver::filled(0xAA));
    const auto all = looks(probes, sines, ivr_dsp::best_isa());
    const auto& look = all[20];
    DOUBLES_EQUAL(0, ivr_dsp::dbm0_of_kernel_power(look.power[0][0]), 0.1);
    DOUBLES_EQUAL(0, ivr_dsp::dbm0_of_kernel_power(look.total[0]), 0.1);
    CHECK(ivr_dsp::dbm0_of_kernel_power(look.power[1][0]) < -40);
    DOUBLES_EQUAL(-40, ivr_dsp::dbm0_of_kernel_power(look.power[0][1]), 0.3);
    CHECK(look.total[2] < 0.01F);
}
