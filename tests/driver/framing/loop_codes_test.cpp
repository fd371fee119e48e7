// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/loop_codes.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <string>

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::LoopCode;
using namespace std::chrono_literals;

TEST_GROUP(LoopCodes) {
    std::array<Chunk, 24> line{};
    std::minstd_rand chance{std::random_device{}()};

    // The code for so long, with one bit of so many wrong; true if the reader heard it.
    bool carried(LoopCode sent, driver::LoopCodeReader & reader, int milliseconds,
                 unsigned one_in = 0) {
        driver::LoopCodeWriter writer{sent};
        for (int ms = 0; ms < milliseconds; ++ms) {
            writer.write(line);
            for (unsigned bit = 0; one_in != 0 && bit < 1536; ++bit) {
                if (chance() % one_in != 0) continue;
                line[bit % 24].octets[bit / 24 % 8] ^= static_cast<std::uint8_t>(1U << bit / 192);
            }
            reader.read(line);
        }
        return reader.heard();
    }
};

TEST(LoopCodes, the_pattern_goes_on_through_channels_and_under_the_f_bits) {
    driver::LoopCodeWriter writer{driver::line_loop_up};
    writer.write(line);
    std::string expected;
    for (int i = 0; i < 200; ++i) expected += "00001";
    std::string sent;
    for (std::size_t k = 0; k < 4; ++k) {
        sent += expected[k * 193];  // the F bit's place
        for (std::size_t t = 0; t < 24; ++t) {
            for (unsigned i = 8; i-- > 0;) sent += (line[t].octets[k] >> i & 1U) != 0 ? '1' : '0';
        }
    }
    CHECK_EQUAL(expected.substr(0, 772), sent);
}

TEST(LoopCodes, a_code_is_heard_after_five_seconds) {
    for (const LoopCode code : {driver::line_loop_up, driver::line_loop_down,
                                driver::interface_loop_up, driver::interface_loop_down}) {
        driver::LoopCodeReader reader{code};
        CHECK_FALSE(carried(code, reader, 4999));
        CHECK(carried(code, reader, 200));
    }
}

TEST(LoopCodes, a_bit_error_ratio_of_a_thousandth_is_borne) {
    driver::LoopCodeReader reader{driver::line_loop_up};
    CHECK(carried(driver::line_loop_up, reader, 5200, 1000));
}

TEST(LoopCodes, other_codes_and_idle_channels_are_not_heard) {
    for (const LoopCode code : {driver::line_loop_up, driver::line_loop_down,
                                driver::interface_loop_up, driver::interface_loop_down}) {
        driver::LoopCodeReader reader{code, 100ms};
        for (const LoopCode other : {driver::line_loop_up, driver::line_loop_down,
                                     driver::interface_loop_up, driver::interface_loop_down}) {
            if (!(other == code)) CHECK_FALSE(carried(other, reader, 300));
        }
        for (unsigned octet = 0; octet < 256; ++octet) {
            line.fill(driver::filled(static_cast<std::uint8_t>(octet)));
            for (int ms = 0; ms < 120; ++ms) reader.read(line);
            CHECK_FALSE(reader.heard());
        }
    }
}

TEST(LoopCodes, a_code_is_over_when_it_was_not_there_for_a_tenth_of_a_second) {
    driver::LoopCodeReader reader{driver::line_loop_down, 500ms};
    CHECK(carried(driver::line_loop_down, reader, 600));
    line.fill(driver::filled(0x7F));
    for (int ms = 0; ms < 99; ++ms) reader.read(line);
    CHECK(reader.heard());
    reader.read(line);
    CHECK_FALSE(reader.heard());
}

TEST(LoopCodes, an_interruption_shorter_than_that_does_not_begin_the_time_anew) {
    driver::LoopCodeReader reader{driver::line_loop_up, 500ms};
    CHECK_FALSE(carried(driver::line_loop_up, reader, 400));
    line.fill(driver::filled(0x7F));
    for (int ms = 0; ms < 50; ++ms) reader.read(line);
    CHECK(carried(driver::line_loop_up, reader, 101));
}
