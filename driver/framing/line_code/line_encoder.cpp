// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/line_code/line_encoder.hpp"

namespace driver {
namespace {

constexpr std::uint8_t hdb3_zeros = 4;
constexpr std::uint8_t b8zs_zeros = 8;

}  // namespace

Pulses LineEncoder::encode(std::uint8_t octet) noexcept {
    for (unsigned i = 8; i-- > 0;) encode_bit(octet >> i & 1U);
    return {.positive = static_cast<std::uint8_t>(positive_ >> 8U),
            .negative = static_cast<std::uint8_t>(negative_ >> 8U)};
}

void LineEncoder::put(unsigned age, bool positive) noexcept {
    (positive ? positive_ : negative_) |= 1U << age;
    last_positive_ = positive;
}

void LineEncoder::encode_bit(unsigned bit) noexcept {
    positive_ <<= 1U;
    negative_ <<= 1U;
    if (bit != 0) {
        put(0, !last_positive_);
        odd_ = !odd_;
        zeros_ = 0;
        return;
    }
    ++zeros_;
    if (code_ == LineCode::hdb3 && zeros_ == hdb3_zeros) substitute_hdb3();
    if (code_ == LineCode::b8zs && zeros_ == b8zs_zeros) substitute_b8zs();
    if (code_ == LineCode::ami) zeros_ = 0;
}

void LineEncoder::substitute_hdb3() noexcept {
    if (!odd_) put(3, !last_positive_);  // B: an odd number of pulses between one V and the next
    put(0, last_positive_);
    odd_ = false;
    zeros_ = 0;
}

void LineEncoder::substitute_b8zs() noexcept {
    put(4, last_positive_);
    put(3, !last_positive_);
    put(1, last_positive_);
    put(0, !last_positive_);
    zeros_ = 0;
}

}  // namespace driver
