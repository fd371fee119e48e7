// SPDX-License-Identifier: GPL-2.0-or-later
// Test patterns of O.150 to O.153: what they are, and the register that makes them.
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"

namespace driver {

// prbs_9       2^9 - 1, O.150, O.153: s[k-5] xor s[k-9]
// prbs_11      2^11 - 1, O.150, O.152: 9, 11; 64 kbit/s circuits
// prbs_15      2^15 - 1, O.151: 14, 15, inverted; E1
// prbs_20      2^20 - 1, O.153: 3, 20
// qrss         2^20 - 1, O.151: 17, 20; a one in place of each zero that 14 zeros follow; T1
// prbs_23      2^23 - 1, O.151: 18, 23, inverted
// alternating  1:1, 10101010
// one_in_8     01000000
// three_in_24  01000100 00000000 00000100
ENUM(TestPattern, prbs_9, prbs_11, prbs_15, prbs_20, qrss, prbs_23, all_ones, all_zeros,
     alternating, one_in_8, three_in_24)

constexpr bool is_pseudo_random(TestPattern pattern) {
    return pattern <= TestPattern::prbs_23;
}
// As the standard sends it.
constexpr bool is_inverted(TestPattern pattern) {
    return pattern == TestPattern::prbs_15 || pattern == TestPattern::prbs_23;
}

// s[k] = s[k - near] xor s[k - far]; without far (0), s[k] = s[k - near].
struct PatternTaps {
    std::uint8_t near{};
    std::uint8_t far{};
};
constexpr std::uint8_t fixed_pattern_length = 24;  // all of them repeat after so many bits
constexpr PatternTaps taps_of(TestPattern pattern) {
    switch (pattern) {
        case TestPattern::prbs_9:
            return {5, 9};
        case TestPattern::prbs_11:
            return {9, 11};
        case TestPattern::prbs_15:
            return {14, 15};
        case TestPattern::prbs_20:
            return {3, 20};
        case TestPattern::qrss:
            return {17, 20};
        case TestPattern::prbs_23:
            return {18, 23};
        case TestPattern::all_ones:
        case TestPattern::all_zeros:
        case TestPattern::alternating:
        case TestPattern::one_in_8:
        case TestPattern::three_in_24:
            break;
    }
    return {fixed_pattern_length, 0};
}

// Makes a pattern.
class PatternRegister {
  public:
    // From ones in all stages; a fixed pattern from its first bit.
    [[nodiscard]] static PatternRegister from_start(TestPattern pattern) noexcept;
    // Goes on after 64 bits of the pattern, the newest lowest. Of a pattern the standard inverts,
    // those before it was inverted.
    [[nodiscard]] static PatternRegister after(TestPattern pattern, std::uint64_t bits) noexcept;
    // Whether bits that obey the recurrence are this pattern's: zeros do, too.
    [[nodiscard]] static bool can_go_on(TestPattern pattern, std::uint64_t bits) noexcept;
    // Eight bits as they go on the line, the first in time highest.
    [[nodiscard]] std::uint8_t next() noexcept;

  private:
    PatternRegister(TestPattern pattern, std::uint64_t bits) noexcept;

    TestPattern pattern_;
    PatternTaps taps_;    // four or more, so that four bits are made at a time
    std::uint64_t bits_;  // the next 64, the next one highest
};

}  // namespace driver
