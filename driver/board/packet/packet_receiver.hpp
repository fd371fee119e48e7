// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "driver/base/mailbox.hpp"
#include "driver/board/packet/neighbours.hpp"
#include "driver/board/packet/packet_link.hpp"
#include "driver/board/packet/port.hpp"
#include "driver/board/packet/wire/refusal.hpp"

namespace driver {

// Somebody whose frames arrive though no span has that address: the far end of TDMoE, or of UDP.
struct Stranger {
    bool is_udp{};
    MacAddress mac;
    std::uint16_t subaddress{};  // 0x8000 + spans: an ethmf group
    IpAddress ip;
    std::uint16_t near_port{};  // to which it sends

    static constexpr Stranger of(MacAddress mac, std::uint16_t subaddress) {
        return {false, mac, subaddress, {}, 0};
    }
    static constexpr Stranger of(IpAddress ip, std::uint16_t near_port) {
        return {true, {}, 0, ip, near_port};
    }
    friend bool operator==(const Stranger&, const Stranger&) = default;
};

// Takes what the port has, and gives each millisecond to its span.
class PacketReceiver {
  public:
    static constexpr std::size_t most_strangers = 32;  // told of, ever

    // All outlive it. In the header, because only construction allocates.
    PacketReceiver(std::vector<PacketLink*> links, Neighbours& neighbours)
        : links_(std::move(links)), neighbours_(neighbours) {
        for (std::size_t i = 0; i < links_.size(); ++i) {
            (links_[i]->plan().is_tdmoe() ? ethernet_ : udp_)
                .push_back({key_of(links_[i]->plan()), i});
        }
        std::ranges::sort(ethernet_, {}, &Entry::key);
        std::ranges::sort(udp_, {}, &Entry::key);
        bursts_ = 4 + links_.size() / 16;
    }

    // Realtime thread, before spans receive. A flood is fetched so far and no further.
    void fetch(Port& port) noexcept;
    [[nodiscard]] const RefusalCounts& refusals() const noexcept { return refusals_; }
    // Signalling thread.
    [[nodiscard]] bool next(Stranger& stranger) noexcept { return news_.take(stranger); }

    // Two links must not have the same.
    static std::uint64_t key_of(const PacketSpanPlan& plan) {
        if (plan.format == PacketFormat::eth) {
            return key(plan.tdmoe.far, plan.tdmoe.subaddress);
        }
        if (plan.format == PacketFormat::ethmf) return key(plan.tdmoe.far, group_subaddress);
        return key(plan.udp.far.address, plan.udp.near.port);
    }

  private:
    static constexpr std::uint16_t group_subaddress = 0x8000;
    struct Entry {
        std::uint64_t key{};
        std::size_t link{};
    };
    static std::uint64_t key(MacAddress far, std::uint16_t subaddress) {
        return far.bits << 16U | subaddress;
    }
    static std::uint64_t key(IpAddress far, std::uint16_t near_port) {
        return std::uint64_t{far.bits} << 16U | near_port;
    }
    [[nodiscard]] PacketLink* find(const std::vector<Entry>& in, std::uint64_t key) const noexcept;

    [[nodiscard]] Refusal take(Octets frame) noexcept;
    [[nodiscard]] Refusal take_tdmoe(Octets packet, MacAddress from) noexcept;
    [[nodiscard]] Refusal take_group(const TdmoeFrame& frame, MacAddress from) noexcept;
    [[nodiscard]] Refusal take_udp(Octets packet) noexcept;
    [[nodiscard]] Refusal meet(const Stranger& stranger) noexcept;

    std::vector<PacketLink*> links_;
    Neighbours& neighbours_;
    std::vector<Entry> ethernet_;
    std::vector<Entry> udp_;
    std::size_t bursts_{};
    MacAddress ours_;
    std::int64_t now_ns_{};
    RefusalCounts refusals_;
    TdmoeFrame tdmoe_;
    std::array<Stranger, most_strangers> strangers_{};
    std::size_t known_strangers_{};
    Mailbox<Stranger, most_strangers> news_;  // realtime → signalling
};

}  // namespace driver
