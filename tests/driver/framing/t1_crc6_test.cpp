// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "driver/framing/block_crc.hpp"
#include "driver/framing/t1_framing.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;

namespace {

using T1Line = std::array<Chunk, 24>;
using Superframe = std::array<std::array<std::uint8_t, 24>, 24>;  // by frame, then channel

std::string as_bits(unsigned value, unsigned count) {
    std::string bits;
    for (unsigned i = count; i-- > 0;) bits += (value >> i & 1U) != 0 ? '1' : '0';
    return bits;
}

T1Line millisecond_of(const Superframe& superframe, std::size_t first) {
    T1Line line{};
    for (std::size_t k = 0; k < 8; ++k) {
        for (std::size_t t = 0; t < 24; ++t) line[t].octets[k] = superframe[first + k][t];
    }
    return line;
}

unsigned crc6_of(const Superframe& superframe) {
    std::uint8_t crc = 0;
    for (std::size_t first = 0; first < 24; first += 8) {
        for (const auto frame : driver::crc6_of_frames(millisecond_of(superframe, first)).octets) {
            crc = driver::crc6_append(crc, frame);
        }
    }
    return crc;
}

Superframe filled_with(std::uint8_t octet) {
    Superframe superframe{};
    for (auto& frame : superframe) frame.fill(octet);
    return superframe;
}

}  // namespace

TEST_GROUP(Crc6) {
    driver::T1FrameWriter far_end;

    // F bits of the second superframe of the same channels, sent by a writer.
    std::string f_bits(const Superframe& superframe) {
        std::string bits;
        for (std::size_t ms = 0; ms < 6; ++ms) {
            auto line = millisecond_of(superframe, ms % 3 * 8);
            const auto framing = far_end.write(line, {});
            for (unsigned k = 0; k < 8; ++k) bits += (framing >> k & 1U) != 0 ? '1' : '0';
        }
        return bits.substr(24);
    }
};

TEST(Crc6, golden_superframe_of_ones) {
    CHECK_EQUAL(std::string("010011"), as_bits(crc6_of(filled_with(0xFF)), 6));
    CHECK_EQUAL(std::string("101011101011101011111111"), f_bits(filled_with(0xFF)));
}
TEST(Crc6, golden_superframe_of_idle_channels) {
    CHECK_EQUAL(std::string("101010101011111011111011"), f_bits(filled_with(0x7F)));
}
TEST(Crc6, golden_superframe_of_zeros) {
    CHECK_EQUAL(std::string("101010101011101011111011"), f_bits(filled_with(0x00)));
}

TEST(Crc6, golden_superframe_of_counting_octets_is_that_of_the_reference_to_the_last_bit) {
    constexpr std::string_view golden =
        "80008101820283038404850586068707880889098A0A8B0BC6064686C7074787C8084888C9094989CA0A4A8ACB"
        "0B4B"
        "8BE60626466686A6C6E70727476787A7C7E80828486888A8C8E48494A4B4C4D4E4F505152535455565758595A5"
        "B5C"
        "5D5E5FB030B131B232B333B434B535B636B737B838B939BA3ABB3BDE1E5E9EDF1F5F9FE02060A0E12161A1E222"
        "62A"
        "2E32363A3F21232527292B2D2F31333537393B3D3F41434547494B4D4EA8A9AAABACADAEAFB0B1B2B3B4B5B6B7"
        "B8B"
        "9BABBBCBDBEBFE060E161E262E363E464E565E666E767E868E969EA6AEB6BB63676B6F73777B7F83878B8F9397"
        "9B9"
        "FA3A7ABAFB3B7BBBFE1E3E5E7E9EBEDEFF1F3F5F7F9FBFDFE00020406080A0C0F08090A0B0C0D0E0F101112131"
        "415"
        "161718191A1B1C1D1E1F90109111921293139414951596169717981899199A1A9B1BCE0E4E8ECF0F4F8FD01050"
        "90D"
        "1115191D2125292D3135393EA0A2A4A6A8AAACAEB0B2B4B6B8BABCBEC0C2C4C6C8CACCCE68696A6B6C6D6E6F70"
        "717"
        "2737475767778797A7B7C7D7E7FC040C141C242C343C444C545C646C747C848C949CA4ACB4BA62666A6E72767A"
        "7E8"
        "2868A8E92969A9EA2A6AAAEB2B6BABF61636567696B6D6F71737577797B7D7F81838587898B8D8FC8C9CACBCCC"
        "DCE"
        "CFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFF070F171F272F373F474F575F676F777F878F979FA7AFB7BFE3E7EBE"
        "F"
        "F3F"
        "7FBFC0004080C1014181C2024282C3034383E20222426282A2C2E30323436383A3C3E40424446484A4C4F28292"
        "A2B"
        "2C2D2E2F303132333435363738393A3B3C3D3E3F";
    Superframe counting{};
    for (std::size_t frame = 0; frame < 24; ++frame) {
        for (std::size_t t = 0; t < 24; ++t) {
            counting[frame][t] = static_cast<std::uint8_t>(24 * frame + t);
        }
    }
    const std::string framing = f_bits(counting);
    CHECK_EQUAL(std::string("111011101011111010111111"), framing);
    std::string bits;
    for (std::size_t frame = 0; frame < 24; ++frame) {
        bits += framing[frame];
        for (const auto octet : counting[frame]) bits += as_bits(octet, 8);
    }
    std::string hex;
    for (std::size_t at = 0; at < bits.size(); at += 4) {
        hex += "0123456789ABCDEF"[std::stoul(bits.substr(at, 4), nullptr, 2)];
    }
    CHECK_EQUAL(std::string(golden), hex);
}

TEST(Crc6, vectors_of_single_bits) {
    // The block counts F bits as ones: what a bit adds is the difference to all zeros.
    const unsigned zeros = crc6_of(filled_with(0));
    Superframe superframe = filled_with(0);
    superframe[23][23] = 0x01;
    CHECK_EQUAL(0b000011U, crc6_of(superframe) ^ zeros);
    superframe = filled_with(0);
    superframe[0][0] = 0x80;  // one bit after the block's first, which adds 011011
    CHECK_EQUAL(0b101100U, crc6_of(superframe) ^ zeros);
}

// An ESF line with CRC-6, our reader at its end.
TEST_GROUP(T1Crc6) {
    driver::T1FrameWriter far_end;
    driver::T1FrameReader reader;
    T1Line line{};

    void setup() override {
        line.fill(driver::filled(0x7F));
    }
    void arrives(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            const auto framing = far_end.write(line, {});
            reader.read(line, framing);
        }
    }
    // Superframes with one wrong bit each. The far end must be where one begins.
    void arrive_errored(int superframes) {
        for (int i = 0; i < superframes; ++i) {
            const auto framing = far_end.write(line, {});
            auto spoilt = line;
            spoilt[3].octets[3] ^= 0x10;
            reader.read(spoilt, framing);
            arrives(2);
        }
    }
    // What the far end sends as F bits.
    std::string f_bits_of(int milliseconds) {
        std::string bits;
        for (int i = 0; i < milliseconds; ++i) {
            const auto framing = far_end.write(line, {});
            for (unsigned k = 0; k < 8; ++k) bits += (framing >> k & 1U) != 0 ? '1' : '0';
        }
        return bits;
    }
    static std::uint8_t octet_of(const std::string& f_bits) {
        unsigned octet = 0;
        for (unsigned k = 0; k < 8; ++k) octet |= (f_bits[k] == '1' ? 1U : 0U) << k;
        return static_cast<std::uint8_t>(octet);
    }
    [[nodiscard]] bool in_frame() const {
        return !reader.defects().out_of_frame;
    }
};

TEST(T1Crc6, a_good_line_has_no_crc_errors) {
    std::minstd_rand chance(1);
    for (int i = 0; i < 300; ++i) {
        for (auto& channel : line) channel = driver::filled(static_cast<std::uint8_t>(chance()));
        arrives(1);
    }
    CHECK(in_frame());
    CHECK(reader.counts() == driver::T1Counts{});
}

TEST(T1Crc6, a_wrong_bit_of_a_channel_is_one_errored_superframe) {
    arrives(20);
    for (unsigned bit = 0; bit < 24 * 64; ++bit) {
        const auto before = reader.counts().crc_errors;
        const auto framing = far_end.write(line, {});
        auto spoilt = line;
        spoilt[bit / 64].octets[bit / 8 % 8] ^= static_cast<std::uint8_t>(0x80U >> bit % 8);
        reader.read(spoilt, framing);
        arrives(6);
        CHECK_EQUAL(before + 1, reader.counts().crc_errors);
    }
    CHECK_EQUAL(0U, reader.counts().framing_errors);
}

TEST(T1Crc6, what_the_data_link_says_does_not_matter) {
    arrives(9);
    for (unsigned i = 0; i < 60; ++i) {
        const auto framing =
            far_end.write(line, {.data_link = static_cast<std::uint8_t>(i * 5 % 16)});
        reader.read(line, framing);
    }
    CHECK_EQUAL(0U, reader.counts().crc_errors);
}

TEST(T1Crc6, crc_bits_that_imitate_the_alignment_signal_are_found_out_by_the_crc) {
    // Steady channels whose CRC is a rotation of the FPS: two places look right for ever.
    unsigned imitations = 0;
    for (unsigned octet = 0; octet < 256; ++octet) {
        for (unsigned other = 0; other < 256; other += 51) {
            auto superframe = filled_with(static_cast<std::uint8_t>(octet));
            for (auto& frame : superframe) frame[5] = static_cast<std::uint8_t>(other);
            const std::string crc = as_bits(crc6_of(superframe), 6);
            if ((crc + crc).find("001011") == std::string::npos) continue;
            ++imitations;
            line = millisecond_of(superframe, 0);
            far_end = {};
            reader = {};
            arrives(6);
            int needed = 6;
            for (; needed < 40 && !in_frame(); ++needed) arrives(1);
            CHECK(needed <= 30);
            arrives(1);  // aligned throughout
            CHECK_EQUAL(0, reader.first_frame().value_or(1) % 8);
            arrives(30);
            CHECK_EQUAL(0U, reader.counts().crc_errors);
        }
    }
    CHECK(imitations > 20);
}

TEST(T1Crc6, superframes_319_of_333_errored_are_borne) {
    arrives(6);
    for (int second = 0; second < 2; ++second) {
        arrive_errored(319);
        arrives(14 * 3);
    }
    CHECK(in_frame());
    CHECK_EQUAL(638U, reader.counts().crc_errors);
    CHECK_EQUAL(0U, reader.counts().losses_of_frame);
}

TEST(T1Crc6, superframes_320_of_333_errored_are_a_false_alignment) {
    arrives(6);
    arrive_errored(319);
    arrives(3);
    CHECK(in_frame());
    arrive_errored(1);
    arrives(3);
    CHECK_FALSE(in_frame());
    CHECK_EQUAL(1U, reader.counts().losses_of_frame);
    CHECK_EQUAL(320U, reader.counts().crc_errors);
    arrives(9);
    CHECK(in_frame());
    arrive_errored(319);  // a new second has begun
    arrives(3);
    CHECK(in_frame());
}

TEST(T1Crc6, a_line_that_changes_to_sf_is_out_of_frame_within_a_second_or_so) {
    std::minstd_rand chance(1);
    int stayed = 0;
    for (int phase = 0; phase < 3; ++phase) {
        far_end = {};
        reader = {};
        arrives(9);
        far_end = driver::T1FrameWriter{driver::T1Framing::sf};
        static_cast<void>(f_bits_of(phase));
        for (int ms = 0; ms < 1100; ++ms) {
            for (auto& channel : line) {
                channel = driver::filled(static_cast<std::uint8_t>(chance()));
            }
            arrives(1);
            if (ms == 500 && in_frame()) ++stayed;
        }
        CHECK_FALSE(in_frame());
        CHECK_EQUAL(1U, reader.counts().losses_of_frame);
    }
    CHECK_EQUAL(1, stayed);  // one alignment bit of six is wrong then
}

// The far end begins anew so many frames off, just where its CRC looks like the FPS it had.
TEST(T1Crc6, after_a_false_alignment_the_other_place_is_tried_first) {
    auto superframe = filled_with(0);
    do {
        ++superframe[0][5];
        for (auto& frame : superframe) frame = superframe[0];
    } while ((as_bits(crc6_of(superframe), 6) + as_bits(crc6_of(superframe), 6)).find("001011") ==
             std::string::npos);
    int imitated = 0;
    for (std::size_t off = 0; off < 24; ++off) {
        line.fill(driver::filled(0x7F));
        far_end = {};
        reader = {};
        arrives(9);
        line = millisecond_of(superframe, 0);
        const std::string f_bits = f_bits_of(1500);
        for (std::size_t at = off + 24; at + 8 <= f_bits.size(); at += 8) {
            reader.read(line, octet_of(f_bits.substr(at, 8)));
        }
        CHECK(in_frame());
        if (reader.counts().crc_errors < 320) continue;
        ++imitated;
        CHECK_EQUAL(320U, reader.counts().crc_errors);
        CHECK_EQUAL(1U, reader.counts().losses_of_frame);
    }
    CHECK_EQUAL(1, imitated);
}

// A far end and a reader of SF.
TEST_GROUP(T1Sf) {
    driver::T1FrameWriter far_end{driver::T1Framing::sf};
    driver::T1FrameReader reader{{.framing = driver::T1Framing::sf}};
    T1Line line{};
    bool in_alarm = false;

    void setup() override {
        line.fill(driver::filled(0x7F));
    }
    std::uint8_t sends() {
        line.fill(driver::filled(0x7F));
        return far_end.write(line, {.remote_alarm = in_alarm});
    }
    void arrives(int milliseconds = 1, std::uint8_t wrong = 0) {
        for (int i = 0; i < milliseconds; ++i) {
            const auto framing = sends();
            reader.read(line, static_cast<std::uint8_t>(framing ^ wrong));
        }
    }
    [[nodiscard]] bool in_frame() const {
        return !reader.defects().out_of_frame;
    }
};

TEST(T1Sf, f_bits_are_ft_and_fs_taking_turns) {
    std::string bits;
    for (int ms = 0; ms < 3; ++ms) {
        const auto framing = sends();
        for (unsigned k = 0; k < 8; ++k) bits += (framing >> k & 1U) != 0 ? '1' : '0';
    }
    CHECK_EQUAL(std::string("100011011100100011011100"), bits);
}

TEST(T1Sf, alignment_is_found_within_three_milliseconds) {
    arrives(2);
    CHECK_FALSE(in_frame());
    arrives(1);
    CHECK(in_frame());
    CHECK_FALSE(reader.first_frame().has_value());
    arrives(2);
    CHECK_EQUAL(8, *reader.first_frame());
}

TEST(T1Sf, two_wrong_ft_of_four_lose_alignment_and_wrong_fs_do_not) {
    arrives(5);
    arrives(4, 0b1010'1010);
    CHECK(in_frame());
    CHECK_EQUAL(16U, reader.counts().framing_errors);
    arrives(1, 0b0000'0101);
    CHECK_FALSE(in_frame());
    CHECK_EQUAL(1U, reader.counts().losses_of_frame);
}

TEST(T1Sf, fs_count_if_wanted) {
    reader = driver::T1FrameReader{
        {.framing = driver::T1Framing::sf, .fs_can_lose = true}
    };
    arrives(5);
    arrives(1, 0b0000'1010);
    CHECK_FALSE(in_frame());
}

TEST(T1Sf, the_window_for_loss_is_settable) {
    for (const auto window : std::array<std::uint8_t, 3>{4, 5, 6}) {
        reader = driver::T1FrameReader{
            {.framing = driver::T1Framing::sf, .loss_window = window}
        };
        arrives(5);
        arrives(1, 0b0000'0001);
        // The next wrong one comes 4 Ft later.
        arrives(1, 0b0000'0001);
        CHECK_EQUAL(window == 4, in_frame());
    }
}

TEST(T1Sf, the_remote_alarm_is_bit_2_of_every_channel) {
    arrives(5);
    in_alarm = true;
    arrives(1);
    CHECK_EQUAL(0x3F, line[7].octets[2]);
    arrives(3);
    CHECK(reader.defects().remote_alarm);
    in_alarm = false;
    arrives(3);
    CHECK_FALSE(reader.defects().remote_alarm);
}

TEST(T1Sf, two_channels_of_256_may_be_wrong_in_the_remote_alarm_and_three_may_not) {
    arrives(5);
    in_alarm = true;
    for (const unsigned wrong : {2U, 3U}) {
        bool seen = false;
        for (unsigned ms = 0; ms < 16; ++ms) {  // twelve windows are nine such periods
            const auto framing = sends();
            for (unsigned n = ms * 192; n < (ms + 1) * 192; ++n) {
                if (n % 256 < wrong) line[n % 24].octets[n / 24 % 8] = 0x7F;
            }
            reader.read(line, framing);
            if (ms >= 4) seen = reader.defects().remote_alarm;
        }
        CHECK_EQUAL(wrong == 2, seen);
    }
}

TEST(T1Sf, an_esf_reader_does_not_find_alignment_in_sf) {
    reader = driver::T1FrameReader{};
    arrives(500);
    CHECK_FALSE(in_frame());
}
