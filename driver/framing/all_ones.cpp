// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/all_ones.hpp"

#include "driver/framing/zeros.hpp"

namespace driver {
namespace {

constexpr std::uint32_t zeros_deny_e1 = 3;  // in one period of 512 bits
constexpr std::uint8_t periods_to_believe = 2;

constexpr std::uint32_t zeros_deny_t1 = 6;  // in one window
constexpr std::uint8_t window_ms = 3;
constexpr std::uint8_t windows_to_believe = 4;

}  // namespace

void E1AllOnes::read(std::span<const Chunk, 32> millisecond) noexcept {
    for (std::size_t frame = 0; frame < samples_per_tick; frame += 2) {  // 512 bits are two frames
        Chunk period{};
        period.octets[frame] = period.octets[frame + 1] = 0xFF;
        const bool says = zeros_among(millisecond, period, zeros_deny_e1) < zeros_deny_e1;
        if (says == seen_) {
            unlike_ = 0;
        } else if (++unlike_ == periods_to_believe) {
            seen_ = says;
            unlike_ = 0;
        }
    }
}

void T1AllOnes::read(std::span<const Chunk, 24> millisecond, std::uint8_t framing) noexcept {
    zeros_ += zeros_among(millisecond, filled(0xFF), zeros_deny_t1);
    zeros_ += ones_in(~framing & 0xFFU);
    if (++window_ms_ < window_ms) return;
    const bool ones = zeros_ < zeros_deny_t1;
    window_ms_ = 0;
    zeros_ = 0;
    if (!ones) windows_of_ones_ = 0;
    if (ones && windows_of_ones_ < windows_to_believe) ++windows_of_ones_;
}

bool T1AllOnes::seen() const noexcept {
    return windows_of_ones_ == windows_to_believe;
}

}  // namespace driver
