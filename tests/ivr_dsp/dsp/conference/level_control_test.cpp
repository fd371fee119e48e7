// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cmath>
#include <vector>

#include <sndfile.h>

#include "tests/ivr_dsp/dsp/conference/room.hpp"

#include <CppUTest/TestHarness.h>

using support::Chunk;
using support::Law;
using support::Room;

namespace {

// A recorded voice, brought to a level.
std::vector<Chunk> speech_at(double dbm0) {
    SF_INFO info{};
    SNDFILE* file =
        sf_open("/usr/share/asterisk/sounds/en_US_f_Allison/demo-congrats.wav", SFM_READ, &info);
    CHECK(file != nullptr);
    std::vector<double> samples(static_cast<std::size_t>(info.frames));
    sf_read_double(file, samples.data(), info.frames);
    sf_close(file);
    // Its active level: of the milliseconds that are not pauses.
    double squares = 0;
    double active = 0;
    for (const double sample : samples) {
        if (std::fabs(sample) < 0.01) continue;
        squares += sample * sample;
        ++active;
    }
    const double wanted = ivr_dsp::peak_from_dbm0(Law::alaw, dbm0) / std::sqrt(2.0);
    const double factor = wanted / std::sqrt(squares / active);
    std::vector<Chunk> chunks(samples.size() / 8);
    for (std::size_t i = 0; i < 8 * chunks.size(); ++i) {
        const double sample = std::clamp(samples[i] * factor, -32768.0, 32767.0);
        chunks[i / 8].octets[i % 8] =
            ivr_dsp::octet_from(Law::alaw, static_cast<std::int16_t>(sample));
    }
    return chunks;
}

}  // namespace

// Two talk; the level of the first is controlled.
TEST_GROUP(LevelControl) {
    Room room;
    float least_db{};
    float most_db{};

    void setup() override {
        room.enters();
        room.enters();
        room.is(0, {.levelled = true});
    }
    [[nodiscard]] float gain_db() const {
        return room.conference.gain_db(0);
    }
    void speaks(double dbm0, int seconds) {
        const std::vector<Chunk> voice = speech_at(dbm0);
        least_db = most_db = gain_db();
        for (int ms = 0; ms < 1000 * seconds; ++ms) {
            room.says(0, voice[static_cast<std::size_t>(ms) % voice.size()]);
            room.passes();
            least_db = std::min(least_db, gain_db());
            most_db = std::max(most_db, gain_db());
        }
    }
};

TEST(LevelControl, a_quiet_voice_and_a_loud_one_become_alike) {
    for (const double dbm0 : {-29.0, -24.0, -12.0}) {
        Room other;
        other.enters();
        other.enters();
        other.is(0, {.levelled = true});
        const std::vector<Chunk> voice = speech_at(dbm0);
        for (int ms = 0; ms < 15'000; ++ms) {
            other.says(0, voice[static_cast<std::size_t>(ms) % voice.size()]);
            other.passes();
        }
        DOUBLES_EQUAL(-19 - dbm0, other.conference.gain_db(0), 3.0);
    }
}

TEST(LevelControl, it_is_slow_and_never_does_more_than_it_may) {
    speaks(-40, 2);
    CHECK(gain_db() < 6);
    speaks(-40, 20);
    DOUBLES_EQUAL(12, gain_db(), 0.1);
}

TEST(LevelControl, words_and_pauses_do_not_pump) {
    speaks(-25, 12);
    speaks(-25, 30);
    CHECK(most_db - least_db < 2.5F);
}

TEST(LevelControl, silence_leaves_the_knob_alone) {
    speaks(-28, 10);
    const float before = gain_db();
    room.says(0, 0);
    room.passes(20'000);
    DOUBLES_EQUAL(before, gain_db(), 0.01);
}

TEST(LevelControl, a_voice_near_the_target_is_left_as_it_is) {
    speaks(-19, 15);
    DOUBLES_EQUAL(0, most_db, 1.5);
    DOUBLES_EQUAL(0, least_db, 1.5);
}
