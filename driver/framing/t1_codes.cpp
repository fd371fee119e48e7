// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/t1_codes.hpp"

#include <algorithm>

namespace driver {
namespace {

constexpr std::uint8_t period = 16;           // bits
constexpr std::uint16_t frame_bits = 0xFF81;  // those alike in every code
constexpr std::uint16_t frame_of_code = 0xFF00;
constexpr std::uint8_t codes = 64;
constexpr std::ptrdiff_t to_believe = 7;  // of the last ten

// Which code the 16 bits end with; the six bits come backwards.
constexpr std::uint8_t code_in(std::uint16_t bits) {
    std::uint8_t code = 0;
    for (unsigned i = 0; i < 6; ++i) {
        code = static_cast<std::uint8_t>(code << 1U | (bits >> (1 + i) & 1U));
    }
    return code;
}

constexpr bool holds_two_or_more(unsigned bits) {
    return (bits & (bits - 1)) != 0;
}

}  // namespace

void T1CodeReader::read(unsigned bit) noexcept {
    bits_ = static_cast<std::uint16_t>(bits_ << 1U | bit);
    if ((bits_ & frame_bits) == frame_of_code) seen_ = code_in(bits_);
    if (++period_bits_ == period) end_of_period();
}

void T1CodeReader::end_of_period() noexcept {
    const bool alarm = seen_ == static_cast<std::uint8_t>(T1Code::remote_alarm);
    alarms_ = static_cast<std::uint16_t>(alarms_ << 1U | (alarm ? 1U : 0U));
    const auto missed = static_cast<std::uint16_t>(~alarms_);
    if (missed == 0) remote_alarm_ = true;
    if (holds_two_or_more(missed)) remote_alarm_ = false;
    std::shift_left(last_.begin(), last_.end(), 1);
    last_.back() = seen_;
    seen_ = none;
    period_bits_ = 0;
}

std::optional<T1Code> T1CodeReader::code() const noexcept {
    // Seven of ten: the code is among the last four.
    for (auto it = last_.end() - 4; it != last_.end(); ++it) {
        if (*it < codes && std::count(last_.begin(), last_.end(), *it) >= to_believe) {
            return static_cast<T1Code>(*it);
        }
    }
    return std::nullopt;
}

}  // namespace driver
