// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>

#include "driver/base/fields.hpp"

namespace ivr_dsp {

// The longest way of an echo from the line's ear to its mouth.
ENUM(EchoTail, ms16, ms32, ms64, ms128)
inline constexpr std::array all_echo_tails{EchoTail::ms16, EchoTail::ms32, EchoTail::ms64,
                                           EchoTail::ms128};
constexpr std::size_t taps_of(EchoTail tail) {
    return std::size_t{128} << static_cast<unsigned>(tail);
}
constexpr std::size_t ms_of(EchoTail tail) {
    return std::size_t{16} << static_cast<unsigned>(tail);
}

}  // namespace ivr_dsp
