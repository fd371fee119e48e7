// SPDX-License-Identifier: GPL-2.0-or-later
// Spans over an Ethernet port: TDM over Ethernet, SAToP, CESoPSN.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <vector>

#include "driver/base/mailbox.hpp"
#include "driver/board/packet/neighbours.hpp"
#include "driver/board/packet/packet_link.hpp"
#include "driver/board/packet/packet_plan.hpp"
#include "driver/board/packet/packet_receiver.hpp"
#include "driver/board/packet/port.hpp"
#include "driver/board/span/span_board.hpp"

namespace driver {

// What happened at a board's port since it was made; told once a second, if it has changed.
struct PacketNews {
    PortCounts port;
    RefusalCounts refusals;
};

// Sends a frame for each link in each tick, whatever comes: never in reply. What comes is fetched
// at the beginning of a tick.
class PacketBoard final : public SpanBoard {
  public:
    // `port` outlives the board; null: it could not be opened, and the board is out. In the header,
    // because only construction allocates. Two spans with the same address are a bug.
    PacketBoard(const PacketBoardPlan& plan, Port* port);

    void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send) noexcept override;
    void transmit(Ticks now) noexcept override;

    // Signalling thread.
    [[nodiscard]] bool next_stranger(Stranger& stranger) noexcept {
        return receiver_->next(stranger);
    }
    [[nodiscard]] bool next_news(PacketNews& news) noexcept { return news_.take(news); }
    // `place`: of its spans, from 0.
    [[nodiscard]] PacketSpan& span(std::size_t place) noexcept { return spans_[place]; }
    [[nodiscard]] std::size_t size() const noexcept { return spans_.size(); }

  private:
    static constexpr Ticks told_every = 1s;

    [[nodiscard]] BoardTrouble out() const noexcept override { return out_; }
    void link(PacketSpan& span);
    void send_arp(Ticks now) noexcept;
    void tell(Ticks now) noexcept;

    Port* port_;
    BoardTrouble out_;
    std::deque<PacketSpan> spans_;  // stay where they were made
    std::deque<PacketLink> links_;
    Neighbours neighbours_;
    std::unique_ptr<PacketReceiver> receiver_;
    std::vector<OutgoingFrame> outgoing_;  // one a link, and ARP
    std::size_t going_{};                  // of them, in this tick
    Mailbox<PacketNews, 8> news_;          // realtime → signalling
    PacketNews told_;
};

inline PacketBoard::PacketBoard(const PacketBoardPlan& plan, Port* port)
    : port_(port), out_(port != nullptr ? BoardTrouble::none : plan.without_port) {
    INVARIANT(port != nullptr || is_out());
    std::size_t channel = 0;
    for (const PacketSpanPlan& one : plan.spans) {
        PacketSpan& span = spans_.emplace_back(one, plan.second_of_day, channel, port);
        add_span(span, one.span, one.form());
        channel += span.channels();
        link(span);
    }
    if (port != nullptr) neighbours_.use(port->address());
    std::vector<PacketLink*> links;
    links.reserve(links_.size());
    for (PacketLink& each : links_) links.push_back(&each);
    receiver_ = std::make_unique<PacketReceiver>(std::move(links), neighbours_);
    outgoing_.resize(links_.size() + 1);
}

inline void PacketBoard::link(PacketSpan& span) {
    const PacketSpanPlan& plan = span.plan();
    const bool goes_on = plan.format == PacketFormat::ethmf && !links_.empty() &&
                         links_.back().plan().format == PacketFormat::ethmf &&
                         links_.back().plan().tdmoe.far == plan.tdmoe.far;
    if (goes_on) return links_.back().add(span);
    std::size_t neighbour = 0;
    if (!plan.is_tdmoe()) {
        const IpAddress next = plan.udp.gateway ? plan.udp.gateway : plan.udp.far.address;
        neighbour = neighbours_.add(plan.udp.near.address, next, plan.udp.far_mac);
    }
    links_.emplace_back(span, neighbour);
}

}  // namespace driver
