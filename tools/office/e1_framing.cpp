// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/e1_framing.hpp"

#include <algorithm>

namespace tools::office {
namespace {

constexpr std::uint8_t alignment_signal = 0x1B;  // x0011011 in even frames
constexpr std::uint8_t other_frame = 0x40;       // bit 2 of the odd ones
constexpr std::uint8_t remote_alarm = 0x20;      // bit A of the odd ones
constexpr std::uint8_t spare_bits = 0x1F;        // Sa4 to Sa8, unused
constexpr std::uint8_t first_bit = 0x80;
constexpr std::uint8_t multiframe_signal = 0b001011;  // bit 1 of frames 1, 3, 5, 7, 9, 11
constexpr std::array<bool, 6> multiframe_bits{false, false, true, false, true, true};  // likewise

// x^4 + x + 1, first bit of the line first; the register stands in the high half of the index.
constexpr auto crc4_table = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned value = 0; value < 256; ++value) {
        unsigned reg = value;
        for (int bit = 0; bit < 8; ++bit) reg = (reg & 0x80U) != 0 ? reg << 1U ^ 0x30U : reg << 1U;
        table[value] = static_cast<std::uint8_t>(reg >> 4U & 0xFU);
    }
    return table;
}();

std::uint8_t crc4_of_frame(std::uint8_t crc, const driver::E1Millisecond& ms, unsigned frame,
                           std::uint8_t timeslot0) {
    crc = crc4_table[static_cast<std::uint8_t>(crc << 4U) ^ timeslot0];
    for (unsigned slot = 1; slot < E1Framing::timeslots; ++slot) {
        crc = crc4_table[static_cast<std::uint8_t>(crc << 4U) ^ ms.timeslot[slot].octets[frame]];
    }
    return crc;
}

}  // namespace

// Bit 1 of timeslot 0: C bits in even frames; multiframe signal, then E bits, in odd ones.
bool E1Framing::international_bit(unsigned frame) const {
    if (!with_crc4_) return true;
    if (frame % 2 == 0) return (crc_to_send_ >> (3 - frame % 8 / 2) & 1U) != 0;
    if (frame < 12) return multiframe_bits[frame / 2];
    return crc_was_good_[frame == 13 ? 0 : 1];
}

void E1Framing::write(driver::E1Millisecond& millisecond, bool alarm) {
    auto& octets = millisecond.timeslot[0].octets;
    const auto odd =
        static_cast<std::uint8_t>(other_frame | spare_bits | (alarm ? remote_alarm : 0));
    for (unsigned frame = 0; frame < octets.size(); ++frame) {
        octets[frame] = frame % 2 == 0 ? alignment_signal : odd;
        if (international_bit(frame + (second_half_ ? 8 : 0))) octets[frame] |= first_bit;
    }
    std::uint8_t crc = 0;
    for (unsigned frame = 0; frame < octets.size(); ++frame) {
        // The C bits count as 0.
        const auto mask = static_cast<std::uint8_t>(frame % 2 == 0 ? ~first_bit : 0xFFU);
        crc = crc4_of_frame(crc, millisecond, frame, octets[frame] & mask);
    }
    crc_to_send_ = crc;
    second_half_ = !second_half_;
}

void E1Framing::lost() {
    state_.aligned = state_.remote_alarm = state_.alarm_indication = false;
    good_in_a_row_ = bad_in_a_row_ = alarm_in_a_row_ = 0;
    frame_of_multiframe_ = -1;
}

void E1Framing::read(const driver::E1Millisecond& millisecond) {
    const auto ones = driver::filled(0xFF);
    state_.alarm_indication =
        std::all_of(millisecond.timeslot.begin(), millisecond.timeslot.end(),
                    [&](const driver::Chunk& chunk) { return chunk == ones; });
    for (unsigned frame = 0; frame < driver::samples_per_tick; ++frame)
        read_frame(millisecond, frame);
}

void E1Framing::read_frame(const driver::E1Millisecond& millisecond, unsigned frame) {
    const auto octet = millisecond.timeslot[0].octets[frame];
    const bool is_alignment = (octet & 0x7FU) == alignment_signal;
    if (!state_.aligned && good_in_a_row_ == 0) {
        if (!is_alignment) return;
        alignment_next_ = true;
    }
    const bool expected = alignment_next_;
    alignment_next_ = !alignment_next_;
    check_alignment(octet, expected);
    if (state_.aligned) follow_multiframe(millisecond, frame, expected);
}

// G.706 4.1: signal, none, signal makes alignment (we ask for twice that); three wrong ones lose
// it.
void E1Framing::check_alignment(std::uint8_t octet, bool alignment_frame) {
    const bool good =
        alignment_frame ? (octet & 0x7FU) == alignment_signal : (octet & other_frame) != 0;
    if (!state_.aligned) {
        good_in_a_row_ = good ? good_in_a_row_ + 1 : 0;
        state_.aligned = good_in_a_row_ >= 6;
        bad_in_a_row_ = 0;
        return;
    }
    if (alignment_frame) {
        bad_in_a_row_ = good ? 0 : bad_in_a_row_ + 1;
        if (!good) ++state_.frame_errors;
        if (bad_in_a_row_ >= 3) return lost();
    } else {
        const bool alarm = (octet & remote_alarm) != 0;
        alarm_in_a_row_ = alarm == state_.remote_alarm ? 0 : alarm_in_a_row_ + 1;
        if (alarm_in_a_row_ >= 3) state_.remote_alarm = alarm;
    }
}

void E1Framing::follow_multiframe(const driver::E1Millisecond& millisecond, unsigned frame,
                                  bool alignment_frame) {
    const auto octet = millisecond.timeslot[0].octets[frame];
    const bool first = (octet & first_bit) != 0;
    if (frame_of_multiframe_ >= 0) frame_of_multiframe_ = (frame_of_multiframe_ + 1) % 16;
    if (!alignment_frame) {
        alignment_bits_ =
            static_cast<std::uint8_t>((alignment_bits_ << 1U | (first ? 1U : 0U)) & 0x3FU);
        if (alignment_bits_ == multiframe_signal && frame_of_multiframe_ != 11) {
            frame_of_multiframe_ = 11;
            crc_known_ = half_is_whole_ = false;
            return;
        }
    }
    if (frame_of_multiframe_ < 0) return;
    const unsigned in_half = static_cast<unsigned>(frame_of_multiframe_) % 8;
    if (in_half == 0) {
        crc_received_ = crc_ = 0;
        half_is_whole_ = true;
    }
    if (alignment_frame)
        crc_received_ = static_cast<std::uint8_t>(crc_received_ << 1U | (first ? 1U : 0U));
    const auto mask = static_cast<std::uint8_t>(alignment_frame ? ~first_bit : 0xFFU);
    crc_ = crc4_of_frame(crc_, millisecond, frame, octet & mask);
    if (in_half != 7) return;
    const bool good = !crc_known_ || crc_received_ == crc_before_;
    if (!good) ++state_.crc_errors;
    // The C bits of a half tell of the half before it.
    crc_was_good_[frame_of_multiframe_ == 7 ? 1 : 0] = good;
    crc_before_ = crc_;
    crc_known_ = half_is_whole_;
}

}  // namespace tools::office
