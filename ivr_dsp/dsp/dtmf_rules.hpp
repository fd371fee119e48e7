// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "driver/base/fields.hpp"

namespace ivr_dsp {

// What is a digit. ITU-T Q.24 says what must count and what must not; a rule lies in between.
// Levels and twist are measured over all looks of a digit. Tones count from 28-40 ms on everywhere.
struct DtmfRules {
    // Share of the frequency. The next key's tone when 7 % off is 2.7 % beside: no digit either.
    double tolerance = 0.023;
    double least_dbm0 = -37;       // of both tones together
    double least_tone_dbm0 = -90;  // of each tone
    // High tone over low tone: an echo 10 dB below changes it by several dB.
    double most_twist_db = 6;
    double least_twist_db = -9;
    int looks_to_end = 7;  // in a row that hear nothing of the digit, 4 ms apart
    // Energy at 350-450 Hz does not speak against a digit: for lines on which a dial tone goes on
    // while the caller dials.
    bool beside_dial_tone = false;
};

// Columns of Q.24's table. Those of Denmark, Australia and Brazil are not checked against a source.
ENUM(DtmfColumn, att, ntt, denmark, australia, brazil)

// att: 0 … -25 dBm0 a tone, twist +4 … -8 dB, 1.5 % count and 3.5 % do not. ntt: -3 … -24 dBm0 and
// none from -29 down, twist ±5 dB, 1.8 % and 3 %. denmark: a pause of 20 ms does not part a digit.
// australia: 1.5 % and 4 Hz count, 7 % do not.
constexpr DtmfRules rules_of(DtmfColumn column) {
    switch (column) {
        case DtmfColumn::att:
            return {};
        case DtmfColumn::ntt:
            return {.least_tone_dbm0 = -26.5, .most_twist_db = 7, .least_twist_db = -7};
        case DtmfColumn::denmark:
            return {.least_tone_dbm0 = -31,
                    .most_twist_db = 7,
                    .least_twist_db = -7,
                    .looks_to_end = 9};
        case DtmfColumn::australia:
            return {.least_tone_dbm0 = -28.5, .most_twist_db = 11, .least_twist_db = -11};
        case DtmfColumn::brazil:
            return {.most_twist_db = 10, .least_twist_db = -10};
    }
    return {};
}

}  // namespace ivr_dsp
