// SPDX-License-Identifier: GPL-2.0-or-later
// Why a frame that came was not taken. Frames that are none of ours at all (another ethertype,
// another's address) are no refusals.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "driver/base/fields.hpp"

namespace driver {

ENUM(Refusal,
     none,            // taken
     not_ours,        // of a kind we do not carry; not counted
     too_short,       // ends within its headers
     wrong_size,      // its headers promise more octets than there are, or another number
     wrong_samples,   // TDMoE: not 8 samples a channel
     wrong_channels,  // not as many timeslots as the span has
     wrong_spans,     // ethmf: no spans, or more than a group can have
     reserved_bits,   // set where the format has zeros
     wrong_checksum,  // of IP or UDP
     fragment,        // of an IP packet
     stranger,        // no span has the address it comes from
     signalling,      // CESoPSN's packets of signalling states: understood, and of no use here
     duplicate,       // came twice
     late,            // its millisecond is over
     out_of_window)   // its sequence number is far from the others'
inline constexpr std::size_t refusals = 15;

// Running counts.
struct RefusalCounts {
    std::array<std::uint64_t, refusals> of{};
    void count(Refusal why) noexcept { ++of[static_cast<std::size_t>(why)]; }
    [[nodiscard]] std::uint64_t operator[](Refusal why) const noexcept {
        return of[static_cast<std::size_t>(why)];
    }
    // Frames that meant us, and could not be taken.
    [[nodiscard]] std::uint64_t total() const noexcept {
        std::uint64_t sum = 0;
        for (std::size_t i = static_cast<std::size_t>(Refusal::too_short); i < refusals; ++i) {
            sum += of[i];
        }
        return sum;
    }
};

}  // namespace driver
