// SPDX-License-Identifier: GPL-2.0-or-later
// Holding, consulting, conferencing, transferring.
#include "acd/center/station_desk.hpp"
#include "driver/base/invariant.hpp"

namespace acd {

using pbx::ConnectionState;
using pbx::Destination;

void StationDesk::flash(LegId id) {
    const pbx::Leg& leg = *calls_.leg(id);
    if (leg.held) {
        const auto other = leg.call ? calls_.call(leg.call)->other_than(id) : std::nullopt;
        if (other && calls_.leg(*other)->answered && conference(id)) return;
        return take_back(id);
    }
    if (!leg.call || is_dialling(id)) return;
    const pbx::Call& call = *calls_.call(leg.call);
    if (call.party(id)->supervises()) return;
    if (call.regulars(ConnectionState::connected) > 2) {  // a conference: the last to come leaves
        const auto last = std::ranges::find_if(
            call.parties.rbegin(), call.parties.rend(),
            [&](const pbx::Party& p) { return p.leg != id && !p.supervises(); });
        return calls_.release(last->leg, pbx::Cause::normal_clearing);
    }
    if (call.regulars(ConnectionState::connected) < 2) return;
    hold(id);
    calls_.consult(id);
    collect(id, ivr_dsp::Tone::recall_dial);
}

void StationDesk::hold(LegId id) {
    Contact& contact = contact_of(id);
    const CallId call = calls_.leg(id)->call;
    calls_.hold(id);
    contacts_.spend_on(contact, Activity::held);
    context_.tell(pbx::CallHeld{contact.view, call, id, calls_.lines()[id.line()].device});
}

void StationDesk::retrieve(LegId id) {
    stop_collecting(id);
    Contact& contact = contact_of(id);
    if (const CallId given_up = calls_.leg(id)->call) {
        context_.tell(pbx::CallEnded{contact.view, given_up, pbx::Cause::normal_clearing});
    }
    calls_.retrieve(id);
    contacts_.spend_on(contact, Activity::talking);
    context_.tell(pbx::CallRetrieved{contact.view, calls_.leg(id)->call, id,
                                     calls_.lines()[id.line()].device});
}

void StationDesk::take_back(LegId id) {
    const pbx::Leg& leg = *calls_.leg(id);
    const auto other = leg.call ? calls_.call(leg.call)->other_than(id) : std::nullopt;
    if (other)
        calls_.release(*other, pbx::Cause::normal_clearing, ivr_dsp::tone(ivr_dsp::Tone::busy));
    retrieve(id);
}

bool StationDesk::conference(LegId id) {
    const pbx::Leg& leg = *calls_.leg(id);
    if (!leg.held || !leg.call || !calls_.can_merge(leg.held, leg.call)) return false;
    const CallId into = leg.held;
    const CallId from = leg.call;
    const auto added = calls_.call(from)->other_than(id);
    if (!added || !calls_.leg(*added)->answered) return false;
    Contact& contact = contact_of(id);
    calls_.merge(into, from);
    contacts_.spend_on(contact, Activity::talking);
    context_.tell(
        pbx::CallConferenced{contact.view, into, from, calls_.lines()[added->line()].device,
                             static_cast<std::uint8_t>(calls_.call(into)->parties.size())});
    return true;
}

void StationDesk::dial(LegId id, const Destination& to) {
    if (calls_.leg(id)->held.value == 0) {
        hold(id);
        calls_.consult(id);
    }
    go(id, to);
}

// The contact's caller from now on is whoever is left in the call.
void StationDesk::adopt(Contact& contact, CallId call) {
    contact.call = call;
    const pbx::Call& now = *calls_.call(call);
    if (now.party(contact.caller) != nullptr) return;
    const auto answered = std::ranges::find_if(now.parties, [&](const pbx::Party& party) {
        return !party.supervises() && calls_.leg(party.leg)->answered;
    });
    if (answered != now.parties.end()) contact.caller = answered->leg;
}

void StationDesk::send_on(LegId id, const Destination& to) {
    Contact& contact = contact_of(id);
    const CallId call = calls_.leg(id)->call;
    const pbx::Device& from = calls_.lines()[id.line()].device;
    pbx::Device target;
    if (const auto* station = std::get_if<pbx::ToStation>(&to)) target.station = station->station;
    ++contact.transfers;
    contact.stage = Stage::arriving;  // whoever is left is not alone: it is being sent on
    contact.caller = *calls_.call(call)->other_than(id);
    contact.call = call;
    if (std::holds_alternative<pbx::ToStation>(to)) contact.recall = from.station;
    calls_.release(id, pbx::Cause::normal_clearing, ivr_dsp::tone(ivr_dsp::Tone::confirm));
    context_.tell(pbx::CallTransferred{contact.view, call, call, from, target, true});
    contacts_.spend_on(contact, Activity::other);
    reception_.route(contact, to);
}

bool StationDesk::hung_up(const pbx::CallObserver::Departure& gone) {
    const auto found = dialling_.find(gone.leg);
    const auto later = found == dialling_.end() ? std::nullopt : found->second.on_hanging_up;
    stop_collecting(gone.leg);
    if (!gone.held) return false;
    Contact* contact = contacts_.find(gone.contact);
    const pbx::Call* held = calls_.call(gone.held);
    if (contact == nullptr || held == nullptr || held->parties.empty()) return false;
    const pbx::Call* active = calls_.call(gone.call);
    const bool has_target = active != nullptr && !active->parties.empty();
    if (has_target) {
        join(gone.held, gone.call, gone.line);
    } else if (later) {
        ++contact->transfers;
        contact->stage = Stage::arriving;
        adopt(*contact, gone.held);
        context_.tell(pbx::CallTransferred{
            contact->view, gone.held, gone.held, calls_.lines()[gone.line].device, {}, true});
        contacts_.spend_on(*contact, Activity::other);
        reception_.route(*contact, *later);
    } else {
        ring_back(*contact, gone.held, gone.line);
    }
    return true;
}

// Both calls become one without the station that brought them together.
void StationDesk::join(CallId held, CallId active, driver::LineId transferring) {
    Contact& contact = *contacts_.find(calls_.call(held)->contact);
    const LegId target = *calls_.call(active)->other_than({});
    const bool answered = calls_.leg(target)->answered;
    const pbx::Device& from = calls_.lines()[transferring].device;
    const pbx::Device& to = calls_.lines()[target.line()].device;
    ++contact.transfers;
    calls_.merge(held, active);
    adopt(contact, held);
    contact.agent = agents_.name_at(to.station);
    contact.station = to.station;
    contact.stage = answered ? Stage::talking : Stage::calling;
    contacts_.spend_on(contact, answered ? Activity::talking : Activity::ringing);
    context_.tell(pbx::CallTransferred{contact.view, held, active, from, to, !answered});
    if (answered) return;
    contact.recall = from.station;
    for (const pbx::Party& party : calls_.call(held)->parties) {
        if (party.leg == target || party.supervises()) continue;
        calls_.treat(party.leg, ivr_dsp::tone(ivr_dsp::Tone::ringback));
        reception_.hand_over(target, party.leg);
    }
}

// Hung up with somebody on hold and nobody to give him to: the station is rung until it takes the
// caller back.
void StationDesk::ring_back(Contact& contact, CallId call, driver::LineId station) {
    contact.stage = Stage::calling;
    adopt(contact, call);
    contacts_.spend_on(contact, Activity::held);
    reception_.call_back_when_free(contact, station);
}

}  // namespace acd
