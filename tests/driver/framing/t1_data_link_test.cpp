// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/t1_data_link.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "driver/framing/t1_report.hpp"

#include <CppUTest/TestHarness.h>

using driver::T1Code;

// The data link of an ESF line, with codes and messages.
TEST_GROUP(T1DataLink) {
    using Octets = std::vector<std::uint8_t>;
    driver::T1FrameWriter framer;
    driver::T1DataLinkWriter far_end;
    driver::T1FrameReader reader;
    driver::T1DataLinkReader messages;
    std::array<driver::Chunk, 24> line{};
    std::vector<Octets> heard;

    void arrives(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            const auto bits = far_end.next_bits();
            reader.read(line, framer.write(line, {.data_link = bits}));
            messages.read(reader.data_link());
            const auto message = messages.message();
            if (!message.empty()) heard.emplace_back(message.begin(), message.end());
        }
    }
    std::string bits(int count) {
        std::string text;
        for (int i = 0; i < count; i += 4) {
            const unsigned four = far_end.next_bits();
            for (int k = 3; k >= 0; --k) text += (four >> k & 1U) != 0 ? '1' : '0';
        }
        return text;
    }
};

TEST(T1DataLink, codes_are_sent_from_the_right_of_how_the_standard_writes_them) {
    far_end.send(T1Code::line_loop_activate, 1);  // 00001110 11111111
    CHECK_EQUAL(std::string("1111111101110000"), bits(16));
    far_end.send(T1Code::line_loop_deactivate, 1);  // 00111000 11111111
    CHECK_EQUAL(std::string("1111111100011100"), bits(16));
    far_end.send(T1Code::loop_retention, 1);  // 00101010 11111111
    CHECK_EQUAL(std::string("1111111101010100"), bits(16));
    far_end.send(T1Code::remote_alarm_customer, 1);  // 00111110 11111111
    CHECK_EQUAL(std::string("1111111101111100"), bits(16));
    CHECK_EQUAL(0xFF00, driver::t1_code_bits(T1Code::remote_alarm));
}

TEST(T1DataLink, a_code_is_believed_when_seven_of_ten_say_so) {
    arrives(20);
    for (const T1Code code :
         {T1Code::payload_loop_activate, T1Code::payload_loop_deactivate,
          T1Code::line_loop_activate, T1Code::line_loop_deactivate, T1Code::loop_retention}) {
        far_end.send(code, 10);
        arrives(20);
        CHECK_FALSE(reader.code().has_value());
        arrives(20);
        CHECK(reader.code() == code);
        arrives(60);
        CHECK_FALSE(reader.code().has_value());
    }
}

TEST(T1DataLink, six_codes_are_not_enough) {
    arrives(20);
    far_end.send(T1Code::line_loop_activate, 6);
    for (int ms = 0; ms < 100; ++ms) {
        arrives(1);
        CHECK_FALSE(reader.code().has_value());
    }
}

TEST(T1DataLink, flags_are_no_code_and_no_message) {
    arrives(500);
    CHECK_FALSE(reader.code().has_value());
    CHECK_FALSE(reader.defects().remote_alarm);
    CHECK(heard.empty());
}

TEST(T1DataLink, messages_arrive_one_after_another) {
    arrives(20);
    for (std::uint8_t i = 0; i < 20; ++i) {
        const Octets message{0x38, 0x01, 0x03, i, 0xFF, 0x7E, i};
        CHECK(far_end.send(message));
        CHECK_FALSE(far_end.send(message));
        arrives(40);
        CHECK_EQUAL(i + 1U, heard.size());
        CHECK(heard.back() == message);
    }
    CHECK_EQUAL(0U, messages.errors().total());
}

TEST(T1DataLink, a_code_interrupts_a_message_which_is_not_heard) {
    arrives(20);
    const Octets message(20, 0x55);
    CHECK(far_end.send(message));
    arrives(10);
    far_end.send(T1Code::loop_retention, 10);
    CHECK_FALSE(far_end.send(message));
    arrives(36);
    CHECK(reader.code() == T1Code::loop_retention);
    arrives(20);
    CHECK(heard.empty());
    CHECK(far_end.send(message));
    arrives(60);
    CHECK_EQUAL(1U, heard.size());
    CHECK(heard.front() == message);
}

TEST(T1DataLink, the_remote_alarm_is_also_a_code) {
    arrives(20);
    for (int ms = 0; ms < 80; ++ms) {
        reader.read(line, framer.write(line, {.remote_alarm = true}));
    }
    CHECK(reader.defects().remote_alarm);
    CHECK(reader.code() == T1Code::remote_alarm);
}

TEST_GROUP(T1Report) {
    driver::T1Report report;
};

TEST(T1Report, a_clean_line_reports_the_vector_of_the_standard) {
    for (int second = 0; second < 5; ++second) report.add({});
    CHECK(report.frame(false) == (driver::T1ReportFrame{0x38, 0x01, 0x03, 0x00, 0x00, 0x00, 0x03,
                                                        0x00, 0x02, 0x00, 0x01}));
    CHECK_EQUAL(0x636C, driver::hdlc_fcs(report.frame(false)));  // sent 6C 63
}

TEST(T1Report, one_crc_error_and_line_code_violations_report_the_other_vector) {
    for (int second = 0; second < 4; ++second) report.add({});
    report.add({.crc_class = 1, .line_code_violation = true});
    CHECK(report.frame(false) == (driver::T1ReportFrame{0x38, 0x01, 0x03, 0x40, 0x10, 0x00, 0x03,
                                                        0x00, 0x02, 0x00, 0x01}));
    CHECK_EQUAL(0xB354, driver::hdlc_fcs(report.frame(false)));  // sent 54 B3
}

TEST(T1Report, crc_errors_fall_into_six_classes) {
    const std::array<std::array<std::uint32_t, 2>, 12> expected{
        {{0, 0},
         {1, 1},
         {2, 2},
         {5, 2},
         {6, 3},
         {10, 3},
         {11, 4},
         {100, 4},
         {101, 5},
         {319, 5},
         {320, 6},
         {333, 6}}
    };
    for (const auto& [errors, klass] : expected) {
        CHECK_EQUAL(klass, driver::t1_crc_class(errors));
    }
}

TEST(T1Report, every_bit_of_the_last_four_seconds_arrives) {
    for (std::uint8_t klass = 0; klass <= 6; ++klass) {
        const driver::T1ReportedSecond second{.crc_class = klass,
                                              .line_code_violation = klass % 2 == 0,
                                              .severely_errored_framing = klass % 3 == 0,
                                              .framing_error = klass % 2 == 1,
                                              .slip = klass == 4,
                                              .payload_loopback = klass == 5};
        report.add(second);
        const auto heard = driver::T1Report::parse(report.frame(true));
        CHECK(heard.has_value());
        CHECK_EQUAL(klass % 4, heard->number());
        for (std::size_t age = 0; age < 4; ++age) CHECK(heard->second(age) == report.second(age));
        CHECK(heard->second(0) == second);
    }
}

TEST(T1Report, other_messages_are_refused) {
    auto frame = report.frame(false);
    CHECK_FALSE(driver::T1Report::parse(std::span(frame).first(10)).has_value());
    for (std::size_t i = 0; i < 3; ++i) {
        frame = report.frame(false);
        frame[i] ^= 0x10;
        CHECK_FALSE(driver::T1Report::parse(frame).has_value());
    }
}
