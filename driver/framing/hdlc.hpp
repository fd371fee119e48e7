// SPDX-License-Identifier: GPL-2.0-or-later
// What both directions of HDLC share: lengths, marks, the order of bits, the FCS (Q.921 §2, ISO/IEC
// 13239). HDLC here works on line octets as a timeslot carries them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace driver {

// Octets of a frame from address to last octet, without the two of the FCS.
inline constexpr std::size_t hdlc_shortest_frame = 3;   // a U frame
inline constexpr std::size_t hdlc_longest_frame = 268;  // N201 = 260, address, control, and spare

// Octets on the line.
inline constexpr std::uint8_t hdlc_flag = 0x7E;
inline constexpr std::uint8_t hdlc_abort = 0xFF;
// Ones in a row.
inline constexpr std::uint32_t hdlc_stuff_after = 5;  // in data; then a zero is put in
inline constexpr std::uint32_t hdlc_ones_in_flag = 6;
inline constexpr std::uint32_t hdlc_ones_in_abort = 7;

// The one place where the two orders of bits meet: i-th in time is, of a line octet, counted from
// the most significant bit (bit 1 of the timeslot), of a frame's octet from the least significant.
constexpr std::uint8_t hdlc_line_bit(std::uint8_t octet, unsigned i) {
    return octet >> (7 - i) & 1U;
}
constexpr std::uint8_t hdlc_frame_bit(std::uint8_t octet, unsigned i) {
    return octet >> i & 1U;
}

// The FCS as it is sent: low octet first. Check value of "123456789": 0x906E.
[[nodiscard]] std::uint16_t hdlc_fcs(std::span<const std::uint8_t> octets) noexcept;
// Whether a frame's last two octets are the FCS of those before.
[[nodiscard]] bool hdlc_fcs_is_right(std::span<const std::uint8_t> frame_and_fcs) noexcept;

}  // namespace driver
