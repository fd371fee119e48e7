// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/wire/interleave.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "driver/base/invariant.hpp"

namespace driver {
namespace {

using Block = std::array<std::uint64_t, 8>;

// Swaps octets of two rows that stand `width` octets apart; `keeps` marks those that stay in
// `upper`.
void swap_halves(std::uint64_t& upper, std::uint64_t& lower, unsigned width,
                 std::uint64_t keeps) noexcept {
    const std::uint64_t changed = (upper >> 8 * width ^ lower) & keeps;
    upper ^= changed << 8 * width;
    lower ^= changed;
}

// Row k octet i becomes row i octet k.
void transpose(Block& rows) noexcept {
    for (std::size_t i = 0; i < 4; ++i) swap_halves(rows[i], rows[i + 4], 4, 0x00000000FFFFFFFF);
    for (const std::size_t i : {0U, 1U, 4U, 5U}) {
        swap_halves(rows[i], rows[i + 2], 2, 0x0000FFFF0000FFFF);
    }
    for (std::size_t i = 0; i < 8; i += 2) swap_halves(rows[i], rows[i + 1], 1, 0x00FF00FF00FF00FF);
}

}  // namespace

void deinterleave(Octets frames, std::span<Chunk> timeslots) noexcept {
    const std::size_t count = timeslots.size();
    INVARIANT(frames.size() == count * samples_per_tick);
    for (std::size_t first = 0; first < count; first += 8) {
        const std::size_t wide = std::min<std::size_t>(8, count - first);
        Block rows{};
        for (std::size_t k = 0; k < 8; ++k) {
            std::memcpy(&rows[k], frames.data() + k * count + first, wide);
        }
        transpose(rows);
        std::memcpy(timeslots[first].octets.data(), rows.data(), wide * sizeof(Chunk));
    }
}

void interleave(std::span<const Chunk> timeslots, std::span<std::uint8_t> frames) noexcept {
    const std::size_t count = timeslots.size();
    INVARIANT(frames.size() == count * samples_per_tick);
    for (std::size_t first = 0; first < count; first += 8) {
        const std::size_t wide = std::min<std::size_t>(8, count - first);
        Block rows{};
        std::memcpy(rows.data(), timeslots.data() + first, wide * sizeof(Chunk));
        transpose(rows);
        for (std::size_t k = 0; k < 8; ++k) {
            std::memcpy(frames.data() + k * count + first, &rows[k], wide);
        }
    }
}

}  // namespace driver
