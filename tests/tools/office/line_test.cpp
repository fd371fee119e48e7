// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>
#include <string>
#include <vector>

#include "tools/office/d_channel.hpp"
#include "tools/office/e1_framing.hpp"
#include "tools/office/t1_framing.hpp"

#include <CppUTest/TestHarness.h>

using namespace tools::office;

namespace {

std::uint8_t low(unsigned value) {
    return static_cast<std::uint8_t>(value & 0xFFU);
}

// The payload of golden vector V3: octet = 32·frame + timeslot.
driver::E1Millisecond counting_e1(unsigned first_frame) {
    driver::E1Millisecond ms;
    for (unsigned slot = 1; slot < 32; ++slot) {
        for (unsigned frame = 0; frame < 8; ++frame) {
            ms.timeslot[slot].octets[frame] = low(32 * (first_frame + frame) + slot);
        }
    }
    return ms;
}

driver::T1Millisecond counting_t1(unsigned first_frame) {
    driver::T1Millisecond ms;
    for (unsigned slot = 0; slot < 24; ++slot) {
        for (unsigned frame = 0; frame < 8; ++frame) {
            ms.timeslot[slot].octets[frame] = low(24 * (first_frame + frame) + slot);
        }
    }
    return ms;
}

}  // namespace

TEST_GROUP(E1) {
    E1Framing near;
    E1Framing far;

    driver::E1Millisecond send(unsigned ms, bool alarm = false) {
        auto millisecond = counting_e1(ms % 2 * 8);
        near.write(millisecond, alarm);
        return millisecond;
    }
};

TEST(E1, timeslot_0_equals_the_golden_multiframe) {
    std::vector<std::uint8_t> sent;
    for (unsigned ms = 0; ms < 6; ++ms) {
        const auto millisecond = send(ms);
        if (ms >= 4)
            sent.insert(sent.end(), millisecond.timeslot[0].octets.begin(),
                        millisecond.timeslot[0].octets.end());
    }
    const std::vector<std::uint8_t> golden{0x9B, 0x5F, 0x9B, 0x5F, 0x1B, 0xDF, 0x9B, 0x5F,
                                           0x9B, 0xDF, 0x9B, 0xDF, 0x1B, 0xDF, 0x1B, 0xDF};
    CHECK(sent == golden);
}

TEST(E1, frames_are_found_and_a_clean_line_has_no_errors) {
    for (unsigned ms = 0; ms < 1'000; ++ms) far.read(send(ms));
    CHECK(far.state().aligned);
    CHECK_FALSE(far.state().remote_alarm);
    LONGS_EQUAL(0, far.state().crc_errors);
    LONGS_EQUAL(0, far.state().frame_errors);
}

TEST(E1, one_wrong_bit_is_one_wrong_crc) {
    for (unsigned ms = 0; ms < 100; ++ms) {
        auto millisecond = send(ms);
        if (ms == 50) millisecond.timeslot[17].octets[3] ^= 0x10U;
        far.read(millisecond);
    }
    LONGS_EQUAL(1, far.state().crc_errors);
}

TEST(E1, a_far_end_in_trouble_is_seen_and_so_is_its_recovery) {
    for (unsigned ms = 0; ms < 20; ++ms) far.read(send(ms, true));
    CHECK(far.state().remote_alarm);
    for (unsigned ms = 0; ms < 20; ++ms) far.read(send(ms));
    CHECK_FALSE(far.state().remote_alarm);
}

TEST(E1, all_ones_are_no_frames_but_an_alarm) {
    for (unsigned ms = 0; ms < 20; ++ms) far.read(send(ms));
    driver::E1Millisecond ones;
    ones.timeslot.fill(driver::filled(0xFF));
    for (unsigned ms = 0; ms < 5; ++ms) far.read(ones);
    CHECK(far.state().alarm_indication);
    CHECK_FALSE(far.state().aligned);
    for (unsigned ms = 0; ms < 20; ++ms) far.read(send(ms));
    CHECK(far.state().aligned && !far.state().alarm_indication);
}

TEST_GROUP(T1) {
    T1Framing near;
    T1Framing far;

    driver::T1Millisecond send(unsigned ms, bool alarm = false) {
        auto millisecond = counting_t1(ms % 3 * 8);
        near.write(millisecond, alarm);
        return millisecond;
    }
};

TEST(T1, framing_bits_equal_the_golden_superframe) {
    std::string sent;
    for (unsigned ms = 0; ms < 9; ++ms) {
        const auto millisecond = send(ms);
        for (unsigned frame = 0; frame < 8 && ms >= 6; ++frame) {
            sent += (millisecond.framing >> frame & 1U) != 0 ? '1' : '0';
        }
    }
    STRCMP_EQUAL("111011101011111010111111", sent.c_str());
}

TEST(T1, superframes_are_found_and_a_wrong_bit_is_one_wrong_crc) {
    for (unsigned ms = 0; ms < 300; ++ms) {
        auto millisecond = send(ms);
        if (ms == 200) millisecond.timeslot[3].octets[5] ^= 0x01U;
        far.read(millisecond);
    }
    CHECK(far.state().aligned);
    LONGS_EQUAL(1, far.state().crc_errors);
    LONGS_EQUAL(0, far.state().frame_errors);
}

// With the same octets in every frame the CRC bits stand still, and may look like the pattern.
TEST(T1, superframes_are_found_on_a_steady_line_whatever_its_octets) {
    for (unsigned octet = 0; octet < 768; ++octet) {
        const int joins = static_cast<int>(octet / 256);  // which third of a superframe comes first
        T1Framing sender;
        T1Framing reader;
        std::uint32_t errors_before = 0;
        for (int ms = 0; ms < 240; ++ms) {
            driver::T1Millisecond millisecond;
            for (auto& timeslot : millisecond.timeslot) {
                timeslot = driver::filled(static_cast<std::uint8_t>(octet % 256));
            }
            sender.write(millisecond, false);
            if (ms >= joins) reader.read(millisecond);
            if (ms == 200) errors_before = reader.state().crc_errors;
        }
        CHECK(reader.state().aligned);
        LONGS_EQUAL(errors_before, reader.state().crc_errors);
    }
}

TEST(T1, yellow_alarm_comes_by_the_data_link) {
    for (unsigned ms = 0; ms < 100; ++ms) far.read(send(ms, true));
    CHECK(far.state().remote_alarm);
    for (unsigned ms = 0; ms < 100; ++ms) far.read(send(ms));
    CHECK_FALSE(far.state().remote_alarm);
}

TEST_GROUP(DChannelOctets) {
    DChannel near;
    DChannel far;

    std::vector<DChannel::Octets> arrive(int ms) {
        std::vector<DChannel::Octets> frames;
        for (int i = 0; i < ms; ++i) {
            far.hear(near.speak());
            while (auto frame = far.next()) frames.push_back(*frame);
        }
        return frames;
    }
};

TEST(DChannelOctets, a_sabme_goes_out_bit_for_bit_as_q921_wants_it) {
    const std::array<std::uint8_t, 3> sabme{0x00, 0x01, 0x7F};
    std::string bits;
    for (int ms = 0; ms < 4; ++ms) {
        if (ms == 1) near.send(sabme);
        for (const auto octet : near.speak().octets) {
            for (int bit = 7; bit >= 0; --bit) bits += (octet >> bit & 1) != 0 ? '1' : '0';
        }
    }
    // Flag, address, control, FCS 64 54, flag; one zero inserted after five ones.
    const std::string golden = "011111100000000010000000111110110001001100010101001111110";
    CHECK(bits.find(golden) != std::string::npos);
}

TEST(DChannelOctets, frames_of_every_length_arrive_whole_and_in_order) {
    (void)arrive(2);
    std::vector<DChannel::Octets> sent;
    for (std::size_t size = 3; size <= 260; size += 7) {
        sent.emplace_back(size, low(static_cast<unsigned>(size * 37)));
        near.send(sent.back());
    }
    const auto received = arrive(1'000);
    CHECK(received == sent);
    LONGS_EQUAL(0, far.bad_frames());
}

TEST(DChannelOctets, a_frame_hit_by_noise_is_counted_and_not_delivered) {
    (void)arrive(2);
    near.send(DChannel::Octets{1, 2, 3, 4, 5, 6, 7, 8});
    LONGS_EQUAL(1, arrive(5).size());
    near.send(DChannel::Octets{1, 2, 3, 4, 5, 6, 7, 8});
    auto noisy = near.speak();
    noisy.octets[4] ^= 0x08U;
    far.hear(noisy);
    LONGS_EQUAL(0, arrive(20).size());
    LONGS_EQUAL(1, far.bad_frames());
}

TEST(DChannelOctets, more_than_64_waiting_frames_lose_the_oldest_not_the_one_under_way) {
    for (std::uint8_t i = 0; i < 70; ++i) near.send(DChannel::Octets{i, 1, 2});
    LONGS_EQUAL(6, near.dropped());
    (void)near.speak();
    LONGS_EQUAL(0, near.bad_frames());
}
