// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "driver/base/fields.hpp"
#include "driver/base/ticks.hpp"

namespace driver {

// One slot's eight octets of one millisecond, companded by the slot's law. Bit 1 of the timeslot
// is the most significant bit. Aligned so that one load and one store move it.
struct alignas(8) Chunk {
    std::array<std::uint8_t, samples_per_tick> octets{};
    friend bool operator==(const Chunk&, const Chunk&) = default;
};
static_assert(sizeof(Chunk) == samples_per_tick);

// Companding law of a slot (G.711).
ENUM(Law, alaw, ulaw)

constexpr Chunk filled(std::uint8_t octet) {
    Chunk chunk;
    chunk.octets.fill(octet);
    return chunk;
}

// What an idle slot says: the smallest positive value of each law.
inline constexpr Chunk alaw_silence = filled(0xD5);
inline constexpr Chunk ulaw_silence = filled(0xFF);
constexpr const Chunk& silence(Law law) {
    return law == Law::alaw ? alaw_silence : ulaw_silence;
}

}  // namespace driver
