// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/command_desk.hpp"

#include <algorithm>

#include "host_bridge/links/token_guard.hpp"

namespace host_bridge {

const CommandDesk::Pending* CommandDesk::find(const std::string& client,
                                              const std::string& id) const {
    const auto found = std::ranges::find_if(pending_, [&](const Pending& pending) {
        return pending.command.client.view() == client && pending.command.id.view() == id;
    });
    return found == pending_.end() ? nullptr : &*found;
}

bool CommandDesk::is_pending(const std::string& client, const std::string& id) const {
    return find(client, id) != nullptr;
}

const CommandDesk::Answer* CommandDesk::answer(const std::string& client,
                                               const std::string& id) const {
    const auto found = answers_.find({client, id});
    return found == answers_.end() ? nullptr : &found->second;
}

CommandDesk::Submitted CommandDesk::submit(const pbx::HostCommand& command, std::size_t digest,
                                           const Moment& now) {
    const std::string client(command.client.view());
    const std::string id(command.id.view());
    if (const Answer* old = answer(client, id)) {
        const bool other = old->digest != 0 && old->digest != digest;
        return other ? Submitted::id_reused : Submitted::answered;
    }
    if (const Pending* same = find(client, id)) {
        return same->digest == digest ? Submitted::accepted : Submitted::id_reused;
    }
    if (inbox_.control_life() == 0) return Submitted::control_away;
    if (pending_.size() >= most_pending || answers_.size() >= most_remembered) {
        return Submitted::busy;
    }
    pending_.push_back({command, digest, now.steady, 0});
    compare_pin(pending_.back().command);
    post_all();
    return Submitted::accepted;
}

void CommandDesk::compare_pin(pbx::HostCommand& command) const {
    auto* order = std::get_if<pbx::SetAgentState>(&command.body);
    if (order == nullptr || order->pin.empty()) return;
    const auto pin = pins_.find(order->agent.view());
    const bool right = pin != pins_.end() && equal_in_constant_time(pin->second, order->pin.view());
    order->pin = right ? pbx::right_pin : pbx::wrong_pin;
}

void CommandDesk::apply(std::uint64_t number, std::int64_t utc_us, const pbx::Event& event) {
    const auto* result = std::get_if<pbx::CommandResult>(&event);
    if (result == nullptr) return;
    const Key key{result->client.view(), result->id.view()};
    const auto pending = std::ranges::find_if(pending_, [&](const Pending& one) {
        return one.command.client == result->client && one.command.id == result->id;
    });
    const std::size_t digest = pending == pending_.end() ? 0 : pending->digest;
    if (pending != pending_.end()) {
        pending_.erase(pending);
        ++settled_;
    }
    if (answers_.try_emplace(key, Answer{number, utc_us, digest, *result}).second) {
        order_.push_back(key);
    }
    forget(utc_us);
}

void CommandDesk::poll(const Moment& now) {
    post_all();
    const std::size_t given_up = std::erase_if(
        pending_, [&](const Pending& pending) { return now.steady - pending.since > patience; });
    if (given_up > 0) ++settled_;
    forget(now.utc_us);
}

void CommandDesk::post_all() {
    const std::uint64_t life = inbox_.control_life();
    if (life == 0) return;
    for (Pending& pending : pending_) {
        if (pending.posted_in == life) continue;
        if (!inbox_.post(pending.command)) return;  // in order: the rest waits too
        pending.posted_in = life;
    }
}

void CommandDesk::forget(std::int64_t now_us) {
    while (!order_.empty()) {
        const auto oldest = answers_.find(order_.front());
        const bool old = now_us - oldest->second.utc_us > remembered.count();
        if (!old && order_.size() <= most_remembered) return;
        answers_.erase(oldest);
        order_.pop_front();
    }
}

}  // namespace host_bridge
