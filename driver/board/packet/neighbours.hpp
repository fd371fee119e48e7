// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "driver/base/ticks.hpp"
#include "driver/board/packet/wire/ethernet.hpp"

namespace driver {

// Which MAC address an IP address of this network has (RFC 826): asks for those of the far ends,
// and answers who asks for ours.
class Neighbours {
  public:
    static constexpr Ticks asked_every{1000};
    // What is known is asked for again, and stays if nobody answers.
    static constexpr Ticks asked_again_every{30'000};
    static constexpr std::size_t most_answers = 8;  // waiting to be sent

    // While it is made. Returns its place. `known`: never asked for.
    std::size_t add(IpAddress ours, IpAddress next, MacAddress known) {
        all_.push_back({ours, next, known, static_cast<bool>(known)});
        return all_.size() - 1;
    }
    void use(MacAddress ours) noexcept { ours_ = ours; }

    // 0: not known yet.
    [[nodiscard]] MacAddress mac(std::size_t place) const noexcept { return all_[place].mac; }
    void hear(const Arp& arp) noexcept;
    // Once a tick, until there is nothing more to be said.
    [[nodiscard]] std::optional<Arp> say(Ticks now) noexcept;

  private:
    struct One {
        IpAddress ours;
        IpAddress next;
        MacAddress mac;
        bool fixed{};
        Ticks ask_at{};
    };
    void answer(const Arp& asked) noexcept;

    MacAddress ours_;
    std::vector<One> all_;
    std::array<Arp, most_answers> answers_{};
    std::size_t answers_waiting_{};
};

}  // namespace driver
