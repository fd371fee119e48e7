// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/activity_meter.hpp"

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "ivr_dsp/media/bank/recording.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Ticks;
using ivr_dsp::Isa;
using ivr_dsp::lanes;
using support::Heard;
using support::Tape;

namespace {

struct Line {
    explicit Line(Isa isa = ivr_dsp::best_isa())
        : meter(std::make_unique<ivr_dsp::ActivityMeter>(isa)) {}
    // "+12" voice began in that tick on this lane, "-40" it ended.
    std::vector<std::string> hear(const std::vector<Heard>& recordings) {
        std::vector<std::string> told(lanes);
        int now = 0;
        support::play_to(recordings, Law::alaw, [&](const Chunk* const* heard) {
            ++now;
            for (const auto& change : meter->hear(heard)) {
                told[change.lane] += (change.voice ? "+" : "-") + std::to_string(now) + " ";
            }
        });
        return told;
    }
    std::unique_ptr<ivr_dsp::ActivityMeter> meter;
};

Heard sine(double dbm0, double ms) {
    Tape tape(Law::alaw);
    tape.sines(
        {
            {1000, dbm0}
    },
        ms);
    return tape.chunks();
}

}  // namespace

TEST_GROUP(ActivityMeter) {
    Line line;
};

TEST(ActivityMeter, level_offset_and_clipping_are_measured) {
    Heard clipped(100);
    for (Chunk& chunk : clipped) chunk.octets = {0xAA, 0xAA, 0xAA, 0xAA, 0x2A, 0x2A, 0xAB, 0x2B};
    Heard offset = support::in_law(Law::alaw, support::Linear(800, 1000));
    line.hear({sine(-10, 100), sine(-40, 100), clipped, offset});
    DOUBLES_EQUAL(-10, line.meter->of(0).level_dbm0, 0.1);
    DOUBLES_EQUAL(-40, line.meter->of(1).level_dbm0, 0.3);
    DOUBLES_EQUAL(0, line.meter->of(0).offset, 20);
    DOUBLES_EQUAL(0, line.meter->of(0).clipped_share, 0);
    DOUBLES_EQUAL(0.75, line.meter->of(2).clipped_share, 0.001);
    DOUBLES_EQUAL(1008, line.meter->of(3).offset, 0.1);
    CHECK(line.meter->of(3).level_dbm0 < -60);
}

TEST(ActivityMeter, words_begin_and_end_and_pauses_between_them_do_not_part) {
    Tape tape(Law::alaw);
    const auto word = [&tape](double ms) {
        tape.sines(
            {
                {700,  -20},
                {1300, -26}
        },
            ms);
    };
    tape.pause(400);
    word(300);
    tape.pause(150);
    word(300);
    tape.pause(850).with_noise(-58);
    STRCMP_EQUAL("+440 -1400 ", line.hear({tape.chunks()})[0].c_str());
    LONGS_EQUAL(960, line.meter->of(0).with_voice.count());
}

TEST(ActivityMeter, background_and_clicks_are_no_voice_and_voice_stands_out_of_background) {
    Heard click(500, driver::alaw_silence);
    click[250].octets.fill(0xAA);
    const auto noisy = Tape(Law::alaw, 2).pause(3000).with_noise(-38).chunks();
    Tape speaks(Law::alaw, 3);
    speaks.pause(2000).sines(
        {
            {500, -20}
    },
        500);
    const auto told = line.hear({click, noisy, speaks.pause(500).with_noise(-38).chunks()});
    STRCMP_EQUAL("", told[0].c_str());
    STRCMP_EQUAL("", told[1].c_str());
    STRCMP_EQUAL("+2040 -2740 ", told[2].c_str());
}

TEST(ActivityMeter, speech_on_one_side_and_a_dead_line_on_the_other_is_a_hint) {
    const auto speech = ivr_dsp::chunks_of_recording(
        "/usr/share/asterisk/sounds/en_US_f_Allison/demo-instruct.wav", Law::alaw);
    CHECK(static_cast<bool>(speech));
    if (!speech) return;
    const Heard dead(speech->size(), driver::alaw_silence);
    const auto room = Tape(Law::alaw, 2).pause(10'000).with_noise(-55).chunks();
    line.hear({*speech, dead, room});
    CHECK(line.meter->of(0).with_voice > Ticks{5000});
    const auto one_way = [this](std::size_t speaks, std::size_t other) {
        return ivr_dsp::sounds_one_way(line.meter->of(speaks).with_voice,
                                       line.meter->of(other).with_sound);
    };
    CHECK(one_way(0, 1));
    CHECK_FALSE(one_way(1, 0));
    CHECK_FALSE(one_way(0, 2));
    CHECK_FALSE(one_way(1, 2));
}

TEST(ActivityMeter, all_instruction_sets_measure_the_same) {
    std::mt19937 chance(9);
    std::vector<Heard> recordings(lanes, Heard(600));
    for (Heard& recording : recordings) {
        for (Chunk& chunk : recording) {
            const bool quiet = chance() % 3 == 0;
            for (auto& octet : chunk.octets) {
                octet = quiet ? 0xD5 : static_cast<std::uint8_t>(chance());
            }
        }
    }
    Line plain(Isa::scalar);
    const auto told = plain.hear(recordings);
    for (const Isa isa : ivr_dsp::all_isas) {
        if (!ivr_dsp::machine_has(isa)) continue;
        Line other(isa);
        CHECK(other.hear(recordings) == told);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const auto one = plain.meter->of(lane);
            const auto two = other.meter->of(lane);
            CHECK(one.level_dbm0 == two.level_dbm0 && one.offset == two.offset &&
                  one.clipped_share == two.clipped_share);
        }
    }
}
