// SPDX-License-Identifier: GPL-2.0-or-later
// Level, noise and echo of a line: what callers hear of each other, while framing and D-channel
// know nothing of it.
#include <cmath>
#include <numbers>

#include "driver/board/simulated/line/speech_path.hpp"
#include "tests/driver/board/disturbed_line.hpp"

using namespace driver;
using board_test::DisturbedLine;
using board_test::second_ms;

namespace {

constexpr double peak = 8000;

// The exchange says a tone on timeslot 1; power of what it hears on `timeslot`, in dB of the
// tone's.
template <class Line>
double heard_db(Line& line, std::uint8_t timeslot, double hertz) {
    const Law law = Line::law();
    double energy = 0;
    constexpr int milliseconds = 2000;
    line.pass(100);
    for (int i = 0; i < milliseconds; ++i) {
        for (std::size_t k = 0; k < samples_per_tick; ++k) {
            const double at = static_cast<double>(i * samples_per_tick) + static_cast<double>(k);
            const double phase = 2 * std::numbers::pi * hertz * at / samples_per_second;
            line.exchange->says(1).octets[k] = from_linear(law, peak * std::sin(phase));
        }
        line.pass(1);
        for (const auto octet : line.exchange->heard(timeslot).octets) {
            energy += std::pow(to_linear(law, octet), 2);
        }
    }
    const double mean = energy / (milliseconds * samples_per_tick);
    return 10 * std::log10(mean / (peak * peak / 2));
}

template <class Line>
void framing_knows_nothing_of_it(Line& line) {
    line.plant->frames.clear();
    line.exchange->send_frame({2, 1, 1, 0, 0x55, 0xAA});
    line.pass(100);
    LONGS_EQUAL(1, line.plant->frames.size());
    LONGS_EQUAL(0, line.status().crc_errors);
    LONGS_EQUAL(0, line.status().framing_errors);
    LONGS_EQUAL(0, line.status().bad_frames);
    LONGS_EQUAL(0, line.exchange->errors().crc_errors);
    CHECK(!line.status().failed());
    UNSIGNED_LONGS_EQUAL(0, line.cable->trouble.to_center.total());
}

template <class Line>
void is_quieter(Line& line) {
    line.faults.to_center.level_db = -6;
    line.faults.from_center.level_db = -4;
    line.happens();
    DOUBLES_EQUAL(-10, heard_db(line, 2, 404), 0.3);
    framing_knows_nothing_of_it(line);
    line.is_mended();
    DOUBLES_EQUAL(0, heard_db(line, 2, 404), 0.3);
    framing_knows_nothing_of_it(line);
}

template <class Line>
void is_noisy(Line& line) {
    line.faults.to_center.noise_dbm0 = -30;
    line.happens();
    const Law law = Line::law();
    line.exchange->says(1) = silence(law);
    line.pass(100);
    double energy = 0;
    constexpr int milliseconds = 4000;
    for (int i = 0; i < milliseconds; ++i) {
        line.pass(1);
        for (const auto octet : line.exchange->heard(2).octets) {
            energy += std::pow(to_linear(law, octet), 2);
        }
    }
    const double rms = std::sqrt(energy / (milliseconds * samples_per_tick));
    DOUBLES_EQUAL(-30, 20 * std::log10(rms / 16'141), 0.5);
    framing_knows_nothing_of_it(line);
}

// What is said on timeslot 1 comes to the far end on timeslot 2, whose hybrid sends some of it
// back; and that is heard on timeslot 1.
template <class Line>
void echoes(Line& line) {
    CHECK(heard_db(line, 1, 804) < -55);
    line.faults.echo = {.loss_db = 20, .delay_ms = 20};
    line.happens();
    // Of white noise; a low tone comes back a little louder, a high one weaker.
    const double low = heard_db(line, 1, 804);
    const double high = heard_db(line, 1, 3204);
    DOUBLES_EQUAL(-20 + 2.8, low, 0.4);
    DOUBLES_EQUAL(-20 - 5.5, high, 0.4);
    framing_knows_nothing_of_it(line);
    line.is_mended();
    CHECK(heard_db(line, 1, 804) < -55);
    framing_knows_nothing_of_it(line);
}

template <class Line>
int milliseconds_until_heard(Line& line, std::uint8_t timeslot) {
    line.exchange->says(1) = silence(Line::law());
    line.pass(600);
    line.exchange->says(1) = filled(from_linear(Line::law(), 12'000));
    for (int i = 1; i < 600; ++i) {
        line.pass(1);
        const Chunk& heard = line.exchange->heard(timeslot);
        for (const auto octet : heard.octets) {
            if (std::abs(to_linear(Line::law(), octet)) > 1000) return i;
        }
    }
    return 0;
}

}  // namespace

TEST_GROUP(SpeechOfE1) {
    DisturbedLine<E1Format> line;
    void setup() override {
        line.start_well();
    }
};
TEST_GROUP(SpeechOfT1) {
    DisturbedLine<T1Format> line;
    void setup() override {
        line.start_well();
    }
};

TEST(SpeechOfE1, is_quieter_by_the_levels_of_both_pairs) {
    is_quieter(line);
}
TEST(SpeechOfT1, is_quieter_by_the_levels_of_both_pairs) {
    is_quieter(line);
}
TEST(SpeechOfE1, has_as_much_noise_as_was_asked_for) {
    is_noisy(line);
}
TEST(SpeechOfT1, has_as_much_noise_as_was_asked_for) {
    is_noisy(line);
}
TEST(SpeechOfE1, comes_back_from_the_hybrid) {
    echoes(line);
}
TEST(SpeechOfT1, comes_back_from_the_hybrid) {
    echoes(line);
}

TEST(SpeechOfE1, comes_back_later_by_all_delays_there_are) {
    line.faults.echo = {.loss_db = 10, .delay_ms = 0};
    line.happens();
    const int soonest = milliseconds_until_heard(line, 1);
    line.faults.echo.delay_ms = 100;
    line.faults.to_center.delay_ms = 30;
    line.faults.from_center.delay_ms = 40;
    line.happens();
    // To us, back from the hybrid, and once more to the exchange.
    LONGS_EQUAL(soonest + 30 + (30 + 40 + 100) + 40, milliseconds_until_heard(line, 1));
}

TEST(SpeechOfE1, of_every_octet_is_its_own_at_level_0_in_either_law) {
    for (const Law law : {Law::alaw, Law::ulaw}) {
        for (unsigned octet = 0; octet < 256; ++octet) {
            const auto code = static_cast<std::uint8_t>(octet);
            const auto back = from_linear(law, to_linear(law, code));
            // µ-law has two zeros.
            if (to_linear(law, code) != 0) BYTES_EQUAL(code, back);
        }
    }
    // G.711: the loudest values, and 1 kHz at 0 dBm0 (O.133).
    LONGS_EQUAL(32'256, to_linear(Law::alaw, 0xAA));
    LONGS_EQUAL(32'124, to_linear(Law::ulaw, 0x80));
    LONGS_EQUAL(20'992, to_linear(Law::alaw, 0xA1));
    LONGS_EQUAL(-8'960, to_linear(Law::alaw, 0x34));
    LONGS_EQUAL(20'860, to_linear(Law::ulaw, 0x8B));
    LONGS_EQUAL(-8'828, to_linear(Law::ulaw, 0x1E));
}
