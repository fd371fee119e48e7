// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/call/call_model.hpp"

#include <utility>

#include "driver/base/invariant.hpp"

namespace pbx {

CallModel::CallModel(const LineBook& lines, driver::ConferenceRooms conferences, Orders& orders,
                     CallObserver& observer)
    : lines_(lines),
      orders_(orders),
      observer_(observer),
      media_(orders, conferences),
      serials_(lines.all().size(), 0),
      offers_(lines.all().size(), 0),
      in_service_(lines.all().size(), 0) {}

// ── verbs ───────────────────────────────────────────────────────────────────────────────────────

CallId CallModel::create(ContactId contact) {
    const CallId id{next_call_++};
    calls_[id] = Call{id, contact, {}};
    return id;
}

CallId CallModel::create_with(ContactId contact, LegId leg) {
    const CallId id = create(contact);
    join(must(leg), must(id), ConnectionState::initiated);
    return id;
}

LegId CallModel::dial(Ticks now, CallId call, const Dial& what, LineId line, Participation part) {
    INVARIANT(is_free(line));
    Leg& leg = add_leg(LegId::outgoing(line, ++serials_[line.value]), now);
    leg.ani = what.calling;
    leg.dnis = what.called;
    leg.name = what.name;
    leg.withheld = what.withheld;
    leg.complete = true;
    join(leg, must(call), ConnectionState::initiated);
    must(call).party(leg.id)->part = part;
    refresh(call);  // a third party wants a conference
    Dial order = what;
    order.leg = leg.id;
    orders_.send(order);
    return leg.id;
}

void CallModel::alert(LegId id) {
    Leg& leg = must(id);
    must(leg.call).party(id)->state = ConnectionState::alerting;
    orders_.send(Alert{id});
}

void CallModel::answer(Ticks now, LegId id) {
    Leg& leg = must(id);
    if (leg.answered || leg.letting_go) return;
    leg.answered = true;
    leg.answered_at = now;
    must(leg.call).party(id)->state = ConnectionState::connected;
    orders_.send(Answer{id});
    refresh(leg.call);
}

void CallModel::release(LegId id, Cause cause, driver::Source farewell) {
    Leg& leg = must(id);
    if (leg.letting_go) return;
    leg.letting_go = true;
    orders_.send(Release{id, cause});
    part(leg, cause, false);
    if (leg.answered && lines_[leg.line].is_station()) media_.hear(leg, farewell);
}

void CallModel::far_end_gone(LegId id, Cause cause) {
    Leg& leg = must(id);
    if (leg.letting_go) return;
    leg.letting_go = true;
    orders_.send(Release{id, cause});
    part(leg, cause, true);
}

void CallModel::keep_apart(LegId id, bool apart) {
    Leg& leg = must(id);
    if (leg.apart == apart) return;
    leg.apart = apart;
    if (apart) media_.disconnect(leg);
    if (leg.call) refresh(leg.call);
}

void CallModel::treat(LegId id, driver::Source source) {
    Leg& leg = must(id);
    leg.treatment = source;
    if (leg.call) refresh(leg.call);
}

void CallModel::hold(LegId id) {
    Leg& leg = must(id);
    INVARIANT(leg.call && !leg.held);
    Call& call = must(leg.call);
    call.party(id)->state = ConnectionState::held;
    leg.held = call.id;
    leg.call = CallId{};
    leg.treatment = driver::Source::none();
    media_.disconnect(leg);
    for (const Party& party : call.parties) {
        if (party.leg != id) must(party.leg).treatment = ivr_dsp::music(0);
    }
    refresh(call.id);
}

void CallModel::retrieve(LegId id) {
    Leg& leg = must(id);
    INVARIANT(leg.held.value != 0);
    if (leg.call) leave_call(leg, leg.call);
    leg.call = std::exchange(leg.held, CallId{});
    must(leg.call).party(id)->state = ConnectionState::connected;
    refresh(leg.call);
}

void CallModel::drop_held(LegId id) {
    Leg& leg = must(id);
    const CallId held = std::exchange(leg.held, CallId{});
    if (!held) return;
    std::erase_if(must(held).parties, [&](const Party& party) { return party.leg == id; });
    refresh(held);
    sweep(held);
}

CallId CallModel::consult(LegId id) {
    Leg& leg = must(id);
    INVARIANT(leg.held && !leg.call);
    const CallId call = create(must(leg.held).contact);
    join(leg, must(call), ConnectionState::connected);
    refresh(call);
    return call;
}

void CallModel::take_part(LegId id, Participation part) {
    Party& party = active_party(id);
    if (std::exchange(party.part, part) != part) refresh(must(id).call);
}

bool CallModel::mute(LegId id, bool muted) {
    Party& party = active_party(id);
    if (std::exchange(party.muted, muted) == muted) return false;
    refresh(must(id).call);
    return true;
}

bool CallModel::set_gain(LegId id, std::int8_t gain_db) {
    Party& party = active_party(id);
    if (std::exchange(party.gain_db, gain_db) == gain_db) return false;
    refresh(must(id).call);
    return true;
}

bool CallModel::can_join(CallId id) const {
    const Call* call = this->call(id);
    return call != nullptr && media_.can_hold(call->parties.size() + 1, id, CallId{});
}

bool CallModel::can_merge(CallId into, CallId from) const {
    const Call* a = call(into);
    const Call* b = call(from);
    if (a == nullptr || b == nullptr || into == from) return false;
    std::size_t parties = a->parties.size();
    for (const Party& party : b->parties) parties += a->party(party.leg) == nullptr ? 1 : 0;
    return media_.can_hold(parties, into, from);
}

void CallModel::merge(CallId into, CallId from) {
    INVARIANT(into != from);
    Call& target = must(into);
    for (const Party& party : must(from).parties) {
        Leg& leg = must(party.leg);
        if (Party* there = target.party(leg.id)) {
            there->state = ConnectionState::connected;
        } else {
            target.parties.push_back(party);
        }
        if (leg.held == into || leg.held == from) leg.held = CallId{};
        leg.call = into;
    }
    calls_.erase(from);
    media_.end(from);
    refresh(into);
}

// ── keeping order ───────────────────────────────────────────────────────────────────────────────

Leg& CallModel::must(LegId id) {
    const auto found = legs_.find(id);
    INVARIANT(found != legs_.end());
    return found->second;
}

Call& CallModel::must(CallId id) {
    const auto found = calls_.find(id);
    INVARIANT(found != calls_.end());
    return found->second;
}

Party& CallModel::active_party(LegId id) {
    Party* party = must(must(id).call).party(id);
    INVARIANT(party != nullptr);
    return *party;
}

Leg& CallModel::add_leg(LegId id, Ticks now) {
    Leg leg;
    leg.id = id;
    leg.line = id.line();
    leg.since = now;
    leg.report = report_;
    return legs_.insert_or_assign(id, leg).first->second;
}

void CallModel::join(Leg& leg, Call& call, ConnectionState state) {
    leg.call = call.id;
    call.parties.push_back({leg.id, state});
}

// Takes the leg out of its calls and tells the observer, who may then do anything.
void CallModel::part(Leg& leg, Cause cause, bool hung_up) {
    const CallId call = leg.call;
    const CallId held = leg.held;
    if (!call && !held) return;
    Call& home = must(call ? call : held);
    const ContactId contact = home.contact;
    const Participation was = home.party(leg.id)->part;
    media_.disconnect(leg);
    for (const CallId id : {call, held}) {
        if (!id) continue;
        std::erase_if(must(id).parties, [&](const Party& party) { return party.leg == leg.id; });
        refresh(id);
    }
    leg.call = leg.held = CallId{};
    observer_.left({leg.id, leg.line, call, held, contact, cause, hung_up, leg.answered, was});
    sweep(call);
    sweep(held);
}

void CallModel::leave_call(Leg& leg, CallId id) {
    std::erase_if(must(id).parties, [&](const Party& party) { return party.leg == leg.id; });
    media_.disconnect(leg);
    refresh(id);
    sweep(id);
}

void CallModel::sweep(CallId id) {
    const auto found = calls_.find(id);
    if (found != calls_.end() && found->second.parties.empty()) calls_.erase(found);
}

void CallModel::forget(LegId id) {
    const LineId line = must(id).line;
    media_.disconnect(must(id));
    legs_.erase(id);
    observer_.line_free(line);
}

void CallModel::refresh(CallId id) {
    const auto found = calls_.find(id);
    if (found == calls_.end()) return;
    const Call& call = found->second;
    MediaPaths::Meeting meeting{id, {}, call.parties.size(), agent_of(call).value_or(LegId{})};
    for (const Party& party : call.parties) {
        Leg& leg = must(party.leg);
        if (party.state == ConnectionState::connected && leg.answered && leg.call == id &&
            !leg.apart) {
            meeting.talking.push_back({&leg, &party});
        }
    }
    media_.connect(meeting);
}

}  // namespace pbx
