// SPDX-License-Identifier: GPL-2.0-or-later
// The sixteen push-button signals of ITU-T Q.23: one tone of the low group, one of the high.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace ivr_dsp {

inline constexpr std::array<double, 4> dtmf_low_hz = {697, 770, 852, 941};
inline constexpr std::array<double, 4> dtmf_high_hz = {1209, 1336, 1477, 1633};
// Row by row as on the keypad: index = 4 * low + high.
inline constexpr std::string_view dtmf_digits = "123A456B789C*0#D";

// By tone: the low group 0-3, the high group 4-7.
constexpr double dtmf_hz(std::size_t tone) {
    return tone < 4 ? dtmf_low_hz[tone] : dtmf_high_hz[tone - 4];
}

constexpr char dtmf_digit(std::size_t low, std::size_t high) {
    return dtmf_digits[4 * low + high];
}
// Its place among the digits, or 16 if it is none.
constexpr std::size_t dtmf_place(char digit) {
    std::size_t place = 0;
    while (place < dtmf_digits.size() && dtmf_digits[place] != digit) ++place;
    return place;
}

}  // namespace ivr_dsp
