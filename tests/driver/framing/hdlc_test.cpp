// SPDX-License-Identifier: GPL-2.0-or-later
// Frames on a D-channel: what is sent arrives, in the bits of the standard.
#include "driver/framing/hdlc.hpp"

#include <cstdio>
#include <random>
#include <string>

#include "tests/driver/framing/d_channel_line.hpp"

#include <CppUTest/TestHarness.h>

using namespace hdlc_test;

namespace {

const Octets sabme = {0x00, 0x01, 0x7F};
const Octets stuffing_stress = {0xFF, 0xFF, 0xFF, 0xFF};

Octets random_frame(std::mt19937& chance, std::size_t size) {
    Octets frame(size);
    // Many ones, so that much is stuffed.
    for (auto& octet : frame) octet = static_cast<std::uint8_t>(chance() | chance());
    return frame;
}

std::mt19937 printed_chance() {
    const auto seed = std::random_device{}();
    std::printf(" seed %u ", seed);
    return std::mt19937(seed);
}

}  // namespace

TEST_GROUP(Hdlc) {
    driver::HdlcDecoder decoder;

    void check_fcs(const Octets& frame, std::uint8_t first, std::uint8_t second) {
        const unsigned fcs = driver::hdlc_fcs(frame);
        LONGS_EQUAL(first, fcs & 0xFFU);
        LONGS_EQUAL(second, fcs >> 8U);
        Octets all = frame;
        all.push_back(first);
        all.push_back(second);
        CHECK(driver::hdlc_fcs_is_right(all));
        all[0] ^= 0x10;
        CHECK_FALSE(driver::hdlc_fcs_is_right(all));
    }
    void check_arrives(const Frames& frames, std::size_t at_a_time) {
        driver::HdlcDecoder other_end;
        CHECK(received(other_end, sent(frames, at_a_time), at_a_time) == frames);
        LONGS_EQUAL(0, other_end.errors().total());
    }
};

TEST(Hdlc, the_frame_check_sequence_is_that_of_the_standard) {
    LONGS_EQUAL(0x906E, driver::hdlc_fcs(Octets{'1', '2', '3', '4', '5', '6', '7', '8', '9'}));
    check_fcs(sabme, 0x64, 0x54);
    check_fcs({0x02, 0x01, 0x7F}, 0xDC, 0xE1);
    check_fcs(ua, 0x08, 0x9E);
    check_fcs({0x02, 0x01, 0x73}, 0xB0, 0x2B);
    check_fcs({0x00, 0x01, 0x53}, 0x0A, 0xBF);
    check_fcs({0x00, 0x01, 0x1F}, 0x62, 0x37);
    check_fcs({0x00, 0x01, 0x01, 0x01}, 0x53, 0xAE);
    check_fcs({0x02, 0x01, 0x01, 0x01}, 0x25, 0x97);
    check_fcs({0xFC, 0xFF, 0x03, 0x0F, 0x12, 0x34, 0x01, 0xFF}, 0x16, 0x1A);
    check_fcs(stuffing_stress, 0x47, 0x0F);
}

TEST(Hdlc, sabme_goes_out_in_the_fifty_seven_bits_of_the_standard) {
    const std::string expected = "011111100000000010000000111110110001001100010101001111110";
    CHECK_EQUAL(expected, as_bits(sent({sabme})).substr(0, expected.size()));
}

TEST(Hdlc, seven_zeros_are_stuffed_into_four_octets_of_ones) {
    const auto between_flags = stuffed(with_fcs(stuffing_stress));
    LONGS_EQUAL((4 + 2) * 8 + 7, between_flags.size());
    CHECK_EQUAL(flag + between_flags + flag,
                as_bits(sent({stuffing_stress})).substr(0, 16 + between_flags.size()));
    CHECK(received(decoder, sent({stuffing_stress})) == Frames{stuffing_stress});
}

TEST(Hdlc, an_idle_channel_sends_flags) {
    CHECK_EQUAL(flag + flag + flag + flag, as_bits(sent({})).substr(0, 32));
}

TEST(Hdlc, frames_back_to_back_share_one_flag) {
    const auto expected =
        flag + stuffed(with_fcs(sabme)) + flag + stuffed(with_fcs(ua)) + flag + flag;
    CHECK_EQUAL(expected, as_bits(sent({sabme, ua})).substr(0, expected.size()));
    check_arrives({sabme, ua, sabme, ua}, 8);
}

TEST(Hdlc, a_frame_given_while_flags_go_out_follows_the_flag_under_way) {
    driver::HdlcEncoder encoder;
    Octets line(24);
    encoder.fill(std::span(line).first(4));
    encoder.send(ua);
    for (auto left = std::span(line).subspan(4); !left.empty();) {
        left = left.subspan(encoder.fill(left));
    }
    CHECK(encoder.idle());
    CHECK(received(decoder, line) == Frames{ua});
}

TEST(Hdlc, a_given_up_frame_is_aborted_and_the_next_one_arrives) {
    driver::HdlcEncoder encoder;
    Octets line(64);
    encoder.send(stuffing_stress);
    encoder.fill(std::span(line).first(4));
    encoder.abort();
    CHECK(encoder.idle());
    encoder.send(ua);
    for (auto left = std::span(line).subspan(4); !left.empty();) {
        left = left.subspan(encoder.fill(left));
    }
    CHECK(received(decoder, line) == Frames{ua});
    LONGS_EQUAL(1, decoder.errors().aborted);
    LONGS_EQUAL(1, decoder.errors().total());
}

TEST(Hdlc, the_shortest_and_the_longest_frame_arrive) {
    check_arrives({Octets(driver::hdlc_shortest_frame, 0xFF)}, 8);
    check_arrives({Octets(driver::hdlc_longest_frame, 0xFF)}, 8);
    check_arrives({Octets(driver::hdlc_longest_frame, 0x00)}, 8);
}

TEST(Hdlc, the_channel_may_be_read_and_written_in_pieces_of_any_size) {
    auto chance = printed_chance();
    for (const std::size_t at_a_time : {1U, 2U, 3U, 7U, 8U, 9U, 160U, 1000U}) {
        Frames frames;
        for (std::size_t i = 0; i < 40; ++i) {
            frames.push_back(random_frame(chance, 3 + chance() % 60));
        }
        check_arrives(frames, at_a_time);
    }
}

TEST(Hdlc, the_tables_send_exactly_what_the_slow_way_sends) {
    auto chance = printed_chance();
    for (int i = 0; i < 300; ++i) {
        const auto frame = random_frame(chance, 3 + chance() % 266);
        const auto expected = flag + stuffed(with_fcs(frame)) + flag;
        CHECK_EQUAL(expected, as_bits(sent({frame})).substr(0, expected.size()));
    }
}

TEST(Hdlc, frames_arrive_at_every_position_of_the_bits_in_the_timeslot) {
    for (std::size_t shift = 0; shift < 16; ++shift) {
        const auto bits = std::string(shift, '1') + flag + stuffed(with_fcs(sabme)) + flag + flag +
                          stuffed(with_fcs(stuffing_stress)) + flag + flag;
        driver::HdlcDecoder other_end;
        const auto frames = received(other_end, as_octets(bits));
        CHECK(frames == (Frames{sabme, stuffing_stress}));
        LONGS_EQUAL(0, other_end.errors().total());
    }
}

TEST(Hdlc, flags_may_share_their_zeros) {
    const std::string shared = "0111111011111101111110";
    const auto bits = shared + stuffed(with_fcs(ua)) + shared + shared.substr(1) + flag;
    CHECK(received(decoder, as_octets(bits)) == Frames{ua});
    LONGS_EQUAL(0, decoder.errors().total());
}

TEST(Hdlc, a_channel_idle_for_hours_still_hears_the_next_frame) {
    for (std::size_t shift = 0; shift < 8; ++shift) {
        std::string bits(shift, '1');
        for (int i = 0; i < 4000; ++i) bits += flag;
        bits += stuffed(with_fcs(ua)) + flag;
        for (int i = 0; i < 4000; ++i) bits += flag;
        bits += stuffed(with_fcs(sabme)) + flag + flag;
        driver::HdlcDecoder other_end;
        CHECK(received(other_end, as_octets(bits)) == (Frames{ua, sabme}));
        LONGS_EQUAL(0, other_end.errors().total());
    }
}
