// SPDX-License-Identifier: GPL-2.0-or-later
// The performance report message of an ESF line (T1.403 §9.4.2): once a second, what the last four
// seconds were like, as an LAPD UI frame (SAPI 14, TEI 0) on the data link.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace driver {

// One second of a line.
struct T1ReportedSecond {
    std::uint8_t crc_class{};         // G1-G6 as 1-6; 0: no CRC error
    bool line_code_violation{};       // LV
    bool severely_errored_framing{};  // SE
    bool framing_error{};             // FE
    bool slip{};                      // SL
    bool payload_loopback{};          // LB
    friend bool operator==(const T1ReportedSecond&, const T1ReportedSecond&) = default;
};

// G1: one, G2: 2-5, G3: 6-10, G4: 11-100, G5: 101-319, G6: 320 and more.
[[nodiscard]] std::uint8_t t1_crc_class(std::uint32_t crc_errors) noexcept;

// The least number of the class.
[[nodiscard]] std::uint32_t t1_least_crc_errors(std::uint8_t crc_class) noexcept;

// Address to last octet; the HDLC encoder adds the FCS.
using T1ReportFrame = std::array<std::uint8_t, 11>;

class T1Report {
  public:
    // A second more: the fourth one drops out.
    void add(const T1ReportedSecond& second) noexcept;
    // `from_carrier`: sent by the network towards the customer (C/R = 1).
    [[nodiscard]] T1ReportFrame frame(bool from_carrier) const noexcept;
    // Nothing if `frame` is not a performance report.
    [[nodiscard]] static std::optional<T1Report> parse(
        std::span<const std::uint8_t> frame) noexcept;

    // 0 is the latest, 3 the oldest.
    [[nodiscard]] const T1ReportedSecond& second(std::size_t age) const noexcept {
        return seconds_[age];
    }
    // Of the latest second, modulo four: a receiver sees by it which seconds it has had before.
    [[nodiscard]] std::uint8_t number() const noexcept { return number_; }

  private:
    std::array<T1ReportedSecond, 4> seconds_{};
    std::uint8_t number_{3};  // so that the first second is number 0
};

}  // namespace driver
