// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "driver/framing/block_crc.hpp"
#include "driver/framing/e1_framing.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::E1Crc4;

namespace {

using E1Line = std::array<Chunk, 32>;

std::string hex(std::span<const std::uint8_t> octets) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const auto octet : octets) {
        if (!text.empty()) text += ' ';
        text += digits[octet >> 4U];
        text += digits[octet & 0xFU];
    }
    return text;
}

// The remainder of one submultiframe, whose C bits are the caller's business.
unsigned crc4_of(const E1Line& line) {
    const Chunk frames = driver::crc4_of_frames(line);
    std::uint8_t crc = 0;
    for (const auto frame : frames.octets) crc = driver::crc4_append(crc, frame);
    return crc;
}

}  // namespace

TEST_GROUP(Crc4){};

TEST(Crc4, vectors_of_single_bits_and_all_ones) {
    E1Line line{};
    line[31].octets[7] = 0x01;
    CHECK_EQUAL(0b0011U, crc4_of(line));
    line = {};
    line[0].octets[0] = 0x80;
    CHECK_EQUAL(0b1110U, crc4_of(line));
    line.fill(driver::filled(0xFF));
    CHECK_EQUAL(0b0100U, crc4_of(line));
}

// A far end that sends the CRC-4 multiframe, and our reader.
TEST_GROUP(E1Crc4Multiframe) {
    driver::E1FrameWriter far_end{true};
    driver::E1FrameReader reader{{.crc4 = E1Crc4::on}};
    driver::E1Overhead says;
    E1Line line{};
    unsigned sent = 0;  // milliseconds

    void setup() override {
        line.fill(driver::filled(0xD5));
    }
    void frame() {
        far_end.write(line, says);
        ++sent;
    }
    void arrives(int milliseconds = 1) {
        for (int i = 0; i < milliseconds; ++i) {
            frame();
            reader.read(line);
        }
    }
    void arrives_with_errors(int milliseconds, std::uint8_t bits = 0x10) {
        for (int i = 0; i < milliseconds; ++i) {
            frame();
            line[9].octets[3] ^= bits;
            reader.read(line);
            line[9].octets[3] ^= bits;
        }
    }
    [[nodiscard]] bool in_frame() const {
        return !reader.defects().out_of_frame;
    }
    // Timeslot 0 of the second of two multiframes that carry `octet(frame, timeslot)`.
    template <class Octet>
    std::string timeslot_0(Octet octet) {
        std::string text;
        for (unsigned ms = 0; ms < 4; ++ms) {
            for (unsigned k = 0; k < 8; ++k) {
                for (unsigned t = 1; t < 32; ++t) {
                    line[t].octets[k] = static_cast<std::uint8_t>(octet(ms % 2 * 8 + k, t));
                }
            }
            frame();
            if (ms >= 2) text += (text.empty() ? "" : " ") + hex(line[0].octets);
        }
        return text;
    }
};

TEST(E1Crc4Multiframe, golden_multiframe_of_idle_channels) {
    STRCMP_EQUAL("9B 5F 1B 5F 9B DF 9B 5F 9B DF 1B DF 9B DF 1B DF",
                 timeslot_0([](unsigned, unsigned t) { return t == 16 ? 0xFF : 0xD5; }).c_str());
}
TEST(E1Crc4Multiframe, golden_multiframe_with_channel_associated_signalling) {
    STRCMP_EQUAL("9B 5F 9B 5F 9B DF 1B 5F 9B DF 1B DF 1B DF 9B DF",
                 timeslot_0([](unsigned frame, unsigned t) {
                     return t != 16 ? 0xD5 : frame == 0 ? 0x0B : 0x99;
                 }).c_str());
}
TEST(E1Crc4Multiframe, golden_multiframe_of_counting_octets) {
    STRCMP_EQUAL("9B 5F 9B 5F 1B DF 9B 5F 9B DF 9B DF 1B DF 1B DF",
                 timeslot_0([](unsigned frame, unsigned t) { return 32 * frame + t; }).c_str());
}
TEST(E1Crc4Multiframe, golden_multiframe_of_ones) {
    STRCMP_EQUAL("9B 5F 1B 5F 9B DF 9B 5F 9B DF 1B DF 9B DF 1B DF",
                 timeslot_0([](unsigned, unsigned) { return 0xFF; }).c_str());
}
TEST(E1Crc4Multiframe, golden_multiframe_of_zeros) {
    STRCMP_EQUAL("9B 5F 1B 5F 9B DF 1B 5F 9B DF 1B DF 9B DF 9B DF",
                 timeslot_0([](unsigned, unsigned) { return 0; }).c_str());
}

TEST(E1Crc4Multiframe, alarm_e_and_sa_bits_are_sent_in_their_places) {
    says = {
        .remote_alarm = true,
        .e_bits = {.first = false, .second = true},
        .sa_bits = { 0x10, 0x08,                    0x04, 0x01}
    };
    frame();
    frame();
    CHECK_EQUAL(0xF0, line[0].octets[1]);  // MFAS bit, A, Sa4
    CHECK_EQUAL(0xE8, line[0].octets[3]);
    CHECK_EQUAL(0x64, line[0].octets[5]);  // E(I) = 0
    CHECK_EQUAL(0xE1, line[0].octets[7]);  // E(II) = 1
}

TEST(E1Crc4Multiframe, sa_bits_are_received) {
    says.sa_bits = {0x10, 0x08, 0x04, 0x01};
    arrives(8);
    CHECK(reader.sa_bits() == says.sa_bits);
}

TEST(E1Crc4Multiframe, is_found_within_eight_milliseconds_and_only_then_all_is_right) {
    arrives(5);
    CHECK(reader.has_basic_alignment());
    CHECK_FALSE(in_frame());
    arrives(1);
    CHECK(in_frame());
    CHECK(reader.multiframe().state() == driver::E1Multiframe::State::aligned);
    arrives(100);
    CHECK_EQUAL(0U, reader.counts().crc_errors);
    CHECK_EQUAL(0U, reader.counts().far_end_errors);
}

TEST(E1Crc4Multiframe, a_far_end_without_it_is_never_in_frame_if_it_must_have_it) {
    far_end = driver::E1FrameWriter{false};
    for (int i = 0; i < 500; ++i) {
        arrives();
        CHECK_FALSE(in_frame());
    }
    CHECK(reader.counts().losses_of_frame > 50);  // each 8 ms the alignment is sought anew
}

TEST(E1Crc4Multiframe, a_single_wrong_bit_anywhere_is_one_errored_submultiframe) {
    arrives(10);
    for (unsigned bit = 0; bit < 2048; ++bit) {
        const auto before = reader.counts();
        frame();
        line[bit / 8 % 32].octets[bit / 256] ^= static_cast<std::uint8_t>(0x80U >> bit % 8);
        reader.read(line);
        line[bit / 8 % 32].octets[bit / 256] ^= static_cast<std::uint8_t>(0x80U >> bit % 8);
        arrives(3);
        CHECK_EQUAL(before.crc_errors + 1, reader.counts().crc_errors);
        CHECK(in_frame());
    }
}

TEST(E1Crc4Multiframe, an_errored_submultiframe_is_told_to_the_far_end_once_by_its_e_bit) {
    driver::E1FrameWriter ours{true};
    driver::E1FrameReader far_reader{{.crc4 = E1Crc4::on}};
    E1Line back{};
    std::uint32_t told_before = 0;
    std::uint32_t spoilt = 0;
    for (unsigned ms = 0; ms < 400; ++ms) {
        const bool spoil = ms >= 100 && ms < 200 && ms % 7 < 2;
        spoil ? arrives_with_errors(1) : arrives(1);
        spoilt += spoil ? 1 : 0;
        ours.write(back, {.e_bits = reader.e_bits()});
        far_reader.read(back);
        if (ms == 99) told_before = far_reader.counts().far_end_errors;
    }
    CHECK_EQUAL(spoilt, reader.counts().crc_errors);
    CHECK_EQUAL(spoilt, far_reader.counts().far_end_errors - told_before);
}

TEST(E1Crc4Multiframe, while_it_is_sought_e_bits_say_errored) {
    CHECK(reader.e_bits() == (driver::E1EBits{.first = false, .second = false}));
    arrives(6);
    CHECK(reader.e_bits() == driver::E1EBits{});
}

TEST(E1Crc4Multiframe, wrong_mfas_do_not_end_it) {
    arrives(10);
    for (int i = 0; i < 50; ++i) {
        frame();
        for (std::size_t k = 1; k < 5; k += 2) line[0].octets[k] ^= 0x80;
        reader.read(line);
        CHECK(in_frame());
    }
    CHECK(reader.counts().crc_errors > 40);
}

TEST(E1Crc4Multiframe, nine_hundred_and_fourteen_errored_of_a_thousand_are_borne) {
    arrives(6);
    arrives_with_errors(914);
    arrives(86);
    arrives_with_errors(914);
    arrives(86);
    CHECK(in_frame());
    CHECK_EQUAL(0U, reader.counts().losses_of_frame);
}

TEST(E1Crc4Multiframe, nine_hundred_and_fifteen_errored_of_a_thousand_are_a_false_alignment) {
    arrives(6);
    arrives_with_errors(914);
    CHECK(in_frame());
    arrives_with_errors(2);
    CHECK_EQUAL(1U, reader.counts().losses_of_frame);
    CHECK_EQUAL(915U, reader.counts().crc_errors);
}

TEST(E1Crc4Multiframe, a_bit_error_ratio_of_a_thousandth_is_not_a_false_alignment) {
    std::uint32_t chance = 12345;
    for (int ms = 0; ms < 5000; ++ms) {
        frame();
        for (unsigned bit = 0; bit < 2048; ++bit) {
            chance = chance * 1664525U + 1013904223U;
            const bool hit = (chance >> 8U) % 1000 == 0;
            if (hit)
                line[bit / 8 % 32].octets[bit / 256] ^= static_cast<std::uint8_t>(1U << bit % 8);
        }
        reader.read(line);
        line.fill(driver::filled(0xD5));
    }
    CHECK(in_frame());
    CHECK(reader.counts().crc_errors > 4000);
    CHECK(reader.counts().losses_of_frame < 2);
}

TEST_GROUP(E1Interworking) {
    driver::E1FrameReader reader{{.crc4 = E1Crc4::automatic}};
    E1Line line{};

    int milliseconds_until_decided(driver::E1FrameWriter far_end) {
        line.fill(driver::filled(0xD5));
        int needed = 0;
        do {
            far_end.write(line, {});
            reader.read(line);
            ++needed;
        } while (reader.multiframe().state() == driver::E1Multiframe::State::searching ||
                 needed < 2);
        return needed;
    }
};

TEST(E1Interworking, a_far_end_without_crc4_is_in_frame_at_once_and_known_after_400_ms) {
    driver::E1FrameWriter far_end;
    far_end.write(line, {});
    reader.read(line);
    CHECK_FALSE(reader.defects().out_of_frame);
    CHECK_EQUAL(400, milliseconds_until_decided(far_end));
    CHECK(reader.multiframe().state() == driver::E1Multiframe::State::absent);
    CHECK(reader.e_bits() == (driver::E1EBits{.first = false, .second = false}));
    CHECK_FALSE(reader.defects().out_of_frame);
    CHECK_EQUAL(0U, reader.counts().losses_of_frame);
}

TEST(E1Interworking, a_far_end_with_crc4_is_known_after_eight_milliseconds) {
    CHECK(milliseconds_until_decided(driver::E1FrameWriter{true}) <= 8);
    CHECK(reader.multiframe().state() == driver::E1Multiframe::State::aligned);
    CHECK(reader.e_bits() == driver::E1EBits{});
}

TEST(E1Interworking, a_far_end_that_gets_crc4_is_found_after_the_next_loss_of_frame) {
    milliseconds_until_decided(driver::E1FrameWriter{});
    reader.reset();
    CHECK(milliseconds_until_decided(driver::E1FrameWriter{true}) <= 8);
    CHECK(reader.multiframe().state() == driver::E1Multiframe::State::aligned);
}

TEST(E1Interworking, random_bits_in_the_international_bit_are_no_multiframe) {
    driver::E1FrameWriter far_end;
    std::uint32_t chance = 1;
    for (int ms = 0; ms < 30; ++ms) {
        far_end.write(line, {});
        for (auto& octet : line[0].octets) {
            chance = chance * 1664525U + 1013904223U;
            octet ^= static_cast<std::uint8_t>(chance >> 24U & 0x80U);
        }
        reader.read(line);
        CHECK_FALSE(reader.defects().out_of_frame);
    }
}
