// SPDX-License-Identifier: GPL-2.0-or-later
// What a packet board is made of, as the configuration says.
#pragma once

#include <cstdint>
#include <vector>

#include "driver/base/fields.hpp"
#include "driver/board/messages.hpp"
#include "driver/board/packet/packet_loss.hpp"
#include "driver/board/packet/wire/ethernet.hpp"
#include "driver/board/span/span_plan.hpp"

namespace driver {

// eth, ethmf: DAHDI's TDM over Ethernet; one span a frame, or a group of them.
// satop: an E1's bits as they are (RFC 4553). cesopsn: its timeslots (RFC 5086).
ENUM(PacketFormat, eth, ethmf, satop, cesopsn)

// Where a span is found on the network.
struct TdmoeAddress {
    MacAddress far;
    std::uint16_t subaddress{};  // ethmf: none, spans of one MAC stand in their order
    friend bool operator==(const TdmoeAddress&, const TdmoeAddress&) = default;
};
struct UdpAddress {
    UdpEnd near;
    UdpEnd far;
    IpAddress gateway;                 // on the way to `far`; 0: it is on this network
    MacAddress far_mac;                // of whichever is next; 0: asked for by ARP
    std::uint8_t traffic_class{0xB8};  // expedited forwarding (RFC 3246)
};

// No framing comes with the timeslots of `eth`, `ethmf` and `cesopsn`: an E1's begin with 1.
inline constexpr SpanForm packet_e1_form{e1_alarm_times, 31, 1, 0};

struct PacketSpanPlan {
    SpanPlan span;
    bool is_t1{};
    PacketFormat format{};
    TdmoeAddress tdmoe;
    UdpAddress udp;
    bool signalling_words{true};  // of eth; the kernel always has them, and all groups
    Ticks jitter{8};              // how long a millisecond waits: 2 to 64
    PacketLossLimits loss{};

    [[nodiscard]] bool is_tdmoe() const noexcept {
        return format == PacketFormat::eth || format == PacketFormat::ethmf;
    }
    [[nodiscard]] const SpanForm& form() const noexcept {
        if (format == PacketFormat::satop) return e1_form;
        return is_t1 ? t1_form : packet_e1_form;
    }
    // Chunks of a millisecond.
    [[nodiscard]] std::size_t chunks() const noexcept {
        return form().timeslots + (form().first_timeslot == 0 ? 1U : 0U);
    }
};

// Spans of an ethmf group follow each other.
struct PacketBoardPlan {
    std::vector<PacketSpanPlan> spans;
    std::uint32_t second_of_day{};                     // when the board starts, UTC
    BoardTrouble without_port{BoardTrouble::refused};  // why there is none, if there is none
};

}  // namespace driver
