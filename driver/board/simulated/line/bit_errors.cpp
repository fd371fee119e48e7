// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/line/bit_errors.hpp"

#include <algorithm>

namespace driver {
namespace {

constexpr std::uint64_t billion = 1'000'000'000;
// Farther away than any line lasts.
constexpr std::uint64_t never = std::uint64_t{1} << 62U;

// The upper half of the product of two fractions of 2^64.
constexpr std::uint64_t product(std::uint64_t a, std::uint64_t b) noexcept {
    constexpr std::uint64_t low = 0xFFFFFFFF;
    const std::uint64_t cross = (a >> 32U) * (b & low) + ((a & low) * (b & low) >> 32U);
    const std::uint64_t other = (a & low) * (b >> 32U) + (cross & low);
    return (a >> 32U) * (b >> 32U) + (cross >> 32U) + (other >> 32U);
}

}  // namespace

void BitErrors::use(const PairFaults& faults, std::uint64_t seed) noexcept {
    wrong_bits_ = std::min(faults.wrong_bits, PairFaults::most_wrong);
    bursts_ = faults.bursts;
    chance_ = Chance(seed);
    // 2^64 / 10^9, and what is left of the division, times the bits that are right.
    constexpr std::uint64_t whole = ~std::uint64_t{0} / billion;
    constexpr std::uint64_t rest = ~std::uint64_t{0} % billion;
    const std::uint64_t right = billion - wrong_bits_;
    std::uint64_t power = whole * right + rest * right / billion;
    for (auto& one : powers_) {
        one = power;
        power = product(power, power);
    }
    to_wrong_ = wrong_bits_ == 0 ? never : draw_distance();
    burst_left_ = 0;
    to_burst_ms_ = 0;
}

// How many bits are right before the next wrong one: n or more with the chance q^n. So it is the
// largest n whose q^n is above an evenly distributed number; found as its binary digits.
std::uint64_t BitErrors::draw_distance() noexcept {
    const std::uint64_t evenly = chance_.next();
    std::uint64_t distance = 0;
    std::uint64_t reached = ~std::uint64_t{0};
    for (std::size_t digit = powers_.size(); digit-- > 0;) {
        const std::uint64_t farther = product(reached, powers_[digit]);
        if (farther <= evenly) continue;
        reached = farther;
        distance += std::uint64_t{1} << digit;
    }
    return distance;
}

void BitErrors::begin_millisecond(std::size_t bits) noexcept {
    bits_ = bits;
    burst_begin_ = burst_at_ = 0;
    burst_end_ = std::min<std::size_t>(burst_left_, bits);
    burst_left_ -= static_cast<std::uint32_t>(burst_end_);
    if (bursts_.every_ms != 0) begin_burst();
    burst_bit_ = next_in_burst();
    random_bit_ = next_at_random();
}

// At any bit of the millisecond, the longer ones go on in those that follow.
void BitErrors::begin_burst() noexcept {
    if (to_burst_ms_ > 0) {
        --to_burst_ms_;
        return;
    }
    to_burst_ms_ = bursts_.every_ms - 1;
    if (burst_end_ > 0) return;  // the last one has not ended
    burst_begin_ = burst_at_ = chance_.below(static_cast<std::uint32_t>(bits_));
    burst_end_ = std::min<std::size_t>(burst_at_ + bursts_.bits, bits_);
    burst_left_ = bursts_.bits - static_cast<std::uint32_t>(burst_end_ - burst_at_);
}

std::size_t BitErrors::next_in_burst() noexcept {
    while (burst_at_ < burst_end_) {
        const std::size_t bit = burst_at_++;
        if (chance_.below(1000) < bursts_.wrong_per_thousand) return bit;
    }
    return bits_;
}

std::size_t BitErrors::next_at_random() noexcept {
    while (to_wrong_ < bits_) {
        const auto bit = static_cast<std::size_t>(to_wrong_);
        to_wrong_ += 1 + draw_distance();
        if (bit < burst_begin_ || bit >= burst_end_) return bit;
    }
    return bits_;
}

std::optional<std::size_t> BitErrors::next() noexcept {
    const std::size_t bit = std::min(burst_bit_, random_bit_);
    if (bit == bits_) {
        if (to_wrong_ != never) to_wrong_ -= bits_;
        return std::nullopt;
    }
    if (bit == burst_bit_) {
        burst_bit_ = next_in_burst();
    } else {
        random_bit_ = next_at_random();
    }
    return bit;
}

}  // namespace driver
