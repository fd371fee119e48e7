// SPDX-License-Identifier: GPL-2.0-or-later
// The one pass of formats that send a millisecond frame by frame (SAToP, CESoPSN): the bus keeps
// the eight octets of a timeslot together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/board/packet/wire/octets.hpp"

namespace driver {

// Eight frames of timeslots.size() octets each, into eight octets of each timeslot; and back.
void deinterleave(Octets frames, std::span<Chunk> timeslots) noexcept;
void interleave(std::span<const Chunk> timeslots, std::span<std::uint8_t> frames) noexcept;

}  // namespace driver
