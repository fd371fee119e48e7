// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/patterns/pattern_analyser.hpp"

#include <bit>

#include "driver/framing/zeros.hpp"

namespace driver {
namespace {

// Bits in a row up to the newest (the lowest) that are zero in `bits`, of which eight are new.
constexpr std::uint32_t in_a_row(std::uint32_t before, std::uint8_t bits) {
    return bits == 0 ? before + 8 : static_cast<std::uint32_t>(std::countr_zero(bits));
}

}  // namespace

PatternCounts PatternAnalyser::counts() const noexcept {
    PatternCounts counts = counts_;
    counts.bits += std::uint64_t{8} * window_octets_;
    counts.errors += window_errors_;
    return counts;
}

void PatternAnalyser::read(std::uint8_t octet) noexcept {
    if (found_) {
        compare(octet);
    } else {
        search(octet);
    }
}

void PatternAnalyser::search(std::uint8_t octet) noexcept {
    const unsigned line_inverts = is_inverted(pattern_) ? 0xFF : 0x00;
    received_ = received_ << 8U | (octet ^ line_inverts);
    const PatternTaps taps = taps_of(pattern_);
    std::uint64_t wrong = received_ ^ received_ >> taps.near;
    if (taps.far != 0) wrong ^= received_ >> taps.far;
    const auto newest = static_cast<std::uint8_t>(wrong);
    obeying_ = in_a_row(obeying_, newest);
    disobeying_ = in_a_row(disobeying_, static_cast<std::uint8_t>(~newest));
    // Inverted, all three terms are, and their sum is one.
    inverted_ = disobeying_ >= rule_.bits_to_find && taps.far != 0;
    if (!inverted_ && obeying_ < rule_.bits_to_find) return;
    const std::uint64_t sequence = inverted_ ? ~received_ : received_;
    if (!PatternRegister::can_go_on(pattern_, sequence)) return;
    found_ = true;
    register_ = PatternRegister::after(pattern_, sequence);
}

void PatternAnalyser::compare(std::uint8_t octet) noexcept {
    const unsigned expected = inverted_ ? ~register_.next() & 0xFFU : register_.next();
    ++window_octets_;
    window_errors_ += ones_in(expected ^ octet);
    if (window_errors_ >= rule_.errors_to_lose) {
        ++counts_.losses;
        found_ = false;
        obeying_ = 0;
        disobeying_ = 0;
    } else if (window_octets_ == rule_.window_octets) {
        counts_ = counts();
    } else {
        return;
    }
    window_octets_ = 0;
    window_errors_ = 0;
}

}  // namespace driver
