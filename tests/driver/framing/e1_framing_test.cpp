// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/e1_framing.hpp"

#include <array>

#include <CppUTest/TestHarness.h>

using driver::Chunk;

// An E1 between a far end that sends and our reader, a millisecond (eight frames) at a time.
TEST_GROUP(E1Framing) {
    driver::E1FrameWriter far_end;
    driver::E1FrameReader reader;
    std::array<Chunk, 32> line{};
    bool far_end_in_alarm = false;

    void setup() override {
        payload(0xD5);
    }
    void payload(std::uint8_t octet) {
        line.fill(driver::filled(octet));
    }
    void frame() {
        far_end.write(line, {.remote_alarm = far_end_in_alarm});
    }
    void arrives() {
        reader.read(line);
    }
    void arrives_framed(int milliseconds = 1) {
        for (int i = 0; i < milliseconds; ++i) {
            frame();
            arrives();
        }
    }
    // As framed, but timeslot 0 of frame k is `octet`.
    void spoil(std::size_t k, std::uint8_t octet) {
        line[0].octets[k] = octet;
    }
    [[nodiscard]] bool in_frame() const {
        return !reader.defects().out_of_frame;
    }
    [[nodiscard]] bool remote_alarm() const {
        return reader.defects().remote_alarm;
    }
    [[nodiscard]] bool all_ones() const {
        return reader.defects().alarm_indication;
    }
};

TEST(E1Framing, timeslot_0_alternates_between_fas_and_nfas) {
    frame();
    CHECK(line[0] == (Chunk{
                         {0x9B, 0xDF, 0x9B, 0xDF, 0x9B, 0xDF, 0x9B, 0xDF}
    }));
    far_end_in_alarm = true;
    frame();
    CHECK(line[0] == (Chunk{
                         {0x9B, 0xFF, 0x9B, 0xFF, 0x9B, 0xFF, 0x9B, 0xFF}
    }));
    CHECK(line[1] == driver::filled(0xD5));
}

TEST(E1Framing, alignment_is_found_within_the_first_millisecond) {
    CHECK_FALSE(in_frame());
    arrives_framed();
    CHECK(in_frame());
    CHECK_FALSE(remote_alarm());
    CHECK_FALSE(all_ones());
}

TEST(E1Framing, alignment_is_found_when_the_fas_is_in_the_odd_frames) {
    frame();
    line[0] = Chunk{
        {0xDF, 0x9B, 0xDF, 0x9B, 0xDF, 0x9B, 0xDF, 0x9B}
    };
    arrives();
    CHECK(in_frame());
}

TEST(E1Framing, fas_needs_the_right_nfas_and_another_fas) {
    line[0] = Chunk{
        {0x9B, 0xDF, 0x9A, 0xDF, 0x9B, 0x9B, 0xDF, 0x00}
    };
    arrives();
    CHECK_FALSE(in_frame());
}

TEST(E1Framing, a_rejected_candidate_may_hide_the_real_one) {
    // An imitation in frame 0 is followed by the real FAS in frame 1.
    line[0] = Chunk{
        {0x9B, 0x1B, 0xDF, 0x1B, 0xDF, 0x1B, 0xDF, 0x1B}
    };
    arrives();
    CHECK(in_frame());
}

TEST(E1Framing, the_international_bit_does_not_matter) {
    line[0] = Chunk{
        {0x1B, 0x5F, 0x9B, 0x5F, 0x1B, 0xDF, 0x9B, 0xDF}
    };
    arrives();
    CHECK(in_frame());
}

TEST(E1Framing, two_wrong_fas_are_borne_and_a_third_loses_alignment) {
    arrives_framed();
    frame();
    spoil(0, 0x13);
    spoil(2, 0x13);
    arrives();
    CHECK(in_frame());
    frame();
    spoil(0, 0x13);
    spoil(2, 0x13);
    spoil(4, 0x13);
    spoil(6, 0x13);
    arrives();
    CHECK_FALSE(in_frame());
    arrives_framed();
    CHECK(in_frame());
}

TEST(E1Framing, a_wrong_fas_at_the_end_counts_with_those_of_the_next_millisecond) {
    arrives_framed();
    frame();
    spoil(4, 0x13);
    spoil(6, 0x13);
    arrives();
    CHECK(in_frame());
    frame();
    spoil(0, 0x13);
    line[0].octets[2] = 0x00;
    line[0].octets[4] = 0x00;
    arrives();
    CHECK_FALSE(in_frame());
}

TEST(E1Framing, the_remote_alarm_is_believed_after_three_nfas) {
    arrives_framed();
    frame();
    spoil(5, 0xFF);
    spoil(7, 0xFF);
    arrives();
    CHECK_FALSE(remote_alarm());
    frame();
    arrives();
    CHECK_FALSE(remote_alarm());
    far_end_in_alarm = true;
    arrives_framed();
    CHECK(remote_alarm());
    frame();
    spoil(3, 0xDF);
    spoil(5, 0xDF);
    arrives();
    CHECK(remote_alarm());
    far_end_in_alarm = false;
    arrives_framed();
    CHECK_FALSE(remote_alarm());
}

TEST(E1Framing, unframed_ones_are_the_alarm_indication_and_never_a_remote_alarm) {
    arrives_framed(3);
    payload(0xFF);
    arrives();
    CHECK_FALSE(in_frame());
    CHECK(all_ones());
    CHECK_FALSE(remote_alarm());
    payload(0xD5);
    arrives_framed();
    CHECK(in_frame());
    CHECK_FALSE(all_ones());
}

TEST(E1Framing, two_zeros_in_512_bits_are_still_all_ones_and_three_are_not) {
    payload(0xFF);
    line[7].octets[0] = 0x7E;
    line[9].octets[2] = 0x7E;
    arrives();
    CHECK(all_ones());
    reader.reset();
    for (std::size_t k = 0; k < 8; k += 2) line[9].octets[k] = 0x7C;
    arrives();
    CHECK_FALSE(all_ones());
}

TEST(E1Framing, three_zeros_in_two_periods_end_the_alarm_indication) {
    payload(0xFF);
    arrives();
    CHECK(all_ones());
    line[9].octets[6] = 0x1F;
    arrives();
    CHECK(all_ones());
    line[9].octets[5] = 0x1F;
    arrives();
    CHECK_FALSE(all_ones());
}

TEST(E1Framing, framed_ones_are_a_good_signal) {
    payload(0xFF);
    arrives_framed(50);
    CHECK(in_frame());
    CHECK_FALSE(all_ones());
}

TEST(E1Framing, silence_of_all_zeros_is_loss_of_frame_without_alarm_indication) {
    arrives_framed();
    payload(0x00);
    arrives();
    CHECK_FALSE(in_frame());
    CHECK_FALSE(all_ones());
    CHECK_FALSE(remote_alarm());
}
