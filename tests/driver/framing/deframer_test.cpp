// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "driver/framing/bit_stream/e1_deframer.hpp"
#include "driver/framing/bit_stream/t1_deframer.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::E1Crc4;

// The bits of an E1 that begin anywhere in a frame.
TEST_GROUP(E1Deframer) {
    driver::E1FrameWriter far_end{true};
    std::vector<std::uint8_t> line;  // octets not yet put
    unsigned shift = 0;              // bits
    std::uint8_t before = 0;
    std::array<Chunk, 32> says{};
    std::minstd_rand chance{7};
    unsigned milliseconds_out = 0;

    void setup() override {
        says.fill(driver::filled(0xD5));
    }
    void send_octet(unsigned octet) {
        line.push_back(static_cast<std::uint8_t>((before * 256U + octet) >> shift));
        before = static_cast<std::uint8_t>(octet);
    }
    // A millisecond whose timeslot 5 looks like timeslot 0.
    void send(bool with_imitation = false) {
        if (with_imitation) {
            for (std::size_t k = 0; k < 8; ++k) says[5].octets[k] = k % 2 == 0 ? 0x1B : 0x5F;
        }
        far_end.write(says, {});
        for (std::size_t k = 0; k < 8; ++k) {
            for (const auto& timeslot : says) send_octet(timeslot.octets[k]);
        }
    }
    void arrives(driver::E1Deframer & deframer) {
        std::size_t at = 0;
        for (; at + 256 <= line.size(); at += 256) {
            deframer.put(std::span(line).subspan(at).first<256>());
            while (deframer.next()) ++milliseconds_out;
        }
        line.erase(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(at));
    }
    // The line after so many milliseconds whose first one begins behind timeslot 0.
    void arrives_with_imitation(driver::E1Deframer & deframer, int milliseconds) {
        send(true);
        line.erase(line.begin());
        for (int ms = 1; ms < milliseconds; ++ms) send(true);
        arrives(deframer);
    }
};

TEST(E1Deframer, frames_are_found_wherever_they_begin) {
    for (shift = 0; shift < 8; ++shift) {
        for (const std::size_t octets : {0U, 1U, 17U, 100U, 255U}) {
            line.assign(octets, 0x55);
            far_end = driver::E1FrameWriter{true};
            driver::E1Deframer deframer{{.crc4 = E1Crc4::on}};
            milliseconds_out = 0;
            for (int ms = 0; ms < 30; ++ms) send();
            arrives(deframer);
            CHECK_FALSE(deframer.defects().out_of_frame);
            CHECK(milliseconds_out >= 27);
            CHECK(deframer.millisecond()[7] == driver::filled(0xD5));
            CHECK_EQUAL(0U, deframer.reader().counts().crc_errors);
            CHECK_EQUAL(0U, deframer.reader().counts().losses_of_frame);
        }
    }
}

TEST(E1Deframer, an_imitation_is_left_for_the_real_frames_if_crc4_must_be_there) {
    driver::E1Deframer deframer{{.crc4 = E1Crc4::on}};
    arrives_with_imitation(deframer, 40);
    CHECK_FALSE(deframer.defects().out_of_frame);
    CHECK_EQUAL(1U, deframer.reader().counts().losses_of_frame);
    CHECK_EQUAL(0x1B, deframer.millisecond()[5].octets[0]);
}

TEST(E1Deframer, interworking_changes_over_from_an_imitation_to_the_multiframe) {
    driver::E1Deframer deframer{{.crc4 = E1Crc4::automatic}};
    arrives_with_imitation(deframer, 4);
    CHECK_FALSE(deframer.defects().out_of_frame);
    CHECK(deframer.millisecond()[5].octets[0] != 0x1B);
    for (int ms = 0; ms < 40; ++ms) send(true);
    arrives(deframer);
    CHECK(deframer.reader().multiframe().state() == driver::E1Multiframe::State::aligned);
    CHECK_EQUAL(0x1B, deframer.millisecond()[5].octets[0]);
    CHECK_EQUAL(0U, deframer.reader().counts().losses_of_frame);
    for (int ms = 0; ms < 100; ++ms) send(true);
    arrives(deframer);
    CHECK_EQUAL(0U, deframer.reader().counts().crc_errors);
}

TEST(E1Deframer, interworking_stays_if_there_is_no_multiframe_anywhere) {
    far_end = driver::E1FrameWriter{false};
    driver::E1Deframer deframer{{.crc4 = E1Crc4::automatic}};
    for (int ms = 0; ms < 450; ++ms) send();
    arrives(deframer);
    CHECK(deframer.reader().multiframe().state() == driver::E1Multiframe::State::absent);
    CHECK_FALSE(deframer.defects().out_of_frame);
    CHECK_EQUAL(0U, deframer.reader().counts().losses_of_frame);
}

TEST(E1Deframer, a_slip_of_some_bits_is_found_out_and_made_good) {
    driver::E1Deframer deframer{{.crc4 = E1Crc4::on}};
    for (int ms = 0; ms < 30; ++ms) send();
    line.erase(line.begin() + 5000, line.begin() + 5003);
    for (int ms = 0; ms < 30; ++ms) send();
    arrives(deframer);
    CHECK_EQUAL(1U, deframer.reader().counts().losses_of_frame);
    CHECK_FALSE(deframer.defects().out_of_frame);
}

TEST(E1Deframer, ones_are_the_alarm_indication_and_noise_is_never_in_frame) {
    driver::E1Deframer deframer{{.crc4 = E1Crc4::on}};
    line.assign(2560, 0xFF);
    arrives(deframer);
    CHECK(deframer.defects().alarm_indication);
    for (int ms = 0; ms < 2000; ++ms) {
        for (int i = 0; i < 256; ++i) line.push_back(static_cast<std::uint8_t>(chance() >> 8U));
        arrives(deframer);
        CHECK(deframer.defects().out_of_frame);
        CHECK_FALSE(deframer.defects().alarm_indication);
    }
}

// The bits of a T1 that begin anywhere in a frame.
TEST_GROUP(T1Deframer) {
    std::vector<std::uint8_t> bits;
    std::minstd_rand chance{7};

    void send(driver::T1FrameWriter & far_end) {
        std::array<Chunk, 24> says{};
        for (auto& channel : says) {
            for (auto& octet : channel.octets) octet = static_cast<std::uint8_t>(chance() >> 8U);
        }
        says[3] = driver::filled(0x7F);
        const auto framing = far_end.write(says, {});
        for (std::size_t k = 0; k < 8; ++k) {
            bits.push_back(framing >> k & 1U);
            for (const auto& channel : says) {
                for (unsigned i = 8; i-- > 0;) bits.push_back(channel.octets[k] >> i & 1U);
            }
        }
    }
    void arrives(driver::T1Deframer & deframer) {
        std::array<std::uint8_t, 193> octets{};
        for (std::size_t at = 0; at + 1544 <= bits.size(); at += 1544) {
            for (std::size_t i = 0; i < 1544; ++i) {
                octets[i / 8] = static_cast<std::uint8_t>(octets[i / 8] * 2U + bits[at + i]);
            }
            deframer.put(octets);
            while (deframer.next()) continue;
        }
    }
};

TEST(T1Deframer, frames_are_found_wherever_they_begin) {
    for (const auto framing : {driver::T1Framing::esf, driver::T1Framing::sf}) {
        for (const std::size_t before : {0U, 1U, 7U, 100U, 192U, 1000U}) {
            bits.assign(before, 1);
            driver::T1FrameWriter far_end{framing};
            driver::T1Deframer deframer{{.framing = framing}};
            for (int ms = 0; ms < 200; ++ms) send(far_end);
            arrives(deframer);
            CHECK_FALSE(deframer.defects().out_of_frame);
            CHECK(deframer.millisecond()[3] == driver::filled(0x7F));
            CHECK_EQUAL(0U, deframer.reader().counts().crc_errors);
            CHECK_EQUAL(0U, deframer.reader().counts().framing_errors);
        }
    }
}

TEST(T1Deframer, reframing_takes_50_milliseconds_on_the_average) {
    driver::T1FrameWriter far_end;
    driver::T1Deframer deframer{{}};
    for (int slip = 0; slip < 20; ++slip) {
        for (int ms = 0; ms < 50; ++ms) send(far_end);
        bits.push_back(0);
    }
    arrives(deframer);
    // Were it slower, losses would be fewer: each needs alignment before it.
    CHECK(deframer.reader().counts().losses_of_frame >= 18);
}

TEST(T1Deframer, ones_are_the_alarm_indication) {
    driver::T1Deframer deframer{{}};
    bits.assign(30'880, 1);
    arrives(deframer);
    CHECK(deframer.defects().out_of_frame);
    CHECK(deframer.defects().alarm_indication);
}
