// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/score_ears.hpp"

#include "ivr_dsp/dsp/companding.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"

// Last: its header defines macros that break others.
#include <spandsp.h>
#undef lrint
#undef lrintf

namespace score {

using driver::Chunk;
using driver::Law;

std::string heard_by_us(const Ears& ears, Law law, std::span<const Chunk> line) {
    support::OneDetector detector(law, ears.rules);
    std::string digits;
    driver::Ticks now{};
    for (const Chunk& chunk : line) {
        const auto change = detector.hear(chunk, now++);
        if (change.began != 0) digits += change.began;
    }
    return digits;
}

std::string heard_by_spandsp(const Ears& ears, Law law, std::span<const Chunk> line) {
    dtmf_rx_state_t* detector = dtmf_rx_init(nullptr, nullptr, nullptr);
    dtmf_rx_parms(detector, ears.filters_dial_tone ? 1 : 0, ears.twist_db, ears.reverse_twist_db,
                  ears.threshold_dbm0);
    std::string digits;
    char some[128];
    for (const Chunk& chunk : line) {
        const auto samples = ivr_dsp::linear_from(law, chunk);
        dtmf_rx(detector, samples.data(), static_cast<int>(samples.size()));
        digits.append(some, dtmf_rx_get(detector, some, sizeof some));
    }
    dtmf_rx_free(detector);
    return digits;
}

}  // namespace score
