// SPDX-License-Identifier: GPL-2.0-or-later
// A span whose line goes through a drawn pattern of faults, and what a second opinion, which reads
// it a bit at a time and judges the seconds afterwards, says should have been counted.
#pragma once

#include <cstdint>
#include <string>

namespace board_test {

struct PatternOutcome {
    std::uint32_t seconds{};
    std::uint32_t errored_seconds{};
    std::uint32_t unavailable_seconds{};
    std::uint64_t violations{};
    std::string difference;  // the first counter that is not alike
};

// E1 with and without CRC-4, T1 as ESF and as SF, in turn. The same seed is the same pattern.
PatternOutcome play_pattern(std::uint64_t seed);

}  // namespace board_test
