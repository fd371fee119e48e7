// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/wire/ethernet.hpp"

namespace driver {
namespace {

constexpr std::size_t ip_header_octets = 20;
constexpr std::size_t udp_header_octets = 8;
constexpr std::uint8_t udp_protocol = 17;
constexpr std::uint16_t arp_ethernet = 1;
constexpr std::uint64_t arp_sizes = 0x0604;  // of a MAC and an IP address

// The ones' complement sum of RFC 1071, over pieces of which all but the last are even.
class Checksum {
  public:
    void add16(std::uint32_t word) noexcept { sum_ += word; }
    void add(IpAddress address) noexcept {
        sum_ += (address.bits >> 16U) + (address.bits & 0xFFFFU);
    }
    void add(Octets octets) noexcept {
        std::size_t i = 0;
        for (; i + 1 < octets.size(); i += 2) {
            sum_ += static_cast<std::uint32_t>(octets[i] << 8U | octets[i + 1]);
        }
        if (i < octets.size()) sum_ += static_cast<std::uint32_t>(octets[i] << 8U);
    }
    [[nodiscard]] std::uint16_t value() const noexcept {
        std::uint64_t folded = sum_;
        while (folded > 0xFFFF) folded = (folded & 0xFFFFU) + (folded >> 16U);
        return static_cast<std::uint16_t>(~folded);
    }

  private:
    std::uint64_t sum_{};
};

Checksum pseudo_header(const UdpHeader& header, std::size_t udp_octets) noexcept {
    Checksum sum;
    sum.add(header.from.address);
    sum.add(header.to.address);
    sum.add16(udp_protocol);
    sum.add16(static_cast<std::uint32_t>(udp_octets));
    return sum;
}

std::uint16_t udp_checksum(const UdpHeader& header, Octets payload) noexcept {
    const std::size_t octets = udp_header_octets + payload.size();
    Checksum sum = pseudo_header(header, octets);
    sum.add16(header.from.port);
    sum.add16(header.to.port);
    sum.add16(static_cast<std::uint32_t>(octets));
    sum.add(payload);
    // 0 says that there is none.
    return sum.value() == 0 ? std::uint16_t{0xFFFF} : sum.value();
}

ReadUdp refused(Refusal why) noexcept {
    return {why, {}};
}

ReadUdp read_udp_in(Octets datagram, UdpHeader header) noexcept {
    if (datagram.size() < udp_header_octets) return refused(Refusal::too_short);
    OctetReader udp(datagram);
    header.from.port = udp.take16();
    header.to.port = udp.take16();
    const std::size_t octets = udp.take16();
    const std::uint16_t checksum = udp.take16();
    if (octets < udp_header_octets || octets > datagram.size()) {
        return refused(Refusal::wrong_size);
    }
    if (checksum != 0) {
        Checksum sum = pseudo_header(header, octets);
        sum.add(datagram.first(octets));
        if (sum.value() != 0) return refused(Refusal::wrong_checksum);
    }
    return {
        Refusal::none, {header, datagram.first(octets).subspan(udp_header_octets)}
    };
}

}  // namespace

void write(OctetWriter& frame, const EthernetHeader& header) noexcept {
    frame.put(header.to.bits, 6);
    frame.put(header.from.bits, 6);
    frame.put(static_cast<std::uint16_t>(header.type), 2);
}

EthernetHeader read_ethernet(OctetReader& frame) noexcept {
    const MacAddress to{frame.take(6)};
    const MacAddress from{frame.take(6)};
    return {to, from, static_cast<EtherType>(frame.take16())};
}

void write(OctetWriter& frame, const Arp& arp) noexcept {
    frame.put(arp_ethernet, 2);
    frame.put(static_cast<std::uint16_t>(EtherType::ipv4), 2);
    frame.put(arp_sizes, 2);
    frame.put(static_cast<std::uint16_t>(arp.what), 2);
    frame.put(arp.sender_mac.bits, 6);
    frame.put(arp.sender.bits, 4);
    frame.put(arp.target_mac.bits, 6);
    frame.put(arp.target.bits, 4);
}

std::optional<Arp> read_arp(Octets packet) noexcept {
    OctetReader in(packet);
    const bool known = in.take16() == arp_ethernet &&
                       in.take16() == static_cast<std::uint16_t>(EtherType::ipv4) &&
                       in.take16() == arp_sizes;
    const std::uint16_t what = in.take16();
    if (!known || (what != 1 && what != 2)) return std::nullopt;
    Arp arp;
    arp.what = static_cast<Arp::What>(what);
    arp.sender_mac = {in.take(6)};
    arp.sender = {in.take32()};
    arp.target_mac = {in.take(6)};
    arp.target = {in.take32()};
    if (in.ran_out() || arp.sender_mac.is_group()) return std::nullopt;
    return arp;
}

void write(OctetWriter& packet, const UdpHeader& header, Octets payload) noexcept {
    const std::size_t udp_octets = udp_header_octets + payload.size();
    std::array<std::uint8_t, ip_header_octets> ip{};
    OctetWriter out(ip);
    out.put(0x45, 1);  // version 4, no options
    out.put(header.traffic_class, 1);
    out.put(ip_header_octets + udp_octets, 2);
    out.put(0, 2);       // no fragments, so no identification (RFC 6864)
    out.put(0x4000, 2);  // do not fragment
    out.put(64, 1);      // time to live
    out.put(udp_protocol, 1);
    out.put(0, 2);
    out.put(header.from.address.bits, 4);
    out.put(header.to.address.bits, 4);
    Checksum sum;
    sum.add(Octets(ip));
    OctetWriter(std::span(ip).subspan(10, 2)).put(sum.value(), 2);
    packet.put(Octets(ip));
    packet.put(header.from.port, 2);
    packet.put(header.to.port, 2);
    packet.put(udp_octets, 2);
    packet.put(udp_checksum(header, payload), 2);
}

ReadUdp read_udp(Octets ip_packet) noexcept {
    if (ip_packet.size() < ip_header_octets) return refused(Refusal::too_short);
    OctetReader ip(ip_packet);
    const std::uint8_t version = ip.take8();
    const std::size_t header_octets = std::size_t{version & 0xFU} * 4;
    if (version >> 4U != 4) return refused(Refusal::not_ours);
    UdpHeader header;
    header.traffic_class = ip.take8();
    const std::size_t octets = ip.take16();
    ip.skip(2);
    const std::uint16_t fragment = ip.take16();
    ip.skip(1);
    const std::uint8_t protocol = ip.take8();
    ip.skip(2);
    header.from.address = {ip.take32()};
    header.to.address = {ip.take32()};
    if (header_octets < ip_header_octets || octets < header_octets || octets > ip_packet.size()) {
        return refused(Refusal::wrong_size);
    }
    Checksum sum;
    sum.add(ip_packet.first(header_octets));
    if (sum.value() != 0) return refused(Refusal::wrong_checksum);
    if (protocol != udp_protocol) return refused(Refusal::not_ours);
    if ((fragment & 0x3FFFU) != 0) return refused(Refusal::fragment);
    return read_udp_in(ip_packet.first(octets).subspan(header_octets), header);
}

}  // namespace driver
