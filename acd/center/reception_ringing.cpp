// SPDX-License-Identifier: GPL-2.0-or-later
// Stations and numbers being rung for a caller.
#include "acd/center/reception.hpp"
#include "driver/base/invariant.hpp"

namespace acd {

using pbx::Cause;

void Reception::connect(Contact& contact, CallId call, LegId caller, const pbx::Destination& to) {
    Ringing ringing{contact.view.contact, caller, context_.now, to};
    ringing.analyse = std::exchange(contact.analyse, std::nullopt);
    ring(contact, call, ringing);
}

void Reception::ring(Contact& contact, CallId call, Ringing ringing) {
    const LegId caller = ringing.caller;
    std::optional<driver::LineId> line;
    pbx::Dial what;
    what.calling = contact.view.ani;
    what.name = contact.view.caller;
    what.withheld = contact.view.withheld;
    Cause failure = Cause::no_circuit_available;
    if (const auto* station = std::get_if<pbx::ToStation>(&ringing.to)) {
        what.called = station->station;
        line = calls_.lines().station(station->station);
        failure = line ? Cause::user_busy : Cause::unallocated_number;
        if (line && !calls_.is_free(*line)) line.reset();
    } else if (const auto* number = std::get_if<pbx::ToNumber>(&ringing.to)) {
        what.called = number->number;
        line = calls_.free_trunk(number->group, ringing.failed);
        // Every line is taken, or none works: 34 says "later", 38 "call somebody" (Q.850).
        if (!calls_.any_in_service(number->group)) failure = Cause::network_out_of_order;
    } else {
        failure = Cause::no_route_to_destination;
    }
    if (!line) {
        if (!to_mailbox(contact, ringing, failure)) fail(contact, caller, failure);
        return;
    }
    const LegId leg = calls_.dial(context_.now, call, what, *line);
    ringing_[leg] = ringing;
    tones_.seized(leg);
    if (ringing.analyse) tones_.analyse(leg, *ringing.analyse);
    const auto* station = std::get_if<pbx::ToStation>(&ringing.to);
    context_.after({TimerKind::call_ring, leg.value}, station == nullptr
                                                          ? context_.config.patience.ring
                                                          : voicemail_.ring_time(station->station));
    if (calls_.leg(caller)->answered) calls_.treat(caller, driver::Source::none());
}

void Reception::alerting(LegId leg) {
    Ringing& ringing = ringing_.at(leg);
    ringing.alerted = true;
    Contact& contact = *contacts_.find(ringing.contact);
    const pbx::Device& device = calls_.lines()[leg.line()].device;
    context_.tell(pbx::CallDelivered{
        contact.view, calls_.leg(leg)->call, leg, device, agents_.name_at(device.station), {}});
    if (contact.stage == Stage::calling) contacts_.spend_on(contact, Activity::ringing);
    const pbx::Leg* caller = calls_.leg(ringing.caller);
    if (caller == nullptr || caller->letting_go) return;
    if (caller->answered) {
        calls_.treat(ringing.caller, ivr_dsp::tone(ivr_dsp::Tone::ringback));
    } else {
        calls_.alert(ringing.caller);
    }
}

void Reception::answered(LegId leg) {
    const Ringing ringing = ringing_.at(leg);
    ringing_.erase(leg);
    context_.timers.cancel({TimerKind::call_ring, leg.value});
    Contact& contact = *contacts_.find(ringing.contact);
    const pbx::Device& device = calls_.lines()[leg.line()].device;
    const pbx::Leg* caller = calls_.leg(ringing.caller);
    if (caller != nullptr && !caller->answered) calls_.answer(context_.now, ringing.caller);
    for (const pbx::Number& station :
         {device.station, calls_.lines()[ringing.caller.line()].device.station}) {
        if (const auto agent = agents_.at(station)) agents_.seize(*agent, contact.view.contact);
    }
    if (contact.stage == Stage::calling) {
        contact.stage = Stage::talking;
        contact.recall = {};
        contact.agent = agents_.name_at(device.station);
        contact.station = device.station;
        contacts_.spend_on(contact, Activity::talking);
    }
    context_.tell(pbx::CallEstablished{contact.view,
                                       calls_.leg(leg)->call,
                                       leg,
                                       device,
                                       agents_.name_at(device.station),
                                       {},
                                       context_.now - ringing.since});
}

void Reception::failed(LegId leg, Cause cause) {
    const Ringing ringing = ringing_.at(leg);
    ringing_.erase(leg);
    context_.timers.cancel({TimerKind::call_ring, leg.value});
    Contact* contact = contacts_.find(ringing.contact);
    if (contact == nullptr) return;
    context_.tell(pbx::CallFailed{contact->view, contact->call, leg,
                                  calls_.lines()[leg.line()].device, cause});
    const pbx::Leg* caller = calls_.leg(ringing.caller);
    if (caller == nullptr || caller->letting_go) return;
    if (try_another_line(*contact, ringing, leg.line(), cause)) return;
    if (to_mailbox(*contact, ringing, cause)) return;
    if (!contact->recall.empty() && ringing.caller == contact->caller) {
        const pbx::ToStation back{std::exchange(contact->recall, pbx::Number{})};
        return connect(*contact, contact->call, ringing.caller, back);
    }
    fail(*contact, ringing.caller, cause);
}

// The line could not be had, or was lost before anybody was rung: the far end had seized it (cause
// 44; Q.931 5.7), it does not work (38), or it failed under the call (27, which from a line that
// works is about the called party).
bool Reception::try_another_line(Contact& contact, const Ringing& failed, driver::LineId line,
                                 Cause cause) {
    const auto* number = std::get_if<pbx::ToNumber>(&failed.to);
    if (number == nullptr || failed.alerted || failed.tries == most_tries) return false;
    const bool is_its_fault =
        cause == Cause::requested_circuit_unavailable || cause == Cause::network_out_of_order ||
        (cause == Cause::destination_out_of_order && !calls_.in_service(line));
    if (!is_its_fault || !calls_.free_trunk(number->group)) return false;
    Ringing again = failed;
    again.failed = calls_.lines()[line].device.span;
    ++again.tries;
    ring(contact, calls_.leg(failed.caller)->call, again);
    return true;
}

// Whose own matter it is, and who is not just coming back from a transfer that failed.
bool Reception::to_mailbox(Contact& contact, const Ringing& failed, Cause cause) {
    const auto* station = std::get_if<pbx::ToStation>(&failed.to);
    if (station == nullptr || failed.caller != contact.caller || !contact.recall.empty()) {
        return false;
    }
    const auto mailbox = voicemail_.instead_of(station->station, cause);
    if (!mailbox) return false;
    route(contact, *mailbox);
    return true;
}

void Reception::rang_too_long(LegId leg) {
    if (is_ringing(leg)) calls_.release(leg, Cause::no_answer);
}

void Reception::hand_over(LegId ringing, LegId to) {
    const auto found = ringing_.find(ringing);
    if (found != ringing_.end()) found->second.caller = to;
}

void Reception::call_back_when_free(const Contact& contact, driver::LineId station) {
    call_backs_[station] = contact.view.contact;
}

void Reception::line_free(driver::LineId line) {
    const auto found = call_backs_.find(line);
    if (found == call_backs_.end()) return;
    Contact* contact = contacts_.find(found->second);
    call_backs_.erase(found);
    if (contact == nullptr || contact->stage != Stage::calling) return;
    const pbx::ToStation back{calls_.lines()[line].device.station};
    connect(*contact, contact->call, contact->caller, back);
}

}  // namespace acd
