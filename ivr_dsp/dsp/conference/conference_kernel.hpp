// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "driver/base/chunk.hpp"
#include "ivr_dsp/dsp/simd/isa.hpp"

namespace ivr_dsp {

// One number for each of a party's samples of this millisecond. Samples are of 14 bits: a quarter
// of those of companding.hpp.
using SampleRow = std::array<std::int16_t, driver::samples_per_tick>;
// One for each two samples.
using PairRow = std::array<std::int32_t, driver::samples_per_tick / 2>;

// Only the party at place `to` hears the one at place `from`.
struct Whisper {
    std::uint16_t from{};
    std::uint16_t to{};
};

// Turns a conference down while its sum would be more than a law can say: at once by what is too
// much, and up again by 6 dB in 0.2 s.
struct Limiter {
    static constexpr std::int32_t unity = 32'768;
    std::int32_t gain{unity};
};

// Four places of a conference side by side, where parties sit or nobody does (gain 0).
struct alignas(64) ConferencePlaces {
    static constexpr std::size_t count = 4;
    static constexpr std::int16_t unity = 8192;  // of gains

    SampleRow is_alaw[count]{};  // -1, or 0 for µ-law; of both directions
    SampleRow gains[count]{};
    PairRow loud[count]{};                // grows by the squares of what was said, before the
                                          // gain; holds 16 ms
    SampleRow own[count]{};               // for the kernel's own use
    const driver::Chunk* heard[count]{};  // what the parties say
    driver::Chunk said[count]{};          // what they hear
};

// A millisecond of a conference. Places are counted through from 0, those of parties first.
struct ConferenceMix {
    std::size_t parties{};
    ConferencePlaces* places{};    // as many as the parties need
    driver::Chunk* said_to_all{};  // the sum of all, by law; or for nobody
    const Whisper* whispers{};
    std::size_t whisper_count{};
    SampleRow* whispered{};  // for the kernel's own use, by whisper
    Limiter* limiter{};
};

// Each place is told the sum of all other parties, limited to what a law can say. Several
// conferences at once, at most so many: small ones then cost hardly more than their parties.
struct ConferenceKernel {
    static constexpr std::size_t at_once = 16;
    void (*mix)(const ConferenceMix* rooms, std::size_t count);
};
IVR_DSP_KERNEL(ConferenceKernel, conference_kernel)

}  // namespace ivr_dsp
