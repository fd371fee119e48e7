// SPDX-License-Identifier: GPL-2.0-or-later
// The control word of SAToP (RFC 4553 §4.3) and CESoPSN (RFC 5086 §4.3), as carried over UDP
// without RTP. Both send the octets of a millisecond frame by frame.
#pragma once

#include <cstddef>
#include <cstdint>

#include "driver/board/packet/wire/octets.hpp"
#include "driver/board/packet/wire/refusal.hpp"

namespace driver {

inline constexpr std::size_t control_word_octets = 4;

// What the sender says of its end.
struct PseudowireState {
    bool line_fault{};   // L: its line has failed, the payload is nothing
    bool packet_loss{};  // R: it loses our packets
    bool line_remote{};  // CESoPSN, M = 10: its line says RAI
    friend bool operator==(const PseudowireState&, const PseudowireState&) = default;
};
struct PseudowirePacket {
    PseudowireState state;
    std::uint16_t sequence{};
    Octets payload;  // none: left out, which a sender may do while L is set
};

// The 4 octets; `payload_octets` follow.
void write_control_word(OctetWriter& packet, const PseudowirePacket& header,
                        std::size_t payload_octets) noexcept;

// The payload of a UDP packet. SAToP: `payload_octets` is 256 for an E1 of a millisecond; whatever
// its bits RSV and FRG are, they are ignored.
[[nodiscard]] Refusal read_satop(Octets udp_payload, std::size_t payload_octets,
                                 PseudowirePacket& packet) noexcept;
// `payload_octets`: timeslots × 8.
[[nodiscard]] Refusal read_cesopsn(Octets udp_payload, std::size_t payload_octets,
                                   PseudowirePacket& packet) noexcept;

}  // namespace driver
