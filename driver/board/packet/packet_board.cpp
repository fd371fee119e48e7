// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/packet_board.hpp"

namespace driver {

void PacketBoard::receive(Ticks now, std::span<const Chunk*> talk,
                          std::span<Chunk*> send) noexcept {
    if (port_ != nullptr) receiver_->fetch(*port_);
    for (PacketLink& link : links_) link.begin(port_ != nullptr ? port_->room() : FrameRoom{});
    SpanBoard::receive(now, talk, send);
}

void PacketBoard::transmit(Ticks now) noexcept {
    SpanBoard::transmit(now);
    if (port_ == nullptr) return;
    const MacAddress ours = port_->address();
    going_ = 0;
    for (PacketLink& link : links_) {
        const PacketSpanPlan& plan = link.plan();
        const MacAddress far = plan.is_tdmoe() ? plan.tdmoe.far : neighbours_.mac(link.neighbour());
        const OutgoingFrame frame = link.finish(ours, far);
        if (frame.room.begin != nullptr) outgoing_[going_++] = frame;
    }
    send_arp(now);
    port_->send(std::span<const OutgoingFrame>(outgoing_).first(going_));
    tell(now);
}

// One a tick: there is room for it beside the links' frames.
void PacketBoard::send_arp(Ticks now) noexcept {
    const auto arp = neighbours_.say(now);
    if (!arp) return;
    const FrameRoom room = port_->room();
    if (room.begin == nullptr) return;
    constexpr std::size_t octets = ethernet_header_octets + arp_octets;
    OctetWriter frame({room.begin, octets});
    const MacAddress to = arp->what == Arp::What::request ? mac_of_all : arp->target_mac;
    write(frame, EthernetHeader{to, port_->address(), EtherType::arp});
    write(frame, *arp);
    outgoing_[going_++] = {room, 0, octets};
}

void PacketBoard::tell(Ticks now) noexcept {
    if (now % told_every != Ticks{}) return;
    const PacketNews news{port_->counts(), receiver_->refusals()};
    if (news.refusals.of == told_.refusals.of && news.port.not_sent == told_.port.not_sent &&
        news.port.no_room == told_.port.no_room && news.port.missed == told_.port.missed) {
        return;
    }
    if (news_.post(news)) told_ = news;
}

}  // namespace driver
