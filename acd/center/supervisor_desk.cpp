// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/supervisor_desk.hpp"

#include <algorithm>

#include "driver/base/invariant.hpp"

namespace acd {

using driver::Error;
using driver::Result;
using pbx::Cause;
using pbx::ConnectionState;
using pbx::Participation;

namespace {

std::string call_text(CallId call) {
    return "call " + std::to_string(call.value);
}

std::string station_text(const pbx::Number& station) {
    return "station " + std::string(station.view());
}

}  // namespace

SupervisorDesk::SupervisorDesk(Context& context, const Neighbours& neighbours)
    : context_(context),
      contacts_(neighbours.contacts),
      calls_(neighbours.calls),
      agents_(neighbours.agents),
      stations_(neighbours.stations) {}

const pbx::Party* SupervisorDesk::party(LegId id) const {
    const pbx::Leg* leg = calls_.leg(id);
    const pbx::Call* call = leg == nullptr ? nullptr : calls_.call(leg->call);
    return call == nullptr ? nullptr : call->party(id);
}

// ── what hosts and stations ask ─────────────────────────────────────────────────────────────────

Result<void> SupervisorDesk::may_supervise(const pbx::Number& station) const {
    const CenterConfig& config = context_.config;
    if (!calls_.lines().station(station)) {
        return Error{"there is no station \"" + std::string(station.view()) + "\""};
    }
    if (std::ranges::count(config.supervisors, station) > 0) return {};
    const auto agent = agents_.at(station);
    if (agent && config.agents[agent->value - 1U].supervisor) return {};
    const std::string who =
        agent ? "agent " + std::string(agents_.name(*agent).view()) : station_text(station);
    return Error{who +
                 " may not supervise: set supervisor = true for the agent who sits there, or for "
                 "the station"};
}

Result<void> SupervisorDesk::may_be_joined(CallId id, Participation part) const {
    const pbx::Call* call = calls_.call(id);
    if (call == nullptr) return Error{"there is no " + call_text(id)};
    const auto talk = std::ranges::count_if(call->parties, [&](const pbx::Party& one) {
        return !one.supervises() && calls_.leg(one.leg)->answered &&
               (one.state == ConnectionState::connected || one.state == ConnectionState::held);
    });
    if (talk < 2) {
        return Error{call_text(id) +
                     " is no conversation yet: its caller is in a menu or a queue, or somebody "
                     "is still being rung"};
    }
    if (part == Participation::whisper && !calls_.agent_of(*call)) {
        return Error{call_text(id) + " has no station that could be whispered to"};
    }
    return {};
}

Result<CallId> SupervisorDesk::join(const pbx::Number& station, CallId call, Participation part) {
    if (const auto may = may_supervise(station); !may) return Error{may.error()};
    if (const auto may = may_be_joined(call, part); !may) return Error{may.error()};
    const driver::LineId line = *calls_.lines().station(station);
    if (const pbx::Leg* leg = calls_.leg_on(line)) return join_by(*leg, call, part);
    if (!calls_.is_free(line)) return Error{station_text(station) + " cannot be rung now"};
    if (!calls_.can_join(call)) {
        return Error{"every conference is in use, or " + call_text(call) + " is full"};
    }
    ring(calls_.lines()[line].device, call, part);
    return call;
}

// By a telephone that is off hook, or being rung.
Result<CallId> SupervisorDesk::join_by(const pbx::Leg& leg, CallId call, Participation part) {
    const LegId id = leg.id;
    const pbx::Number& station = calls_.lines()[leg.line].device.station;
    const pbx::Party* there = party(id);
    if (there != nullptr && leg.call == call) {
        if (!there->supervises()) {
            return Error{station_text(station) + " is a party of " + call_text(call)};
        }
        change(id, part);
        return call;
    }
    if (there != nullptr && there->supervises()) {
        return Error{station_text(station) + " supervises " + call_text(leg.call) +
                     ": leave that first"};
    }
    if (!stations_.hears_dial_tone(id)) {
        return Error{station_text(station) + " is busy with another call"};
    }
    if (!calls_.can_join(call)) {
        return Error{"every conference is in use, or " + call_text(call) + " is full"};
    }
    calls_.take_part(id, part);
    stations_.join_waiting_call(id, call);
    answered(id);
    return call;
}

void SupervisorDesk::ring(const pbx::Device& station, CallId call, Participation part) {
    const Contact* contact = contacts_.find(calls_.call(call)->contact);
    INVARIANT(contact != nullptr);
    const pbx::ContactView& view = contact->view;
    const pbx::Dial what{{}, station.station, view.ani, view.caller, view.withheld};
    const LegId leg = calls_.dial(context_.now, call, what, station.line, part);
    context_.after({TimerKind::call_ring, leg.value}, context_.config.patience.ring);
}

void SupervisorDesk::change(LegId leg, Participation part) {
    const Participation before = party(leg)->part;
    if (before == part) return;
    calls_.take_part(leg, part);
    if (!calls_.leg(leg)->answered) return;
    const auto agent = agents_.at(calls_.lines()[leg.line()].device.station);
    if (agent && before == Participation::barge) agents_.off_call(*agent);
    tell(leg);
}

Result<CallId> SupervisorDesk::leave(const pbx::Number& station) {
    const auto line = calls_.lines().station(station);
    const pbx::Leg* leg = line ? calls_.leg_on(*line) : nullptr;
    const pbx::Party* there = leg == nullptr ? nullptr : party(leg->id);
    if (there == nullptr || !there->supervises()) {
        return Error{station_text(station) + " supervises no call"};
    }
    const CallId call = leg->call;
    calls_.release(leg->id, Cause::normal_clearing, ivr_dsp::tone(ivr_dsp::Tone::confirm));
    return call;
}

// ── what happens to them ────────────────────────────────────────────────────────────────────────

void SupervisorDesk::answered(LegId leg) {
    const pbx::Party* there = party(leg);
    if (there == nullptr || !there->supervises()) return;
    context_.timers.cancel({TimerKind::call_ring, leg.value});
    tell(leg);
}

// Who has barged in talks with the customer; who listens is busy, and in no call of his own.
void SupervisorDesk::tell(LegId leg) {
    const pbx::Call& call = *calls_.call(calls_.leg(leg)->call);
    const pbx::Device& device = calls_.lines()[leg.line()].device;
    const Participation part = call.party(leg)->part;
    const auto agent = agents_.at(device.station);
    if (agent && part == Participation::barge) agents_.seize(*agent, call.contact);
    context_.tell(pbx::CallSupervised{contacts_.find(call.contact)->view, call.id, leg, device,
                                      agents_.name_at(device.station), part});
}

void SupervisorDesk::rang_too_long(LegId leg) {
    const pbx::Party* there = party(leg);
    if (there == nullptr || !there->supervises() || calls_.leg(leg)->answered) return;
    calls_.release(leg, Cause::no_answer);
}

void SupervisorDesk::left(const pbx::CallObserver::Departure& gone) {
    if (gone.part == Participation::regular || gone.was_answered) return;
    context_.timers.cancel({TimerKind::call_ring, gone.leg.value});
    const Contact* contact = contacts_.find(gone.contact);
    if (contact == nullptr) return;
    context_.tell(pbx::CallFailed{contact->view, gone.call, gone.leg,
                                  calls_.lines()[gone.line].device, gone.cause});
}

void SupervisorDesk::look_after(CallId id, const pbx::CallObserver::Departure& gone) {
    const pbx::Call* call = calls_.call(id);
    if (call == nullptr) return;
    std::vector<LegId> supervisors;
    std::optional<LegId> barged;
    for (const pbx::Party& one : call->parties) {
        if (!one.supervises()) continue;
        supervisors.push_back(one.leg);
        const bool talks = one.part == Participation::barge && calls_.leg(one.leg)->answered;
        if (talks && !barged) barged = one.leg;
    }
    if (supervisors.empty() || call->parties.size() - supervisors.size() > 1) return;
    const Contact* contact = contacts_.find(call->contact);
    const bool talks = contact != nullptr && contact->stage == Stage::talking;
    if (barged && talks && call->regulars(ConnectionState::connected) == 1) {
        return take_over(*barged, gone);
    }
    // The last to be let go takes who is left along.
    for (const LegId leg : supervisors) {
        if (party(leg) == nullptr) continue;
        calls_.release(leg, gone.cause, ivr_dsp::tone(ivr_dsp::Tone::busy));
    }
}

// Two are left who talk to each other: the supervisor is a party as any other from now on.
void SupervisorDesk::take_over(LegId leg, const pbx::CallObserver::Departure& gone) {
    const pbx::Call& call = *calls_.call(calls_.leg(leg)->call);
    Contact& contact = *contacts_.find(call.contact);
    calls_.take_part(leg, Participation::regular);
    tell(leg);
    if (call.party(contact.caller) == nullptr) return;
    const pbx::Device& from = calls_.lines()[gone.line].device;
    const pbx::Device& to = calls_.lines()[leg.line()].device;
    ++contact.transfers;
    contact.agent = agents_.name_at(to.station);
    contact.station = to.station;
    context_.tell(pbx::CallTransferred{contact.view, call.id, call.id, from, to, false});
}

}  // namespace acd
