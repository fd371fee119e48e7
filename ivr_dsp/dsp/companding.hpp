// SPDX-License-Identifier: GPL-2.0-or-later
// A-law and µ-law (ITU-T G.711) by tables. Linear samples are 16-bit; encoding is that of the G.191
// software tools, which round negative µ-law inputs by one's complement.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "driver/base/chunk.hpp"

namespace ivr_dsp {

using driver::Chunk;
using driver::Law;

// One chunk in linear samples.
using LinearChunk = std::array<std::int16_t, driver::samples_per_tick>;

// First index of each: the law. Both laws look at no more than the upper 14 bits of a sample.
struct CompandingTables {
    std::array<std::array<std::int16_t, 256>, 2> linear;
    std::array<std::array<std::uint8_t, 16384>, 2> octet;
    std::array<std::array<std::uint8_t, 256>, 2>
        other_law;  // from A-law: table 4; from µ-law: table 3
};
extern const CompandingTables companding;

inline std::int16_t linear_from(Law law, std::uint8_t octet) noexcept {
    return companding.linear[static_cast<std::size_t>(law)][octet];
}
inline std::uint8_t octet_from(Law law, std::int16_t sample) noexcept {
    return companding
        .octet[static_cast<std::size_t>(law)][static_cast<std::uint16_t>(sample) >> 2U];
}
// The octet of the other law, by G.711's tables 3 and 4, which differ from decoding and encoding.
inline std::uint8_t other_law_octet(Law from, std::uint8_t octet) noexcept {
    return companding.other_law[static_cast<std::size_t>(from)][octet];
}

inline LinearChunk linear_from(Law law, const Chunk& chunk) noexcept {
    LinearChunk samples;
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = linear_from(law, chunk.octets[i]);
    return samples;
}
inline Chunk chunk_from(Law law, const LinearChunk& samples) noexcept {
    Chunk chunk;
    for (std::size_t i = 0; i < samples.size(); ++i) chunk.octets[i] = octet_from(law, samples[i]);
    return chunk;
}

}  // namespace ivr_dsp
