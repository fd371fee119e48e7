// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/line_code/line_decoder.hpp"

namespace driver {
namespace {

constexpr std::uint16_t hdb3_block = 0xF;
constexpr std::uint16_t two_before = 0x6;
constexpr std::uint16_t b8zs_block = 0xFF;
constexpr std::uint16_t b8zs_pulses = 0b0001'1011;      // 000VB0VB
constexpr std::uint16_t b8zs_violations = 0b0001'0010;  // its V
constexpr std::uint16_t left_the_block = 0x100;

constexpr std::uint8_t zeros_allowed(LineCode code) {
    switch (code) {
        case LineCode::ami:
            return 15;
        case LineCode::hdb3:
            return 3;
        case LineCode::b8zs:
            return 7;
    }
    return 0;
}

constexpr std::uint16_t shifted(std::uint16_t bits, unsigned newest) {
    return static_cast<std::uint16_t>(bits << 1U | newest);
}

}  // namespace

std::uint8_t LineDecoder::decode(Pulses pulses) noexcept {
    for (unsigned i = 8; i-- > 0;) {
        decode_symbol((pulses.positive >> i & 1U) != 0, (pulses.negative >> i & 1U) != 0);
    }
    return static_cast<std::uint8_t>(bits_ >> 8U);
}

void LineDecoder::decode_symbol(bool positive, bool negative) noexcept {
    const bool pulse = positive || negative;
    bits_ = shifted(bits_, pulse ? 1 : 0);
    pulses_ = shifted(pulses_, pulse ? 1 : 0);
    unexplained_ = shifted(unexplained_, 0);
    if (positive && negative) {
        ++violations_.both;
        zeros_ = 0;
        any_ = false;  // the polarity of the next one cannot be wrong
    } else if (pulse) {
        take_pulse(positive);
    } else {
        take_zero();
    }
    if ((unexplained_ & left_the_block) != 0) ++violations_.bipolar;
}

void LineDecoder::take_pulse(bool positive) noexcept {
    const bool violates = any_ && positive == last_positive_;
    zeros_ = 0;
    any_ = true;
    last_positive_ = positive;
    if (violates && code_ == LineCode::hdb3) return take_hdb3_violation(positive);
    if (violates && code_ == LineCode::ami) ++violations_.bipolar;
    if (code_ != LineCode::b8zs) return;
    unexplained_ = static_cast<std::uint16_t>(unexplained_ | (violates ? 1U : 0U));
    const bool substitution =
        (pulses_ & b8zs_block) == b8zs_pulses && (unexplained_ & b8zs_block) == b8zs_violations;
    if (!substitution) return;
    bits_ = static_cast<std::uint16_t>(bits_ & ~b8zs_block);
    unexplained_ = static_cast<std::uint16_t>(unexplained_ & ~b8zs_block);
}

void LineDecoder::take_hdb3_violation(bool positive) noexcept {
    const bool substitution = (pulses_ & two_before) == 0;
    if (!substitution) {
        ++violations_.bipolar;
        return;
    }
    bits_ = static_cast<std::uint16_t>(bits_ & ~hdb3_block);
    if (any_v_ && positive == last_v_positive_) ++violations_.bipolar;
    any_v_ = true;
    last_v_positive_ = positive;
}

void LineDecoder::take_zero() noexcept {
    if (zeros_ <= zeros_allowed(code_) && ++zeros_ == zeros_allowed(code_) + 1) {
        ++violations_.excess_zeros;
    }
}

}  // namespace driver
