// SPDX-License-Identifier: GPL-2.0-or-later
// Levels in dBm0 and what they are in 16-bit samples. Both laws' 0 dBm0 is the digital milliwatt of
// G.711 (tables 5 and 6): 3.14 dB below A-law's overload, 3.17 dB below µ-law's.
#pragma once

#include <cmath>

#include "driver/base/chunk.hpp"

namespace ivr_dsp {

// Peak of a sine of 0 dBm0, in 16-bit linear units.
constexpr double milliwatt_peak(driver::Law law) {
    return law == driver::Law::alaw ? 22822.9 : 22650.5;
}
inline double peak_from_dbm0(driver::Law law, double level_dbm0) {
    return milliwatt_peak(law) * std::pow(10.0, level_dbm0 / 20);
}
// Level of a signal by its mean square in 16-bit linear units.
inline double dbm0_from_mean_square(driver::Law law, double mean_square) {
    return 10 * std::log10(2 * mean_square / (milliwatt_peak(law) * milliwatt_peak(law)));
}

}  // namespace ivr_dsp
