// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/t1_robbed_bits.hpp"

#include "driver/base/invariant.hpp"

namespace driver {
namespace {

constexpr std::uint8_t frames_between = 6;
constexpr std::uint8_t robbed = 0x01;
constexpr std::size_t channels_of_t1 = 24;

// Which of A, B, C, D (0-3) a frame carries, if any.
constexpr std::optional<std::uint8_t> signal_of(std::uint8_t frame) {
    if (frame % frames_between != frames_between - 1) return std::nullopt;
    return static_cast<std::uint8_t>(frame / frames_between);
}
constexpr std::uint8_t later(std::uint8_t frame, std::size_t k, T1Framing framing) {
    return static_cast<std::uint8_t>((frame + k) % t1_superframe_length(framing));
}
constexpr std::uint8_t signals_of(T1Framing framing) {
    return t1_superframe_length(framing) / frames_between;
}

}  // namespace

void T1RobbedBitWriter::set(std::uint8_t channel, Abcd bits) noexcept {
    INVARIANT(channel >= 1 && channel <= channels_of_t1 && bits <= 0xF);
    const T1Channels here = 1U << (channel - 1U);
    for (std::size_t i = 0; i < bits_.size(); ++i) {
        const bool set = (bits >> (3 - i) & 1U) != 0;
        bits_[i] = set ? bits_[i] | here : bits_[i] & ~here;
    }
}

void T1RobbedBitWriter::write(std::span<Chunk, 24> millisecond,
                              std::uint8_t first_frame) const noexcept {
    for (std::size_t k = 0; k < samples_per_tick; ++k) {
        const auto signal = signal_of(later(first_frame, k, framing_));
        if (!signal) continue;
        for (std::size_t i = 0; i < channels_of_t1; ++i) {
            if ((channels_ >> i & 1U) == 0) continue;
            const unsigned bit = bits_[*signal] >> i & 1U;
            std::uint8_t& octet = millisecond[i].octets[k];
            octet = static_cast<std::uint8_t>((octet & ~robbed) | bit);
        }
    }
}

void T1RobbedBitReader::read(std::span<const Chunk, 24> millisecond,
                             std::optional<std::uint8_t> first_frame) noexcept {
    if (!first_frame) {
        have_ = 0;
        return;
    }
    for (std::size_t k = 0; k < samples_per_tick; ++k) {
        const auto signal = signal_of(later(*first_frame, k, framing_));
        if (signal) read_frame(millisecond, k, *signal);
    }
}

void T1RobbedBitReader::read_frame(std::span<const Chunk, 24> millisecond, std::size_t k,
                                   std::uint8_t signal) noexcept {
    if (signal == 0) have_ = 0;
    if (signal != have_) return;  // the superframe's beginning was not seen
    T1Channels all = 0;
    for (std::size_t i = 0; i < channels_of_t1; ++i) {
        all |= static_cast<T1Channels>(millisecond[i].octets[k] & robbed) << i;
    }
    received_[signal] = all;
    if (++have_ == signals_of(framing_)) believe();
}

void T1RobbedBitReader::believe() noexcept {
    if (framing_ == T1Framing::sf) {
        received_[2] = received_[0];
        received_[3] = received_[1];
    }
    for (std::size_t i = 0; i < channels_of_t1; ++i) {
        unsigned bits = 0;
        for (const T1Channels signal : received_) bits = bits << 1U | (signal >> i & 1U);
        channels_[i].take(static_cast<Abcd>(bits), superframes_to_agree_);
    }
}

Abcd T1RobbedBitReader::bits(std::uint8_t channel) const noexcept {
    INVARIANT(channel >= 1 && channel <= channels_of_t1);
    return channels_[channel - 1U].bits();
}

}  // namespace driver
