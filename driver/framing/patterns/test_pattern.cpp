// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/patterns/test_pattern.hpp"

namespace driver {
namespace {

constexpr unsigned at_once = 4;  // bits made: no tap is nearer

// (1 + x^a + x^b)^2 = 1 + x^2a + x^2b: what obeys a recurrence obeys the doubled one.
constexpr PatternTaps far_enough(PatternTaps taps) {
    while (taps.near < at_once) {
        taps.near = static_cast<std::uint8_t>(2 * taps.near);
        taps.far = static_cast<std::uint8_t>(2 * taps.far);
    }
    return taps;
}

constexpr std::uint64_t advanced(std::uint64_t bits, PatternTaps taps) {
    std::uint64_t made = bits >> (taps.near - at_once);
    if (taps.far != 0) made ^= bits >> (taps.far - at_once);
    return bits << at_once | (made & 0xF);
}

constexpr std::uint32_t fixed_pattern(TestPattern pattern) {
    switch (pattern) {
        case TestPattern::all_ones:
            return 0xFFFFFF;
        case TestPattern::alternating:
            return 0xAAAAAA;
        case TestPattern::one_in_8:
            return 0x404040;
        case TestPattern::three_in_24:
            return 0x440004;
        case TestPattern::all_zeros:
        case TestPattern::prbs_9:
        case TestPattern::prbs_11:
        case TestPattern::prbs_15:
        case TestPattern::prbs_20:
        case TestPattern::qrss:
        case TestPattern::prbs_23:
            break;
    }
    return 0;
}

constexpr std::uint64_t first_bits(TestPattern pattern) {
    const PatternTaps taps = taps_of(pattern);
    const bool random = is_pseudo_random(pattern);
    const unsigned stages = random ? taps.far : taps.near;
    std::uint64_t bits = random ? (std::uint64_t{1} << stages) - 1 : fixed_pattern(pattern);
    for (unsigned made = stages; made < 64; ++made) {
        const std::uint64_t far = random ? bits >> (taps.far - 1U) : 0;
        bits = bits << 1U | ((bits >> (taps.near - 1U) ^ far) & 1U);
    }
    return bits;
}

// QRSS: a one wherever the next 14 bits are zeros (O.151 §2.2).
constexpr std::uint8_t without_long_zeros(std::uint64_t bits) {
    const std::uint64_t of_2 = bits | bits << 1U;
    const std::uint64_t of_4 = of_2 | of_2 << 2U;
    const std::uint64_t of_8 = of_4 | of_4 << 4U;
    const std::uint64_t of_14 = of_8 | of_8 << 6U;
    return static_cast<std::uint8_t>((bits | ~(of_14 << 1U)) >> 56U);
}

}  // namespace

PatternRegister::PatternRegister(TestPattern pattern, std::uint64_t bits) noexcept
    : pattern_(pattern), taps_(far_enough(taps_of(pattern))), bits_(bits) {}

PatternRegister PatternRegister::from_start(TestPattern pattern) noexcept {
    return {pattern, first_bits(pattern)};
}

PatternRegister PatternRegister::after(TestPattern pattern, std::uint64_t bits) noexcept {
    PatternRegister made(pattern, bits);
    for (unsigned i = 0; i < 64 / at_once; ++i) made.bits_ = advanced(made.bits_, made.taps_);
    return made;
}

bool PatternRegister::can_go_on(TestPattern pattern, std::uint64_t bits) noexcept {
    if (is_pseudo_random(pattern)) return bits != 0;
    constexpr std::uint64_t one_period = (1U << fixed_pattern_length) - 1;
    std::uint64_t turned = fixed_pattern(pattern);
    for (unsigned i = 0; i < fixed_pattern_length; ++i) {
        if (turned == (bits & one_period)) return true;
        turned = (turned << 1U | turned >> (fixed_pattern_length - 1U)) & one_period;
    }
    return false;
}

std::uint8_t PatternRegister::next() noexcept {
    const auto octet = pattern_ == TestPattern::qrss ? without_long_zeros(bits_)
                                                     : static_cast<std::uint8_t>(bits_ >> 56U);
    bits_ = advanced(advanced(bits_, taps_), taps_);
    return is_inverted(pattern_) ? static_cast<std::uint8_t>(~octet) : octet;
}

}  // namespace driver
