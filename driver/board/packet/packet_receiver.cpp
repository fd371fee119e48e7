// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/packet_receiver.hpp"

namespace driver {

PacketLink* PacketReceiver::find(const std::vector<Entry>& in, std::uint64_t key) const noexcept {
    const auto found = std::ranges::lower_bound(in, key, {}, &Entry::key);
    return found == in.end() || found->key != key ? nullptr : links_[found->link];
}

void PacketReceiver::fetch(Port& port) noexcept {
    ours_ = port.address();
    now_ns_ = port.now_ns();
    for (std::size_t left = bursts_; left > 0; --left) {
        const auto frames = port.receive();
        for (const Octets frame : frames) {
            const Refusal refusal = take(frame);
            if (refusal > Refusal::not_ours) refusals_.count(refusal);
        }
        if (frames.size() < Port::burst) return;
    }
}

Refusal PacketReceiver::take(Octets octets) noexcept {
    OctetReader frame(octets);
    const EthernetHeader ethernet = read_ethernet(frame);
    if (frame.ran_out()) return Refusal::too_short;
    if (ethernet.from == ours_ || (ethernet.to != ours_ && !ethernet.to.is_group())) {
        return Refusal::not_ours;
    }
    switch (ethernet.type) {
        case EtherType::tdmoe:
            return take_tdmoe(frame.rest(), ethernet.from);
        case EtherType::ipv4:
            return udp_.empty() ? Refusal::not_ours : take_udp(frame.rest());
        case EtherType::arp:
            if (const auto arp = read_arp(frame.rest())) neighbours_.hear(*arp);
            break;
    }
    return Refusal::not_ours;
}

Refusal PacketReceiver::take_tdmoe(Octets packet, MacAddress from) noexcept {
    const Refusal refusal = read_tdmoe(packet, tdmoe_);
    if (refusal != Refusal::none) return refusal;
    if (tdmoe_.is_group) return take_group(tdmoe_, from);
    const PacketLink* const link = find(ethernet_, key(from, tdmoe_.subaddress));
    if (link == nullptr) {
        return meet(Stranger::of(from, tdmoe_.subaddress));
    }
    return link->span(0).arrive(tdmoe_.span[0], now_ns_);
}

// A group is as it was agreed on, or all of it is refused.
Refusal PacketReceiver::take_group(const TdmoeFrame& frame, MacAddress from) noexcept {
    const PacketLink* const link = find(ethernet_, key(from, group_subaddress));
    if (link == nullptr) {
        return meet(Stranger::of(from, static_cast<std::uint16_t>(group_subaddress | frame.spans)));
    }
    if (link->spans() != frame.spans) return Refusal::wrong_spans;
    for (std::size_t i = 0; i < frame.spans; ++i) {
        if (frame.span[i].header.channels != link->span(i).plan().chunks()) {
            return Refusal::wrong_channels;
        }
    }
    Refusal refusal = Refusal::none;
    for (std::size_t i = 0; i < frame.spans; ++i) {
        const Refusal one = link->span(i).arrive(frame.span[i], now_ns_);
        if (one != Refusal::none) refusal = one;
    }
    return refusal;
}

Refusal PacketReceiver::take_udp(Octets ip_packet) noexcept {
    const ReadUdp read = read_udp(ip_packet);
    if (read.refusal != Refusal::none) return read.refusal;
    const UdpHeader& header = read.packet.header;
    const PacketLink* const link = find(udp_, key(header.from.address, header.to.port));
    if (link == nullptr || link->plan().udp.near.address != header.to.address) {
        const bool to_us = std::ranges::any_of(udp_, [&](const Entry& entry) {
            return links_[entry.link]->plan().udp.near == header.to;
        });
        if (!to_us) return Refusal::not_ours;
        return meet(Stranger::of(header.from.address, header.to.port));
    }
    const PacketSpanPlan& plan = link->plan();
    const std::size_t octets = plan.chunks() * sizeof(Chunk);
    PseudowirePacket packet;
    const Refusal refusal = plan.format == PacketFormat::satop
                                ? read_satop(read.packet.payload, octets, packet)
                                : read_cesopsn(read.packet.payload, octets, packet);
    if (refusal != Refusal::none) return refusal;
    return link->span(0).arrive(packet, now_ns_);
}

Refusal PacketReceiver::meet(const Stranger& stranger) noexcept {
    const auto known = strangers_.begin() + static_cast<std::ptrdiff_t>(known_strangers_);
    if (known != strangers_.end() && std::find(strangers_.begin(), known, stranger) == known &&
        news_.post(stranger)) {
        strangers_[known_strangers_++] = stranger;
    }
    return Refusal::stranger;
}

}  // namespace driver
