// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "driver/framing/line_code/pulses.hpp"

namespace driver {

// Line code violations (LCV, T1.231 §6.1.1). Running counts.
struct LineViolations {
    std::uint32_t bipolar{};  // pulses of the polarity of the one before that no substitution has
    std::uint32_t excess_zeros{};  // runs of more than 15 (AMI), 3 (HDB3), 7 (B8ZS) zeros
    std::uint32_t both{};          // a positive and a negative pulse at once
    [[nodiscard]] std::uint32_t total() const noexcept { return bipolar + excess_zeros + both; }
    friend bool operator==(const LineViolations&, const LineViolations&) = default;
};

// Makes bits of pulses. HDB3: 00V becomes 0000 with the bit before it; V is a violation all the
// same if the V before had its polarity. B8ZS: 000VB0VB becomes zeros. Any other pulse is a one,
// also if it violates the rule. decode() returns the bits of the octet before: eight bit times of
// delay.
class LineDecoder {
  public:
    constexpr explicit LineDecoder(LineCode code) : code_(code) {}
    [[nodiscard]] std::uint8_t decode(Pulses pulses) noexcept;
    [[nodiscard]] const LineViolations& violations() const noexcept { return violations_; }

  private:
    void decode_symbol(bool positive, bool negative) noexcept;
    void take_pulse(bool positive) noexcept;
    void take_hdb3_violation(bool positive) noexcept;
    void take_zero() noexcept;

    LineCode code_;
    bool any_{};            // pulse has come
    bool last_positive_{};  // the last pulse
    bool any_v_{};          // HDB3: a V has come
    bool last_v_positive_{};
    std::uint8_t zeros_{};         // in a row
    std::uint16_t bits_{};         // decoded, newest lowest
    std::uint16_t pulses_{};       // whether there was one, newest lowest
    std::uint16_t unexplained_{};  // violations that may yet belong to a B8ZS substitution
    LineViolations violations_;
};

}  // namespace driver
