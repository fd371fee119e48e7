// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "ivr_dsp/dsp/companding.hpp"

namespace ivr_dsp {

// From one sound to another within a few milliseconds, so that nothing clicks: one goes down as the
// other comes up, sample by sample. `ms` counts from 0 to one less than `of_ms`.
inline Chunk crossfaded(Law law, const Chunk& from, const Chunk& to, int ms, int of_ms) noexcept {
    const LinearChunk before = linear_from(law, from);
    const LinearChunk after = linear_from(law, to);
    const int samples = of_ms * static_cast<int>(before.size()) + 1;
    int done = ms * static_cast<int>(before.size());
    LinearChunk both;
    for (std::size_t i = 0; i < both.size(); ++i) {
        ++done;
        const int sum = before[i] * (samples - done) + after[i] * done;
        both[i] = static_cast<std::int16_t>(sum / samples);
    }
    return chunk_from(law, both);
}

}  // namespace ivr_dsp
