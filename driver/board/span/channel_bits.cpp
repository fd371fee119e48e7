// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/span/channel_bits.hpp"

#include <bit>

namespace driver {

// Words of sixteen timeslots; only the signalling thread writes them.
void ChannelBits::say(std::uint8_t timeslot, Abcd bits) noexcept {
    SpanSignalling all = said();
    all.set(timeslot - 1U, bits);
    const std::size_t word = (timeslot - 1U) / 16;
    said_[word].store(all.nibbles[word], std::memory_order_relaxed);
}

std::uint8_t ChannelBits::changed() const noexcept {
    for (std::size_t word = 0; word < heard_.nibbles.size(); ++word) {
        const std::uint64_t differ = heard_.nibbles[word] ^ told_.nibbles[word];
        if (differ == 0) continue;
        return static_cast<std::uint8_t>(16 * word +
                                         static_cast<unsigned>(std::countr_zero(differ)) / 4 + 1);
    }
    return 0;
}

}  // namespace driver
