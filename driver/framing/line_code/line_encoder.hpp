// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "driver/framing/line_code/pulses.hpp"

namespace driver {

// Makes pulses of bits: AMI; HDB3, where 0000 becomes 000V or B00V (G.703 Annex A); B8ZS, where
// 00000000 becomes 000VB0VB (T1.102, G.703 Annex A). V has the polarity of the pulse before it.
//
// A substitution reaches back, so what encode() returns are the pulses of the octet before; the
// first ones are none. Eight bit times of delay.
class LineEncoder {
  public:
    // As if the pulse before had been negative.
    constexpr explicit LineEncoder(LineCode code) : code_(code) {}
    [[nodiscard]] Pulses encode(std::uint8_t octet) noexcept;

  private:
    void encode_bit(unsigned bit) noexcept;
    void put(unsigned age, bool positive) noexcept;
    void substitute_hdb3() noexcept;
    void substitute_b8zs() noexcept;

    LineCode code_;
    bool last_positive_{};      // the last pulse
    bool odd_{};                // HDB3: pulses since the last V
    std::uint8_t zeros_{};      // in a row
    std::uint32_t positive_{};  // the last 16 bit times and older ones, newest lowest
    std::uint32_t negative_{};
};

}  // namespace driver
