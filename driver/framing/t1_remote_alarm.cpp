// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/t1_remote_alarm.hpp"

#include <bit>

namespace driver {
namespace {

constexpr std::uint16_t window = 256;      // channels
constexpr std::uint16_t ones_allowed = 2;  // 254 of 256 are zero
constexpr std::uint8_t channels_in_frame = 24;
constexpr std::uint64_t bit_2 = 0x4040404040404040U;

}  // namespace

void T1Bit2Alarm::read(std::span<const Chunk, 24> millisecond) noexcept {
    // How many channels of each frame have the bit set: at most 24, an octet each.
    std::uint64_t sums = 0;
    for (const Chunk& channel : millisecond) {
        sums += (std::bit_cast<std::uint64_t>(channel) & bit_2) >> 6U;
    }
    const auto ones_in_frame = std::bit_cast<Chunk>(sums);
    for (std::size_t k = 0; k < samples_per_tick; ++k) {
        const auto left = static_cast<std::size_t>(window - channels_);
        if (left > channels_in_frame) {
            channels_ = static_cast<std::uint16_t>(channels_ + channels_in_frame);
            ones_ = static_cast<std::uint16_t>(ones_ + ones_in_frame.octets[k]);
            continue;
        }
        std::uint16_t ones_here = 0;  // in this frame, before the window ends
        for (std::size_t i = 0; i < left; ++i) {
            ones_here =
                static_cast<std::uint16_t>(ones_here + (millisecond[i].octets[k] >> 6U & 1U));
        }
        seen_ = ones_ + ones_here <= ones_allowed;
        channels_ = static_cast<std::uint16_t>(channels_in_frame - left);
        ones_ = static_cast<std::uint16_t>(ones_in_frame.octets[k] - ones_here);
    }
}

void T1Bit2Alarm::send(std::span<Chunk, 24> millisecond) noexcept {
    for (Chunk& channel : millisecond) {
        channel = std::bit_cast<Chunk>(std::bit_cast<std::uint64_t>(channel) & ~bit_2);
    }
}

}  // namespace driver
