// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>
#include <cstdint>
#include <random>

#include "driver/framing/e1_cas.hpp"
#include "driver/framing/t1_framing.hpp"
#include "driver/framing/t1_robbed_bits.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;

// Timeslot 16 between a far end and our reader.
TEST_GROUP(E1Cas) {
    driver::E1CasWriter far_end;
    driver::E1CasReader reader;
    Chunk line{};
    bool in_alarm = false;

    void arrives(int milliseconds = 1) {
        for (int i = 0; i < milliseconds; ++i) {
            far_end.write(line, in_alarm);
            reader.read(line);
        }
    }
    void arrives_filled_with(std::uint8_t octet, int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            far_end.write(line, in_alarm);
            reader.read(driver::filled(octet));
        }
    }
    // A multiframe whose alignment signal is `octet`.
    void arrives_with_alignment(std::uint8_t octet) {
        far_end.write(line, in_alarm);
        line.octets[0] = octet;
        reader.read(line);
        arrives();
    }
    [[nodiscard]] bool aligned() const {
        return !reader.defects().out_of_multiframe;
    }
};

TEST(E1Cas, frame_0_carries_the_alignment_signal_and_frame_n_channels_n_and_n_plus_15) {
    far_end.set(1, 0b1001);
    far_end.set(16, 0b0000);
    far_end.set(7, 0b0101);
    far_end.set(22, 0b0110);
    far_end.write(line, false);
    CHECK(line == (Chunk{
                      {0x0B, 0x90, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0x56}
    }));
    far_end.set(30, 0b0001);
    far_end.write(line, true);
    CHECK_EQUAL(0xD1, line.octets[7]);
    far_end.write(line, true);
    CHECK_EQUAL(0x0F, line.octets[0]);
}

TEST(E1Cas, every_channel_is_heard_with_its_bits) {
    for (std::uint8_t channel = 1; channel <= 30; ++channel) {
        far_end.set(channel, static_cast<std::uint8_t>(channel % 15 + 1));
    }
    arrives(6);
    CHECK(aligned());
    for (std::uint8_t channel = 1; channel <= 30; ++channel) {
        CHECK_EQUAL(channel % 15 + 1, reader.bits(channel));
    }
}

TEST(E1Cas, alignment_needs_an_octet_before_it_that_is_not_zero) {
    arrives_filled_with(0x00, 10);
    CHECK_FALSE(aligned());
    reader.read(Chunk{
        {0x00, 0x0B, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD}
    });
    CHECK_FALSE(aligned());
    reader.read(Chunk{
        {0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD}
    });
    reader.read(Chunk{
        {0xDD, 0x0B, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD}
    });
    CHECK(aligned());
}

TEST(E1Cas, one_wrong_alignment_signal_is_borne_and_a_second_loses_alignment) {
    arrives(4);
    arrives_with_alignment(0x8B);
    CHECK(aligned());
    arrives_with_alignment(0x0B);
    arrives_with_alignment(0x8B);
    CHECK(aligned());
    arrives_with_alignment(0x8B);
    CHECK_FALSE(aligned());
    arrives(4);
    CHECK(aligned());
}

TEST(E1Cas, a_multiframe_of_zeros_loses_alignment) {
    arrives(4);
    arrives_filled_with(0x00, 1);
    CHECK(aligned());
    arrives_filled_with(0x00, 1);
    CHECK_FALSE(aligned());
}

TEST(E1Cas, channels_keep_their_bits_in_a_multiframe_that_is_not_to_be_trusted) {
    far_end.set(3, 0b1001);
    arrives(4);
    far_end.set(3, 0b1101);
    arrives_with_alignment(0xFB);
    CHECK_EQUAL(0b1001, reader.bits(3));
    arrives(2);
    CHECK_EQUAL(0b1101, reader.bits(3));
    arrives_filled_with(0xFF, 20);
    CHECK_EQUAL(0b1101, reader.bits(3));
    reader.reset();
    CHECK_EQUAL(0b1101, reader.bits(3));
}

TEST(E1Cas, bits_may_have_to_agree_several_times) {
    reader = driver::E1CasReader{3};
    far_end.set(3, 0b1001);
    arrives(6);
    CHECK_EQUAL(0b1101, reader.bits(3));  // idle, until then
    arrives(2);
    CHECK_EQUAL(0b1001, reader.bits(3));
    far_end.set(3, 0b0101);
    arrives(4);
    far_end.set(3, 0b1001);
    arrives(10);
    CHECK_EQUAL(0b1001, reader.bits(3));
}

TEST(E1Cas, the_remote_alarm_is_believed_after_two_multiframes) {
    arrives(4);
    in_alarm = true;
    arrives(2);
    CHECK_FALSE(reader.defects().remote_alarm);
    arrives(2);
    CHECK(reader.defects().remote_alarm);
    in_alarm = false;
    arrives(2);
    CHECK(reader.defects().remote_alarm);
    arrives(2);
    CHECK_FALSE(reader.defects().remote_alarm);
}

TEST(E1Cas, ones_are_an_alarm_indication_until_a_multiframe_has_three_zeros) {
    arrives(4);
    CHECK_FALSE(reader.defects().alarm_indication);
    arrives_filled_with(0xFF, 4);
    CHECK(reader.defects().alarm_indication);
    CHECK_FALSE(aligned());
    Chunk nearly = driver::filled(0xFF);
    nearly.octets[4] = 0xFC;
    reader.read(nearly);
    arrives_filled_with(0xFF, 1);
    CHECK(reader.defects().alarm_indication);
    nearly.octets[4] = 0xF8;
    reader.read(nearly);
    arrives_filled_with(0xFF, 1);
    CHECK_FALSE(reader.defects().alarm_indication);
}

// A T1 whose channels' bit 8 is robbed.
TEST_GROUP(T1RobbedBits) {
    std::array<Chunk, 24> line{};

    struct End {
        driver::T1FrameWriter framer;
        driver::T1RobbedBitWriter bits;
    };
    End far_end;
    driver::T1FrameReader reader;
    driver::T1RobbedBitReader bits;

    void choose(driver::T1Framing framing, driver::T1Channels channels = driver::t1_all_channels) {
        far_end = {
            .framer = driver::T1FrameWriter{framing  },
            .bits = driver::T1RobbedBitWriter{ framing, channels}
        };
        reader = driver::T1FrameReader{{.framing = framing}};
        bits = driver::T1RobbedBitReader{framing, 1};
    }
    void sends(std::uint8_t octet) {
        line.fill(driver::filled(octet));
        far_end.bits.write(line, far_end.framer.frame());
    }
    void arrives(int milliseconds, std::uint8_t octet = 0xD5) {
        for (int i = 0; i < milliseconds; ++i) {
            sends(octet);
            const auto framing = far_end.framer.write(line, {});
            reader.read(line, framing);
            bits.read(line, reader.first_frame());
        }
    }
};

TEST(T1RobbedBits, abcd_are_in_frames_6_12_18_and_24_and_nowhere_else) {
    choose(driver::T1Framing::esf);
    far_end.bits.set(3, 0b1010);
    for (unsigned ms = 0; ms < 3; ++ms) {
        sends(0xFE);
        for (unsigned k = 0; k < 8; ++k) {
            const unsigned frame = ms * 8 + k + 1;
            CHECK_EQUAL(frame == 6 || frame == 18 ? 0xFF : 0xFE, line[2].octets[k]);
            CHECK_EQUAL(0xFE, line[3].octets[k]);
        }
        CHECK(far_end.framer.write(line, {}) != 0);
    }
}

TEST(T1RobbedBits, every_channel_is_heard_with_its_bits_in_an_extended_superframe) {
    choose(driver::T1Framing::esf);
    for (std::uint8_t channel = 1; channel <= 24; ++channel) {
        far_end.bits.set(channel, channel % 16);
    }
    arrives(15);
    for (std::uint8_t channel = 1; channel <= 24; ++channel) {
        CHECK_EQUAL(channel % 16, bits.bits(channel));
    }
    CHECK_EQUAL(0U, reader.counts().crc_errors);
}

TEST(T1RobbedBits, a_superframe_has_a_and_b_and_says_them_again_as_c_and_d) {
    choose(driver::T1Framing::sf);
    far_end.bits.set(1, 0b0100);
    far_end.bits.set(24, 0b1000);
    arrives(10);
    CHECK_EQUAL(0b0101, bits.bits(1));
    CHECK_EQUAL(0b1010, bits.bits(24));
    CHECK_EQUAL(0b0000, bits.bits(2));
}

TEST(T1RobbedBits, clear_channels_are_not_robbed) {
    choose(driver::T1Framing::esf, driver::t1_all_channels & ~2U);
    far_end.bits.set(2, 0b1111);
    for (int ms = 0; ms < 3; ++ms) {
        sends(0xD4);
        CHECK(line[1] == driver::filled(0xD4));
        CHECK(far_end.framer.write(line, {}) != 0);
    }
}

TEST(T1RobbedBits, bits_are_kept_while_the_line_is_out_of_frame) {
    choose(driver::T1Framing::esf);
    far_end.bits.set(5, 0b0110);
    arrives(15);
    line.fill(driver::filled(0xFF));
    for (int ms = 0; ms < 30; ++ms) {
        reader.read(line, 0xFF);
        bits.read(line, reader.first_frame());
    }
    CHECK(reader.defects().out_of_frame);
    CHECK_EQUAL(0b0110, bits.bits(5));
    far_end.bits.set(5, 0b1001);
    arrives(15);
    CHECK_EQUAL(0b1001, bits.bits(5));
}
