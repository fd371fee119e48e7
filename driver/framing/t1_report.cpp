// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/t1_report.hpp"

#include <algorithm>

namespace driver {
namespace {

constexpr std::uint8_t address_from_customer = 0x38;  // SAPI 14, C/R = 0
constexpr std::uint8_t address_from_carrier = 0x3A;   // C/R = 1
constexpr std::uint8_t tei_0 = 0x01;
constexpr std::uint8_t ui = 0x03;
constexpr std::size_t seconds_at = 3;

// The two octets of a second, the first one highest: bits 8 … 1 are
// G3 LV G4 U1 U2 G5 SL G6 and FE SE LB G1 R G2 Nm Nl.
constexpr unsigned lv = 0x4000;
constexpr unsigned sl = 0x0200;
constexpr unsigned fe = 0x0080;
constexpr unsigned se = 0x0040;
constexpr unsigned lb = 0x0020;
constexpr std::array<unsigned, 7> g{0, 0x0010, 0x0004, 0x8000, 0x2000, 0x0400, 0x0100};
constexpr unsigned counter = 0x0003;
constexpr std::array<std::uint32_t, 7> least_errors{0, 1, 2, 6, 11, 101, 320};

constexpr unsigned pack(const T1ReportedSecond& second) {
    unsigned bits = second.crc_class < g.size() ? g[second.crc_class] : g.back();
    if (second.line_code_violation) bits |= lv;
    if (second.severely_errored_framing) bits |= se;
    if (second.framing_error) bits |= fe;
    if (second.slip) bits |= sl;
    if (second.payload_loopback) bits |= lb;
    return bits;
}

constexpr T1ReportedSecond unpack(unsigned bits) {
    T1ReportedSecond second{.crc_class = 0,
                            .line_code_violation = (bits & lv) != 0,
                            .severely_errored_framing = (bits & se) != 0,
                            .framing_error = (bits & fe) != 0,
                            .slip = (bits & sl) != 0,
                            .payload_loopback = (bits & lb) != 0};
    for (std::size_t i = 1; i < g.size(); ++i) {
        if ((bits & g[i]) != 0) second.crc_class = static_cast<std::uint8_t>(i);
    }
    return second;
}

}  // namespace

std::uint8_t t1_crc_class(std::uint32_t crc_errors) noexcept {
    return static_cast<std::uint8_t>(std::count_if(least_errors.begin() + 1, least_errors.end(),
                                                   [&](auto n) { return crc_errors >= n; }));
}

std::uint32_t t1_least_crc_errors(std::uint8_t crc_class) noexcept {
    return least_errors[std::min<std::size_t>(crc_class, least_errors.size() - 1)];
}

void T1Report::add(const T1ReportedSecond& second) noexcept {
    std::shift_right(seconds_.begin(), seconds_.end(), 1);
    seconds_.front() = second;
    number_ = (number_ + 1U) & counter;
}

T1ReportFrame T1Report::frame(bool from_carrier) const noexcept {
    T1ReportFrame frame{from_carrier ? address_from_carrier : address_from_customer, tei_0, ui};
    for (std::size_t age = 0; age < seconds_.size(); ++age) {
        const unsigned bits = pack(seconds_[age]) | ((number_ - age) & counter);
        frame[seconds_at + 2 * age] = static_cast<std::uint8_t>(bits >> 8U);
        frame[seconds_at + 2 * age + 1] = static_cast<std::uint8_t>(bits);
    }
    return frame;
}

std::optional<T1Report> T1Report::parse(std::span<const std::uint8_t> frame) noexcept {
    if (frame.size() != std::tuple_size_v<T1ReportFrame>) return std::nullopt;
    const bool from_us = frame[0] == address_from_customer || frame[0] == address_from_carrier;
    if (!from_us || frame[1] != tei_0 || frame[2] != ui) return std::nullopt;
    T1Report report;
    report.number_ = frame[seconds_at + 1] & counter;
    for (std::size_t age = 0; age < report.seconds_.size(); ++age) {
        const unsigned high = frame[seconds_at + 2 * age];
        report.seconds_[age] = unpack(high << 8U | frame[seconds_at + 2 * age + 1]);
    }
    return report;
}

}  // namespace driver
