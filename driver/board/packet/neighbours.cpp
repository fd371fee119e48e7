// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/neighbours.hpp"

#include <algorithm>

namespace driver {

void Neighbours::answer(const Arp& asked) noexcept {
    const bool ours = std::any_of(all_.begin(), all_.end(),
                                  [&](const One& one) { return one.ours == asked.target; });
    if (!ours || answers_waiting_ == answers_.size()) return;
    answers_[answers_waiting_++] = {Arp::What::reply, ours_, asked.target, asked.sender_mac,
                                    asked.sender};
}

void Neighbours::hear(const Arp& arp) noexcept {
    for (One& one : all_) {
        if (!one.fixed && one.next == arp.sender && arp.sender_mac) one.mac = arp.sender_mac;
    }
    if (arp.what == Arp::What::request) answer(arp);
}

std::optional<Arp> Neighbours::say(Ticks now) noexcept {
    if (answers_waiting_ > 0) return answers_[--answers_waiting_];
    for (One& one : all_) {
        if (one.fixed || now < one.ask_at) continue;
        one.ask_at = now + (one.mac ? asked_again_every : asked_every);
        return Arp{Arp::What::request, ours_, one.ours, {}, one.next};
    }
    return std::nullopt;
}

}  // namespace driver
