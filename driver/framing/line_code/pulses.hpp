// SPDX-License-Identifier: GPL-2.0-or-later
// What is on the copper: in each bit time a positive pulse, a negative one, or none (AMI, HDB3,
// B8ZS).
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"

namespace driver {

ENUM(LineCode, ami, hdb3, b8zs)

// Eight bit times, the first in time highest. Both pulses at once are not a signal; a decoder
// counts them.
struct Pulses {
    std::uint8_t positive{};
    std::uint8_t negative{};
    friend bool operator==(const Pulses&, const Pulses&) = default;
};

}  // namespace driver
