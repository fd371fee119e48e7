// SPDX-License-Identifier: GPL-2.0-or-later
// Random lines with faults, read by driver/framing and by the reference: they must agree about
// alignment, counts and alarms at each step, and about each bit sent.
#pragma once

#include <cstdint>
#include <string>

namespace framing_test {

struct Agreement {
    std::uint64_t bits{};      // read by both
    std::uint64_t compared{};  // times the two were compared while aligned
    std::uint64_t losses{};    // of alignment
    std::uint64_t errors{};    // CRC and alignment errors counted by both
    std::string difference;    // the first one, in words; empty: none
};

// One line of about so many bits: E1 or T1, of what framing, aligned to octets or not, and with
// which faults, all by the seed.
Agreement agree(std::uint64_t seed, std::uint64_t bits);

}  // namespace framing_test
