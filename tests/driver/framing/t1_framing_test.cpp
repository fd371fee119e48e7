// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/t1_framing.hpp"

#include <array>
#include <string>

#include <CppUTest/TestHarness.h>

using driver::Chunk;

// A T1 between a far end that sends ESF and our reader, a millisecond (eight frames) at a time.
TEST_GROUP(T1Framing) {
    driver::T1FrameWriter far_end;
    driver::T1FrameReader reader;
    std::array<Chunk, 24> line{};
    bool far_end_in_alarm = false;

    void setup() override {
        payload(0xFF);
    }
    void payload(std::uint8_t octet) {
        line.fill(driver::filled(octet));
    }
    void arrives(std::uint8_t framing) {
        reader.read(line, framing);
    }
    void arrives_framed(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i)
            arrives(far_end.write(line, {.remote_alarm = far_end_in_alarm}));
    }
    // F bits of frames 1 … 8·milliseconds.
    std::string f_bits(int milliseconds) {
        std::string bits;
        for (int i = 0; i < milliseconds; ++i) {
            const auto framing = far_end.write(line, {.remote_alarm = far_end_in_alarm});
            for (int k = 0; k < 8; ++k) bits += (framing >> k & 1) != 0 ? '1' : '0';
        }
        return bits;
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

TEST(T1Framing, the_remote_alarm_is_eight_ones_and_eight_zeros_on_the_data_link) {
    far_end_in_alarm = true;
    const auto bits = f_bits(12);
    std::string data_link;
    for (std::size_t frame = 0; frame < bits.size(); frame += 2) data_link += bits[frame];
    CHECK_EQUAL(std::string("111111110000000011111111000000001111111100000000"), data_link);
}

TEST(T1Framing, alignment_is_found_within_nine_milliseconds_wherever_the_superframe_begins) {
    for (int begin = 0; begin < 3; ++begin) {
        driver::T1FrameWriter other_far_end;
        for (int i = 0; i < begin; ++i) static_cast<void>(other_far_end.write(line, {}));
        reader.reset();
        int needed = 0;
        while (!in_frame() && needed < 100) {
            arrives(other_far_end.write(line, {}));
            ++needed;
        }
        CHECK(needed <= 9);
    }
}

TEST(T1Framing, alignment_holds_and_a_single_wrong_bit_is_borne) {
    arrives_framed(9);
    for (int i = 0; i < 100; ++i) {
        CHECK(in_frame());
        const auto framing = far_end.write(line, {});
        const bool hit = i % 6 == 0;
        arrives(hit ? static_cast<std::uint8_t>(framing ^ 0x08) : framing);
    }
    CHECK(in_frame());
}

TEST(T1Framing, two_wrong_framing_bits_of_four_lose_alignment) {
    arrives_framed(9);
    CHECK(in_frame());
    arrives(static_cast<std::uint8_t>(far_end.write(line, {}) ^ 0x88));
    CHECK_FALSE(in_frame());
    arrives_framed(9);
    CHECK(in_frame());
}

TEST(T1Framing, a_lost_millisecond_costs_alignment_until_it_is_found_again) {
    arrives_framed(9);
    static_cast<void>(far_end.write(line, {}));
    arrives_framed(3);
    CHECK_FALSE(in_frame());
    arrives_framed(9);
    CHECK(in_frame());
}

TEST(T1Framing, the_remote_alarm_is_believed_after_sixteen_codes) {
    arrives_framed(9);
    far_end_in_alarm = true;
    arrives_framed(60);
    CHECK_FALSE(remote_alarm());
    arrives_framed(12);
    CHECK(remote_alarm());
    CHECK(in_frame());
    far_end_in_alarm = false;
    arrives_framed(16);
    CHECK_FALSE(remote_alarm());
}

TEST(T1Framing, one_spoilt_code_of_sixteen_neither_raises_nor_ends_the_remote_alarm) {
    arrives_framed(9);
    far_end_in_alarm = true;
    arrives_framed(80);
    CHECK(remote_alarm());
    arrives(static_cast<std::uint8_t>(far_end.write(line, {.remote_alarm = true}) ^ 0x01));
    arrives_framed(40);
    CHECK(remote_alarm());
}

TEST(T1Framing, alignment_is_found_while_the_far_end_sends_the_remote_alarm) {
    far_end_in_alarm = true;
    arrives_framed(9);
    CHECK(in_frame());
    arrives_framed(80);
    CHECK(remote_alarm());
}

TEST(T1Framing, unframed_ones_are_the_alarm_indication) {
    arrives_framed(9);
    for (int i = 0; i < 3; ++i) arrives(0xFF);
    CHECK_FALSE(in_frame());
    for (int i = 0; i < 12; ++i) arrives(0xFF);
    CHECK(all_ones());
    arrives_framed(9);
    CHECK(in_frame());
    CHECK_FALSE(all_ones());
}

TEST(T1Framing, some_zeros_are_borne_in_the_alarm_indication_and_six_in_3_ms_end_it) {
    for (int i = 0; i < 12; ++i) {
        payload(0xFF);
        line[i % 24U].octets[3] = 0xFE;
        arrives(0xFF);
    }
    CHECK(all_ones());
    line[0].octets[0] = 0x03;
    for (int i = 0; i < 3; ++i) arrives(0xFF);
    CHECK_FALSE(all_ones());
}

TEST(T1Framing, framed_ones_are_never_taken_for_the_alarm_indication) {
    for (int i = 0; i < 50; ++i) {
        arrives_framed(1);
        CHECK_FALSE(all_ones());
    }
    CHECK(in_frame());
}

TEST(T1Framing, a_line_of_zeros_is_loss_of_frame_only) {
    arrives_framed(9);
    payload(0x00);
    for (int i = 0; i < 20; ++i) arrives(0x00);
    CHECK_FALSE(in_frame());
    CHECK_FALSE(all_ones());
    CHECK_FALSE(remote_alarm());
}
