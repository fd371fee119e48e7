// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/ledger/call_book.hpp"

#include <algorithm>
#include <type_traits>

namespace acd {

using pbx::ConnectionState;

void CallBook::apply(driver::Ticks tick, const pbx::Event& event) {
    std::visit(
        [&](const auto& one) {
            if constexpr (requires { this->on(tick, one); }) on(tick, one);
        },
        event);
}

void CallBook::clear() {
    calls_.clear();
    contacts_.clear();
}

// ── calls ───────────────────────────────────────────────────────────────────────────────────────

void CallBook::on(driver::Ticks tick, const pbx::CallOffered& event) {
    begin(event.contact);
    CallRow& call = this->call(tick, event.call, event.contact);
    party(tick, call, event.leg, event.device).state = ConnectionState::initiated;
}

void CallBook::on(driver::Ticks tick, const pbx::CallRouted& event) {
    begin(event.contact);
    CallRow& call = this->call(tick, event.call, event.contact);
    call.routed_kind = event.kind;
    call.routed_to = event.target;
}

void CallBook::on(driver::Ticks tick, const pbx::CallDelivered& event) {
    begin(event.contact);
    CallRow& call = this->call(tick, event.call, event.contact);
    PartyRow& party = this->party(tick, call, event.leg, event.device);
    party.state = ConnectionState::alerting;
    party.agent = event.agent;
}

void CallBook::on(driver::Ticks tick, const pbx::CallEstablished& event) {
    ContactRow& contact = begin(event.contact);
    if (!event.agent.empty()) contact.agent = event.agent;
    CallRow& call = this->call(tick, event.call, event.contact);
    party(tick, call, event.leg, event.device).agent = event.agent;
    set_state(tick, call, event.leg, ConnectionState::connected);
    answered(tick, call);
}

void CallBook::on(driver::Ticks tick, const pbx::CallHeld& event) {
    known(event.contact);
    if (const auto found = calls_.find(event.call); found != calls_.end()) {
        set_state(tick, found->second, event.leg, ConnectionState::held);
    }
}

void CallBook::on(driver::Ticks tick, const pbx::CallRetrieved& event) {
    known(event.contact);
    if (const auto found = calls_.find(event.call); found != calls_.end()) {
        set_state(tick, found->second, event.leg, ConnectionState::connected);
    }
}

void CallBook::on(driver::Ticks tick, const pbx::CallTransferred& event) {
    begin(event.contact);
    CallRow& call = this->call(tick, event.call, event.contact);
    merge(tick, call, event.old_call);
    std::erase_if(call.parties, [&](const PartyRow& party) {
        return party.device.line == event.transferring.line &&
               party.state != ConnectionState::alerting;
    });
    call.contact = event.contact.contact;
}

void CallBook::on(driver::Ticks tick, const pbx::CallConferenced& event) {
    begin(event.contact);
    merge(tick, call(tick, event.call, event.contact), event.old_call);
}

void CallBook::on(driver::Ticks tick, const pbx::CallFailed& event) {
    known(event.contact);
    if (const auto found = calls_.find(event.call); found != calls_.end()) {
        party(tick, found->second, event.leg, event.device).state = ConnectionState::failed;
    }
}

void CallBook::on(driver::Ticks, const pbx::PartyLeft& event) {
    known(event.contact);
    if (const auto found = calls_.find(event.call); found != calls_.end()) {
        std::erase_if(found->second.parties,
                      [&](const PartyRow& party) { return party.leg == event.leg; });
    }
}

void CallBook::on(driver::Ticks, const pbx::CallEnded& event) {
    known(event.contact);
    calls_.erase(event.call);
}

void CallBook::on(driver::Ticks tick, const pbx::CallSupervised& event) {
    known(event.contact);
    const auto found = calls_.find(event.call);
    if (found == calls_.end()) return;
    PartyRow& row = party(tick, found->second, event.leg, event.device);
    row.part = event.part;
    row.agent = event.supervisor;
    set_state(tick, found->second, event.leg, ConnectionState::connected);
}

void CallBook::on(driver::Ticks tick, const pbx::CallPartSet& event) {
    known(event.contact);
    const auto found = calls_.find(event.call);
    if (found == calls_.end()) return;
    PartyRow& row = party(tick, found->second, event.leg, event.device);
    row.muted = event.muted;
    row.gain_db = event.gain_db;
}

void CallBook::on(driver::Ticks, const pbx::SpeakersHeard& event) {
    known(event.contact);
    const auto found = calls_.find(event.call);
    if (found == calls_.end()) return;
    for (PartyRow& row : found->second.parties) {
        row.speaks = std::ranges::count_if(event.speakers, [&](const pbx::Device& speaker) {
                         return speaker.line == row.device.line;
                     }) > 0;
    }
}

// ── contacts ────────────────────────────────────────────────────────────────────────────────────

void CallBook::on(driver::Ticks tick, const pbx::IvrStarted& event) {
    begin(event.contact).menu = event.menu;
    answered(tick, call(tick, event.call, event.contact));
}

void CallBook::on(driver::Ticks, const pbx::IvrInput& event) {
    if (ContactRow* contact = known(event.contact)) contact->menu = event.menu;
}

void CallBook::on(driver::Ticks, const pbx::IvrEnded& event) {
    if (ContactRow* contact = known(event.contact)) contact->menu = {};
}

void CallBook::on(driver::Ticks, const pbx::QueueEntered& event) {
    ContactRow& contact = begin(event.contact);
    contact.queue = event.queue;
    contact.position = event.position;
}

void CallBook::on(driver::Ticks, const pbx::QueueAnnounced& event) {
    if (ContactRow* contact = known(event.contact)) contact->position = event.position;
}

void CallBook::on(driver::Ticks, const pbx::QueueLeft& event) {
    ContactRow* contact = known(event.contact);
    if (contact == nullptr || contact->queue != event.queue) return;
    contact->queue = {};
    contact->position = 0;
}

void CallBook::on(driver::Ticks, const pbx::DataAttached& event) {
    known(event.contact);
}

void CallBook::on(driver::Ticks, const pbx::ContactEnded& event) {
    const pbx::ContactId id = event.contact.contact;
    contacts_.erase(id);
    std::erase_if(calls_, [&](const auto& call) { return call.second.contact == id; });
}

// ── rows ────────────────────────────────────────────────────────────────────────────────────────

// The contact's row, new if need be, with the view the event brought.
ContactRow& CallBook::begin(const pbx::ContactView& view) {
    ContactRow& row = contacts_[view.contact];
    row.contact = view;
    return row;
}

// The contact's row if it lives: what comes after its end does not bring it back.
ContactRow* CallBook::known(const pbx::ContactView& view) {
    const auto found = contacts_.find(view.contact);
    if (found == contacts_.end()) return nullptr;
    found->second.contact = view;
    return &found->second;
}

CallRow& CallBook::call(driver::Ticks tick, pbx::CallId id, const pbx::ContactView& view) {
    const auto [found, is_new] = calls_.try_emplace(id);
    CallRow& row = found->second;
    if (is_new) row = {id, view.contact, {}, {}, tick, {}};
    return row;
}

PartyRow& CallBook::party(driver::Ticks tick, CallRow& call, pbx::LegId leg,
                          const pbx::Device& device) {
    const auto found = std::ranges::find(call.parties, leg, &PartyRow::leg);
    if (found != call.parties.end()) return *found;
    return call.parties.emplace_back(
        PartyRow{leg, device, ConnectionState::null, {}, tick, {}, {}, {}, {}});
}

void CallBook::set_state(driver::Ticks tick, CallRow& call, pbx::LegId leg, ConnectionState state) {
    const auto found = std::ranges::find(call.parties, leg, &PartyRow::leg);
    if (found == call.parties.end() || found->state == state) return;
    found->state = state;
    found->since = tick;
}

// Somebody or an IVR port has answered: who had called is connected too.
void CallBook::answered(driver::Ticks tick, CallRow& call) {
    for (PartyRow& party : call.parties) {
        if (party.state != ConnectionState::initiated) continue;
        party.state = ConnectionState::connected;
        party.since = tick;
    }
}

// All of `from` becomes part of `into`; who was held or holding talks again.
void CallBook::merge(driver::Ticks tick, CallRow& into, pbx::CallId from) {
    if (from == into.call) return;
    const auto found = calls_.find(from);
    if (found != calls_.end()) {
        for (PartyRow& old : found->second.parties) {
            PartyRow& party = this->party(tick, into, old.leg, old.device);
            if (party.state == ConnectionState::null) party = old;
        }
        calls_.erase(found);
    }
    for (const PartyRow& party : into.parties) {
        if (party.state == ConnectionState::held) {
            set_state(tick, into, party.leg, ConnectionState::connected);
        }
    }
}

}  // namespace acd
