// SPDX-License-Identifier: GPL-2.0-or-later
// The host's commands about calls.
#include "acd/center/host_desk.hpp"

namespace acd {

using driver::Error;
using pbx::Cause;

namespace {

// Whatever is to be done with a machine, it must be known first.
bool is_analysed(const pbx::DialCall& command) {
    return command.analyse || command.on_machine != pbx::OnMachine::connect;
}

}  // namespace

HostDesk::Done HostDesk::carry_out(const pbx::AnswerCall& command) {
    const auto leg = leg_of(command.device, CallId{});
    if (!leg) return Error{leg.error()};
    const std::string station = "station " + std::string(command.device.view());
    if (!calls_.leg(*leg)->answered)
        return Error{station + " is on hook: an analog telephone is answered by lifting it"};
    if (!stations_.hears_dial_tone(*leg)) return Error{station + " has answered"};
    const auto agent = agents_.at(command.device);
    if (!agent || agents_.state(*agent) != AgentState::ready)
        return Error{"there is no agent who is ready at " + station};
    const auto next = queues_.next_for(*agent);
    if (!next) return Error{"no caller waits for the agent at " + station};
    const CallId call = contacts_.find(next->contact)->call;
    if (command.call && command.call != call) {
        return Error{"the next call for " + station + " is " + std::to_string(call.value) +
                     ", not call " + std::to_string(command.call.value)};
    }
    stations_.join_waiting_call(*leg, call);
    queues_.connect(*next, *leg);
    return call;
}

HostDesk::Done HostDesk::hang_up_all(CallId id) {
    const pbx::Call* call = calls_.call(id);
    if (call == nullptr) return Error{"there is no call " + std::to_string(id.value)};
    const std::vector<pbx::Party> parties = call->parties;
    for (const pbx::Party& party : parties) {
        if (calls_.leg(party.leg) != nullptr) {
            calls_.release(party.leg, Cause::normal_clearing, ivr_dsp::tone(ivr_dsp::Tone::busy));
        }
    }
    return id;
}

HostDesk::Done HostDesk::carry_out(const pbx::HangUp& command) {
    if (command.device.empty()) return hang_up_all(command.call);
    const auto leg = leg_of(command.device, command.call);
    if (!leg) return Error{leg.error()};
    const CallId call = calls_.leg(*leg)->call;
    calls_.release(*leg, Cause::normal_clearing, ivr_dsp::tone(ivr_dsp::Tone::busy));
    return call;
}

HostDesk::Done HostDesk::carry_out(const pbx::TransferCall& command) {
    const auto leg = talking_leg_of(command.device, command.call);
    if (!leg && command.destination.empty()) return Error{leg.error()};
    const auto any = leg_of(command.device, command.call);
    if (!any) return Error{any.error()};
    const pbx::Leg& found = *calls_.leg(*any);
    if (command.destination.empty()) {
        if (!found.held) return Error{"the station holds no call: name a destination"};
        const CallId call = found.held;
        calls_.release(*any, Cause::normal_clearing, ivr_dsp::tone(ivr_dsp::Tone::confirm));
        return call;  // the stations' desk joins what the leg leaves behind
    }
    if (!leg) return Error{leg.error()};
    if (found.held)
        return Error{
            "the station holds another call: transfer without a destination joins "
            "the two"};
    const auto to = destination(command.destination);
    if (!to) return Error{to.error()};
    const CallId call = found.call;
    stations_.send_on(*leg, *to);
    return call;
}

void HostDesk::analyse_next(LegId station, const pbx::DialCall& command) {
    Contact& contact = *contacts_.find(calls_.call(calls_.leg(station)->call)->contact);
    contact.analyse = is_analysed(command) ? std::optional(command.on_machine) : std::nullopt;
}

HostDesk::Done HostDesk::carry_out(const pbx::DialCall& command) {
    const auto to = destination(command.destination);
    if (!to) return Error{to.error()};
    if (is_analysed(command) && !std::holds_alternative<pbx::ToNumber>(*to) &&
        !std::holds_alternative<pbx::ToStation>(*to)) {
        return Error{
            "only who answers at a number or a station can be found out: leave analyse out"};
    }
    const auto line = calls_.lines().station(command.device);
    if (!line) return Error{"there is no station \"" + std::string(command.device.view()) + "\""};
    if (const pbx::Leg* leg = calls_.leg_on(*line)) {
        const auto talking = talking_leg_of(command.device, CallId{});
        if (!talking || leg->held) return Error{"the station is busy with another call"};
        analyse_next(leg->id, command);
        stations_.dial(leg->id, *to);
        return calls_.leg_on(*line) != nullptr ? calls_.leg_on(*line)->call : CallId{};
    }
    if (!calls_.is_free(*line)) {
        return Error{"station " + std::string(command.device.view()) + " cannot be rung now"};
    }
    const pbx::Number called = pbx::target_of(*to);
    const LegId leg = stations_.ring_for_own_call(*line, called);
    analyse_next(leg, command);
    awaited_[leg] = *to;
    return calls_.leg(leg)->call;
}

HostDesk::Done HostDesk::carry_out(const pbx::HoldCall& command) {
    const auto leg = talking_leg_of(command.device, command.call);
    if (!leg) return Error{leg.error()};
    if (calls_.leg(*leg)->held) return Error{"the station holds a call already"};
    const CallId call = calls_.leg(*leg)->call;
    stations_.hold(*leg);
    return call;
}

HostDesk::Done HostDesk::carry_out(const pbx::RetrieveCall& command) {
    const auto leg = leg_of(command.device, command.call);
    if (!leg) return Error{leg.error()};
    const CallId call = calls_.leg(*leg)->held;
    if (!call) return Error{"the station holds no call"};
    stations_.take_back(*leg);
    return call;
}

HostDesk::Done HostDesk::carry_out(const pbx::ConferenceCall& command) {
    const auto leg = leg_of(command.device, CallId{});
    if (!leg) return Error{leg.error()};
    const CallId call = calls_.leg(*leg)->held;
    if (!call) return Error{"the station holds no call to join: hold one and dial another first"};
    if (!stations_.conference(*leg)) {
        return Error{
            "the calls cannot be joined: the other party has not answered, or every "
            "conference is in use"};
    }
    return call;
}

}  // namespace acd
