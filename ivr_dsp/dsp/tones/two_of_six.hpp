// SPDX-License-Identifier: GPL-2.0-or-later
// Register signals that are two of six frequencies: MFC-R2 (ITU-T Q.441), forward and backward, and
// R1 (Q.320-Q.323, Bell MF). In all of them signal n, 1-15, has the same two places: 1 is the
// lowest two, 15 the last two.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "driver/base/fields.hpp"
#include "ivr_dsp/dsp/tone_generator.hpp"

namespace ivr_dsp {

ENUM(SixTones, r2_forward, r2_backward, r1)

using SixFrequencies = std::array<double, 6>;
constexpr SixFrequencies frequencies_of(SixTones tones) {
    switch (tones) {
        case SixTones::r2_forward:
            return {1380, 1500, 1620, 1740, 1860, 1980};
        case SixTones::r2_backward:
            return {1140, 1020, 900, 780, 660, 540};
        case SixTones::r1:
            break;
    }
    return {700, 900, 1100, 1300, 1500, 1700};
}

// The places of a signal's two frequencies, the first below the second.
struct TwoPlaces {
    std::size_t first{};
    std::size_t second{};
};
constexpr TwoPlaces places_of(int signal) {
    std::size_t second = 1;
    auto left = static_cast<std::size_t>(signal - 1);
    while (left >= second) left -= second++;
    return {left, second};
}

// How signals 1-15 are written: R2 as 1-9, 0 and B-F; R1 as 1-9, 0, C (ST'''), A (ST'), * (KP),
// B (ST'') and # (ST).
constexpr std::string_view signs_of(SixTones tones) {
    return tones == SixTones::r1 ? "1234567890CA*B#" : "1234567890BCDEF";
}
constexpr char sign_of(SixTones tones, int signal) {
    return signal >= 1 && signal <= 15 ? signs_of(tones)[static_cast<std::size_t>(signal - 1)]
                                       : '\0';
}
// 0 if no signal is written so.
constexpr int signal_written(SixTones tones, char sign) {
    const auto place = signs_of(tones).find(sign);
    return place == std::string_view::npos ? 0 : static_cast<int>(place) + 1;
}

// A signal to be sent for some time. R2 has -11.5 ±1 dBm0 a frequency (Q.454), R1 -7 ±1 (Q.322).
constexpr ToneStep signal_step(SixTones tones, int signal, driver::Ticks lasts) {
    const double level_dbm0 = tones == SixTones::r1 ? -7 : -11.5;
    const auto places = places_of(signal);
    const auto hz = frequencies_of(tones);
    return {
        {static_cast<unsigned>(hz[places.first]),  level_dbm0},
        {static_cast<unsigned>(hz[places.second]), level_dbm0},
        lasts
    };
}

// R1 of Q.322: 68 ms and 68 ms pause, KP 100 ms.
inline constexpr driver::Ticks r1_pause{68};
constexpr driver::Ticks r1_length(char sign) {
    return driver::Ticks{sign == '*' ? 100 : 68};
}

}  // namespace ivr_dsp
