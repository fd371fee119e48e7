// SPDX-License-Identifier: GPL-2.0-or-later
// Lifting, dialling, feature codes.
#include "acd/center/station_desk.hpp"

#include "driver/base/invariant.hpp"

namespace acd {

using pbx::Destination;
using pbx::Dialled;

StationDesk::StationDesk(Context& context, const Neighbours& neighbours)
    : context_(context),
      contacts_(neighbours.contacts),
      calls_(neighbours.calls),
      agents_(neighbours.agents),
      ivr_(neighbours.ivr),
      reception_(neighbours.reception),
      voicemail_(neighbours.voicemail) {}

Contact& StationDesk::contact_of(LegId id) {
    const pbx::Leg* leg = calls_.leg(id);
    INVARIANT(leg != nullptr && (leg->call || leg->held));
    Contact* contact = contacts_.find(calls_.call(leg->call ? leg->call : leg->held)->contact);
    INVARIANT(contact != nullptr);
    return *contact;
}

void StationDesk::lifted(LegId leg) {
    const pbx::Device& device = calls_.lines()[leg.line()].device;
    pbx::ContactView view;
    view.ani = device.station;
    Contact& contact = contacts_.begin(view, device, true);
    contact.caller = leg;
    contact.call = calls_.create_with(contact.view.contact, leg);
    calls_.answer(context_.now, leg);
    context_.tell(pbx::CallOffered{contact.view, contact.call, leg, device});
    // For telephones without a lamp: a stuttering dial tone while something new waits.
    collect(leg, voicemail_.is_lamp_lit(device.station) ? ivr_dsp::Tone::recall_dial
                                                        : ivr_dsp::Tone::dial);
}

void StationDesk::collect(LegId leg, ivr_dsp::Tone tone) {
    dialling_[leg] = {};
    calls_.treat(leg, ivr_dsp::tone(tone));
    context_.orders.send(ivr_dsp::ListenForDigits{leg.line(), true});
    context_.after({TimerKind::dialling, leg.value}, context_.config.patience.first_digit);
}

void StationDesk::stop_collecting(LegId leg) {
    if (dialling_.erase(leg) == 0) return;
    context_.timers.cancel({TimerKind::dialling, leg.value});
    context_.orders.send(ivr_dsp::ListenForDigits{leg.line(), false});
}

void StationDesk::digit(LegId leg, char digit) {
    Dialling& dialling = dialling_.at(leg);
    if (dialling.on_hanging_up || dialling.digits.size() >= pbx::Number::room) return;
    if (dialling.digits.empty()) calls_.treat(leg, driver::Source::none());
    const pbx::Outcome before = context_.config.plan.inside(dialling.digits);
    if (digit == '#' && before.dialled == Dialled::maybe) return go(leg, before.to);
    dialling.digits += digit;
    const pbx::Outcome outcome = context_.config.plan.inside(dialling.digits);
    const TimerKey timer{TimerKind::dialling, leg.value};
    switch (outcome.dialled) {
        case Dialled::wrong:
            return wrong_number(leg);
        case Dialled::complete:
            return go(leg, outcome.to);
        case Dialled::maybe:
            return context_.after(timer, context_.config.patience.last_digit);
        case Dialled::more:
            return context_.after(timer, context_.config.patience.next_digit);
    }
}

bool StationDesk::hears_dial_tone(LegId leg) const {
    const auto found = dialling_.find(leg);
    return found != dialling_.end() && found->second.digits.empty() && !calls_.leg(leg)->held;
}

void StationDesk::join_waiting_call(LegId leg, CallId call) {
    stop_collecting(leg);
    Contact& own = contact_of(leg);
    const CallId over = own.call;
    own.cause = pbx::Cause::normal_clearing;
    calls_.merge(call, over);
    context_.tell(pbx::CallEnded{own.view, over, own.cause});
    contacts_.end(own.view.contact);
}

void StationDesk::dialled_long_enough(LegId leg) {
    const auto found = dialling_.find(leg);
    if (found == dialling_.end()) return;
    const pbx::Outcome outcome = context_.config.plan.inside(found->second.digits);
    if (outcome.dialled == Dialled::maybe) return go(leg, outcome.to);
    wrong_number(leg);
}

void StationDesk::wrong_number(LegId leg) {
    stop_collecting(leg);
    reception_.fail(contact_of(leg), leg, pbx::Cause::invalid_number_format);
}

void StationDesk::go(LegId id, const Destination& to) {
    const pbx::Leg& leg = *calls_.leg(id);
    Contact& contact = contact_of(id);
    if (const auto* feature = std::get_if<pbx::ToFeature>(&to)) return use(id, *feature);
    const bool consulting = leg.held.value != 0;
    const bool person =
        std::holds_alternative<pbx::ToStation>(to) || std::holds_alternative<pbx::ToNumber>(to);
    if (consulting && !person) {
        // Nobody there to talk to first: the held caller is sent on when the station hangs up.
        dialling_[id].on_hanging_up = to;
        context_.timers.cancel({TimerKind::dialling, id.value});
        return calls_.treat(id, ivr_dsp::tone(ivr_dsp::Tone::confirm));
    }
    if (!consulting) contact.view.dnis = pbx::target_of(to);
    stop_collecting(id);
    const pbx::Number& station = calls_.lines()[id.line()].device.station;
    if (const auto agent = agents_.at(station)) agents_.seize(*agent, contact.view.contact);
    if (consulting) return reception_.connect(contact, leg.call, id, to);
    reception_.route(contact, to);
}

LegId StationDesk::ring_for_own_call(driver::LineId station, const pbx::Number& called) {
    const pbx::Device& device = calls_.lines()[station].device;
    pbx::ContactView view;
    view.ani = device.station;
    view.dnis = called;
    Contact& contact = contacts_.begin(view, device, true);
    contact.call = calls_.create(contact.view.contact);
    contact.stage = Stage::arriving;
    const pbx::Dial what{{}, device.station, called, {}};
    contact.caller = calls_.dial(context_.now, contact.call, what, station);
    context_.after({TimerKind::call_ring, contact.caller.value}, context_.config.patience.ring);
    context_.tell(pbx::CallOffered{contact.view, contact.call, contact.caller, device});
    return contact.caller;
}

void StationDesk::dial_first(LegId leg, const Destination& to) {
    context_.timers.cancel({TimerKind::call_ring, leg.value});
    go(leg, to);
}

void StationDesk::use(LegId id, const pbx::ToFeature& feature) {
    stop_collecting(id);
    const pbx::Number station = calls_.lines()[id.line()].device.station;
    const auto here = agents_.at(station);
    bool done = false;
    switch (feature.feature) {
        case pbx::Feature::log_in:
            if (const auto agent = agents_.find(feature.agent.view())) {
                done = static_cast<bool>(agents_.log_in(*agent, station));
            }
            break;
        case pbx::Feature::log_out:
            done = here && agents_.request(*here, AgentState::logged_off, {});
            break;
        case pbx::Feature::ready:
            done = here && agents_.request(*here, AgentState::ready, {});
            break;
        case pbx::Feature::not_ready:
            done = here && agents_.request(*here, AgentState::not_ready, "by station");
            break;
    }
    if (!done) return reception_.fail(contact_of(id), id, pbx::Cause::call_rejected);
    contact_of(id).cause = pbx::Cause::normal_clearing;
    calls_.treat(id, ivr_dsp::tone(ivr_dsp::Tone::confirm));
    context_.after({TimerKind::failure_tone, id.value}, context_.config.patience.failure_tone);
}

}  // namespace acd
