// SPDX-License-Identifier: GPL-2.0-or-later
// Ethernet II, ARP (RFC 826), and UDP (RFC 768) in IPv4 (RFC 791): as much as a pseudowire needs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "driver/board/packet/wire/addresses.hpp"
#include "driver/board/packet/wire/octets.hpp"
#include "driver/board/packet/wire/refusal.hpp"

namespace driver {

enum class EtherType : std::uint16_t { ipv4 = 0x0800, arp = 0x0806, tdmoe = 0xD00D };

inline constexpr std::size_t ethernet_header_octets = 14;

struct EthernetHeader {
    MacAddress to;
    MacAddress from;
    EtherType type{};
};
// Writes the 14 octets.
void write(OctetWriter& frame, const EthernetHeader& header) noexcept;
// Reads them; without 14 octets the reader has run out.
[[nodiscard]] EthernetHeader read_ethernet(OctetReader& frame) noexcept;

// Who has an IP address: asked of all, or answered.
struct Arp {
    enum class What : std::uint16_t { request = 1, reply = 2 };
    What what{};
    MacAddress sender_mac;
    IpAddress sender;
    MacAddress target_mac;  // of a reply
    IpAddress target;
};
inline constexpr std::size_t arp_octets = 28;
void write(OctetWriter& frame, const Arp& arp) noexcept;
// Of Ethernet and IPv4, else nothing.
[[nodiscard]] std::optional<Arp> read_arp(Octets packet) noexcept;

// One end of a UDP flow.
struct UdpEnd {
    IpAddress address;
    std::uint16_t port{};
    friend constexpr auto operator<=>(const UdpEnd&, const UdpEnd&) = default;
};
struct UdpHeader {
    UdpEnd from;
    UdpEnd to;
    std::uint8_t traffic_class{};  // DSCP and ECN; 0xB8 is expedited forwarding (RFC 3246)
};
inline constexpr std::size_t udp_headers_octets = 20 + 8;
// Writes both headers before `payload`, which already lies behind them; with both checksums.
void write(OctetWriter& packet, const UdpHeader& header, Octets payload) noexcept;

struct UdpPacket {
    UdpHeader header;
    Octets payload;
};
// A whole UDP packet with right checksums (UDP's may be left out), or why it is none: `not_ours`
// for other protocols. Padding behind it is allowed, IP options are passed over.
struct ReadUdp {
    Refusal refusal{};
    UdpPacket packet;
};
[[nodiscard]] ReadUdp read_udp(Octets ip_packet) noexcept;

}  // namespace driver
