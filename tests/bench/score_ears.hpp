// SPDX-License-Identifier: GPL-2.0-or-later
// Who listens for DTMF digits: our detector and spandsp's, on the same octets.
#pragma once

#include <span>
#include <string>

#include "driver/base/chunk.hpp"
#include "ivr_dsp/dsp/dtmf_rules.hpp"

namespace score {

struct Ears {
    ivr_dsp::DtmfRules rules;
    // spandsp's settings: negative leaves its own.
    bool filters_dial_tone = false;
    int twist_db = -1;
    int reverse_twist_db = -1;
    int threshold_dbm0 = -99;
};

std::string heard_by_us(const Ears& ears, driver::Law law, std::span<const driver::Chunk> line);
// Decodes by our table, so that only the detectors differ.
std::string heard_by_spandsp(const Ears& ears, driver::Law law,
                             std::span<const driver::Chunk> line);

}  // namespace score
