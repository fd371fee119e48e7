// SPDX-License-Identifier: GPL-2.0-or-later
// A sine the compiler can work out, so that every build has the same tables to the last bit.
#pragma once

#include <numbers>

namespace ivr_dsp {

// sin(2π·turns), within 1e-12 for |turns| up to a million.
constexpr double sine_of(double turns) {
    turns -= static_cast<double>(static_cast<long long>(turns));  // (-1, 1)
    if (turns > 0.5) turns -= 1;
    if (turns < -0.5) turns += 1;
    const double angle = 2 * std::numbers::pi * turns;
    double term = angle;
    double sum = angle;
    for (int i = 1; i < 16; ++i) {
        term *= -angle * angle / ((2 * i) * (2 * i + 1));
        sum += term;
    }
    return sum;
}
constexpr double cosine_of(double turns) {
    return sine_of(turns + 0.25);
}

}  // namespace ivr_dsp
