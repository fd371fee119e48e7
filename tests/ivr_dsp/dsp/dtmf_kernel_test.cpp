// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/dtmf_kernel.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include "tests/ivr_dsp/dsp/tape.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Ticks;
using ivr_dsp::DtmfDetectors;
using ivr_dsp::Isa;
using ivr_dsp::lanes;
using support::Tape;

namespace {

struct Heard {
    std::size_t channel;
    char began, ended;
    Ticks at;
    float level_dbm0, twist_db;
    friend bool operator==(const Heard&, const Heard&) = default;
};

}  // namespace

// Thirty-two channels of both laws: digits of all kinds beside noise, any octets at all, and
// silence.
TEST_GROUP(DtmfKernel) {
    unsigned seed = 7;
    std::vector<std::vector<Chunk>> lines;

    static Law law_of(std::size_t channel) {
        return channel % 3 == 0 ? Law::alaw : Law::ulaw;
    }

    std::vector<Chunk> digits(std::size_t channel) {
        Tape tape(law_of(channel), seed + static_cast<unsigned>(channel));
        for (std::size_t i = 0; i < 25; ++i) {
            const auto number = static_cast<double>(channel + i);
            tape.pause_about(20).key(Tape::keys[(channel + 5 * i) % 16],
                                     {.ms = 25 + 2 * number,
                                      .low_dbm0 = -number,
                                      .high_dbm0 = -0.8 * number,
                                      .low_off = 0.0008 * number});
        }
        return tape.pause(400).with_noise(-30 - static_cast<double>(channel)).chunks();
    }
    std::vector<Chunk> any_octets(std::size_t channel) {
        std::mt19937 chance(seed + static_cast<unsigned>(channel));
        std::vector<Chunk> chunks(2000);
        for (Chunk& chunk : chunks) {
            for (auto& octet : chunk.octets) octet = static_cast<std::uint8_t>(chance());
        }
        return chunks;
    }
    void setup() override {
        for (std::size_t channel = 0; channel < 2 * lanes; ++channel) {
            lines.push_back(channel % 8 == 5 ? any_octets(channel) : digits(channel));
        }
    }
    std::vector<Heard> heard_by(Isa isa, bool beside_dial_tone) {
        DtmfDetectors detectors(lines.size(), {.beside_dial_tone = beside_dial_tone}, isa);
        for (std::size_t i = 0; i < lines.size(); ++i) detectors.reset(i, law_of(i));
        std::vector<Heard> all;
        for (std::size_t tick = 0; tick < 2000; ++tick) {
            for (std::size_t batch = 0; batch < detectors.batches(); ++batch) {
                hear(detectors, batch, tick, all);
            }
        }
        return all;
    }
    void hear(DtmfDetectors & detectors, std::size_t batch, std::size_t tick,
              std::vector<Heard> & all) {
        const Chunk* heard[lanes];
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const auto& line = lines[lanes * batch + lane];
            heard[lane] = &line[tick % line.size()];
        }
        const Ticks now{static_cast<long>(tick)};
        detectors.hear(batch, heard, now, [&](std::size_t channel, const auto& change) {
            all.push_back({channel, change.began, change.ended, change.at, change.level_dbm0,
                           change.twist_db});
        });
    }
};

TEST(DtmfKernel, every_instruction_set_hears_the_same_digits_to_the_last_bit_of_their_levels) {
    for (const bool beside_dial_tone : {false, true}) {
        const auto heard = heard_by(Isa::scalar, beside_dial_tone);
        CHECK(heard.size() > 500);
        for (const Isa isa : ivr_dsp::all_isas) {
            if (!ivr_dsp::machine_has(isa)) continue;
            CHECK_TEXT(heard == heard_by(isa, beside_dial_tone), name_of(isa).data());
        }
    }
}

TEST(DtmfKernel, a_channel_that_begins_anew_forgets_its_digit_and_no_other_notices) {
    const auto pressed = Tape(Law::alaw).key('5', {.ms = 300}).pause(100).chunks();
    DtmfDetectors detectors(lanes);
    const Chunk* heard[lanes];
    int began[2]{};
    int ended[2]{};
    Ticks now{};
    for (const Chunk& chunk : pressed) {
        std::fill(std::begin(heard), std::end(heard), &chunk);
        detectors.hear(0, heard, now++, [&](std::size_t channel, const auto& change) {
            began[channel == 3 ? 1 : 0] += change.began == '5' ? 1 : 0;
            ended[channel == 3 ? 1 : 0] += change.ended == '5' ? 1 : 0;
        });
        if (now == Ticks{101}) detectors.reset(3, Law::alaw);
    }
    LONGS_EQUAL(lanes - 1, began[0]);
    LONGS_EQUAL(lanes - 1, ended[0]);
    LONGS_EQUAL(2, began[1]);
    LONGS_EQUAL(1, ended[1]);
}
