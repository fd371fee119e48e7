// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/e1_cas.hpp"

#include "driver/base/invariant.hpp"
#include "driver/framing/zeros.hpp"

namespace driver {
namespace {

constexpr std::uint8_t frames = 16;
constexpr std::uint8_t half = 15;         // channels n and n + 15 share a frame
constexpr std::uint8_t alignment = 0x0B;  // 0000 1 Y 1 1
constexpr std::uint8_t y_bit = 0x04;
constexpr std::uint8_t wrong_to_lose = 2;
constexpr std::uint8_t multiframes_to_believe_y = 2;
constexpr std::uint8_t zeros_deny_all_ones = 3;

constexpr bool is_alignment_signal(std::uint8_t octet) {
    return octet >> 4U == 0;
}

}  // namespace

void E1CasWriter::set(std::uint8_t channel, Abcd bits) noexcept {
    INVARIANT(channel >= 1 && channel <= e1_cas_channels && bits <= 0xF);
    INVARIANT(channel > half || bits != 0);
    const bool first = channel <= half;
    std::uint8_t& octet = octets_[first ? channel : channel - half];
    octet = static_cast<std::uint8_t>(first ? bits << 4U | (octet & 0x0F) : (octet & 0xF0) | bits);
}

void E1CasWriter::write(Chunk& timeslot_16, bool remote_alarm) noexcept {
    for (auto& octet : timeslot_16.octets) {
        octet = octets_[frame_];
        if (frame_ == 0) octet = static_cast<std::uint8_t>(alignment | (remote_alarm ? y_bit : 0));
        frame_ = static_cast<std::uint8_t>((frame_ + 1) % frames);
    }
}

void E1CasReader::read(const Chunk& timeslot_16) noexcept {
    for (const auto octet : timeslot_16.octets) {
        watch_for_all_ones(octet);
        read_frame(octet);
        previous_ = octet;
    }
}

void E1CasReader::reset() noexcept {
    defects_ = {};
    previous_ = 0;
    unlike_alarm_ = 0;
    window_frames_ = 0;
    window_zeros_ = 0;
}

Abcd E1CasReader::bits(std::uint8_t channel) const noexcept {
    INVARIANT(channel >= 1 && channel <= e1_cas_channels);
    return channels_[channel - 1U].bits();
}

void E1CasReader::watch_for_all_ones(std::uint8_t octet) noexcept {
    window_zeros_ = static_cast<std::uint8_t>(window_zeros_ + ones_in(~octet & 0xFFU));
    if (++window_frames_ < frames) return;
    defects_.alarm_indication = window_zeros_ < zeros_deny_all_ones;
    window_frames_ = 0;
    window_zeros_ = 0;
}

void E1CasReader::read_frame(std::uint8_t octet) noexcept {
    if (defects_.out_of_multiframe) {
        if (!is_alignment_signal(octet) || previous_ == 0) return;
        defects_.out_of_multiframe = false;
        frame_ = 0;
        wrong_ = 0;
    }
    if (frame_ == 0) {
        begin_multiframe(octet);
    } else {
        received_[frame_] = octet;
        not_zero_ = not_zero_ || octet != 0;
        if (frame_ == frames - 1) end_multiframe();
    }
    frame_ = static_cast<std::uint8_t>((frame_ + 1) % frames);
}

void E1CasReader::begin_multiframe(std::uint8_t octet) noexcept {
    not_zero_ = octet != 0;
    if (is_alignment_signal(octet)) {
        wrong_ = 0;
        read_remote_alarm((octet & y_bit) != 0);
        return;
    }
    if (++wrong_ < wrong_to_lose) return;
    defects_.out_of_multiframe = true;
    defects_.remote_alarm = false;
    unlike_alarm_ = 0;
}

void E1CasReader::read_remote_alarm(bool says) noexcept {
    if (says == defects_.remote_alarm) {
        unlike_alarm_ = 0;
    } else if (++unlike_alarm_ == multiframes_to_believe_y) {
        defects_.remote_alarm = says;
        unlike_alarm_ = 0;
    }
}

void E1CasReader::end_multiframe() noexcept {
    if (!not_zero_) {
        defects_.out_of_multiframe = true;
        defects_.remote_alarm = false;
        unlike_alarm_ = 0;
        return;
    }
    if (wrong_ != 0) return;
    for (std::uint8_t n = 1; n < frames; ++n) {
        channels_[n - 1U].take(received_[n] >> 4U, multiframes_to_agree_);
        channels_[n - 1U + half].take(received_[n] & 0xF, multiframes_to_agree_);
    }
}

}  // namespace driver
