// SPDX-License-Identifier: GPL-2.0-or-later
// What happens to calls, and which desk deals with it.
#include "acd/center/center.hpp"
#include "driver/base/invariant.hpp"

namespace acd {

using pbx::Cause;
using pbx::ConnectionState;

void Center::offered(LegId id) {
    const pbx::Leg& leg = *calls_.leg(id);
    if (leg.answered || id.is_outgoing()) return reception_.stray(id);
    if (calls_.lines()[leg.line].is_station()) return stations_.lifted(id);
    reception_.arrived(id, journal_has_room_);
}

void Center::alerting(LegId leg) {
    if (queues_.is_offer(leg)) return queues_.alerting(leg);
    if (reception_.is_ringing(leg)) return reception_.alerting(leg);
    if (faxes_.calls_with(leg)) faxes_.alerting(leg);
}

void Center::answered(LegId leg) {
    if (queues_.is_offer(leg)) return queues_.answered(leg);
    if (reception_.is_ringing(leg)) {
        reception_.answered(leg);
        return tones_.answered(leg);
    }
    if (host_.is_awaited(leg)) return host_.lifted(leg);
    supervisors_.answered(leg);
    if (faxes_.calls_with(leg)) faxes_.answered(leg);
}

void Center::left(const Departure& gone) {
    context_.timers.cancel({TimerKind::failure_tone, gone.leg.value});
    recordings_.left(gone.line);
    tones_.left(gone.leg);
    faxes_.left(gone);
    const pbx::Device& device = calls_.lines()[gone.line].device;
    host_.not_lifted(gone.leg);
    if (Contact* contact = contacts_.find(gone.contact)) {
        context_.tell(pbx::PartyLeft{contact->view, gone.call ? gone.call : gone.held, gone.leg,
                                     device, gone.cause, gone.hung_up});
        const bool caller = contact->caller == gone.leg;
        if (contact->cause == Cause::none && gone.part == pbx::Participation::regular) {
            contact->cause = gone.cause;
            contact->caller_hung_up = caller && gone.hung_up;
        }
        if (caller) caller_left(*contact);  // the contact may be over after this
    }
    supervisors_.left(gone);
    if (queues_.is_offer(gone.leg)) queues_.failed(gone.leg, gone.cause);
    if (reception_.is_ringing(gone.leg)) reception_.failed(gone.leg, gone.cause);
    if (!device.station.empty()) {
        if (const auto agent = agents_.at(device.station)) agents_.off_call(*agent);
        (void)stations_.hung_up(gone);
    }
    for (const CallId call : {gone.call, gone.held}) {
        if (call) close_if_done(call, gone);
    }
}

void Center::caller_left(Contact& contact) {
    // Agents may still speak about the matter, the customer neither speaks nor waits.
    if (!contact.outgoing) contacts_.spend_on(contact, Activity::other);
    reception_.caller_left(contact);
    voicemail_.left(contact);
    ivr_.free(contact, pbx::IvrOutcome::hung_up);
    if (contact.stage != Stage::queued) return;
    contact.abandoned = true;
    // Takes back an offer being made, and with its leg the call may end.
    queues_.leave(contact, pbx::QueueExit::abandoned);
}

// A party whose call has no other party for now, and that is all right: somebody deals with it.
bool Center::may_stay_alone(const Contact& contact, const pbx::Party& party) const {
    const pbx::Leg& leg = *calls_.leg(party.leg);
    if (party.state == ConnectionState::held) return false;
    if (stations_.is_dialling(party.leg) || host_.is_awaited(party.leg)) return true;
    if (leg.held) return true;  // may go back to the call it holds
    if (party.leg != contact.caller) return false;
    switch (contact.stage) {
        case Stage::arriving:
        case Stage::port_wait:
        case Stage::menu:
        case Stage::queued:
        case Stage::calling:
        case Stage::failing:
        case Stage::fax:
            return true;
        case Stage::talking:
            return false;
    }
    return false;
}

void Center::close_if_done(CallId id, const Departure& gone) {
    supervisors_.look_after(id, gone);
    const pbx::Call* call = calls_.call(id);
    if (call == nullptr) return;
    Contact* contact = contacts_.find(call->contact);
    INVARIANT(contact != nullptr);
    if (call->parties.empty()) {
        context_.tell(pbx::CallEnded{contact->view, id, gone.cause});
        const bool others = std::ranges::any_of(calls_.calls(), [&](const auto& entry) {
            return entry.second.contact == call->contact && !entry.second.parties.empty();
        });
        if (!others) contacts_.end(call->contact);
        return;
    }
    if (call->parties.size() > 1) return;
    const pbx::Party alone = call->parties.front();
    if (may_stay_alone(*contact, alone)) return;
    if (alone.state == ConnectionState::held) {
        calls_.drop_held(alone.leg);
        context_.tell(pbx::CallEnded{contact->view, id, gone.cause});
        return;
    }
    // Q.850: who is cut off because the other party's line failed hears so; else it is a hang-up.
    const bool failure = gone.cause == Cause::destination_out_of_order ||
                         gone.cause == Cause::network_out_of_order ||
                         gone.cause == Cause::temporary_failure;
    calls_.release(alone.leg, failure ? gone.cause : Cause::normal_clearing,
                   ivr_dsp::tone(ivr_dsp::Tone::busy));
}

void Center::menu_over(Contact& contact, const ivr_dsp::dialog::Ending& ending) {
    if (contact.stage == Stage::queued) return queues_.announcement_over(contact, ending);
    if (voicemail_.menu_over(contact, ending)) return;
    reception_.menu_over(contact, ending);
}

void Center::record(Contact& contact, const ivr_dsp::dialog::Record& how) {
    voicemail_.record(contact, how);
}

void Center::stop_recording(const Contact& contact) {
    voicemail_.stop_recording(contact);
}

void Center::chose_to_leave(Contact& contact) {
    ivr_.free(contact, pbx::IvrOutcome::disconnected);
    contact.stage = Stage::failing;
    contact.cause = Cause::normal_clearing;
    calls_.release(contact.caller, Cause::normal_clearing);
}

void Center::sent_elsewhere(Contact& contact, const std::string& destination) {
    contact.stage = Stage::arriving;
    const auto to = pbx::parse_destination(destination);
    reception_.route(contact, to ? *to : context_.config.person);
}

void Center::fax_calls(Contact& contact) {
    const auto to = context_.config.fax_machines_to.find(ivr_.menu_of(contact).view());
    if (to == context_.config.fax_machines_to.end()) return;
    ivr_.interrupt(contact);
    contact.stage = Stage::arriving;
    reception_.route(contact, to->second);
}

}  // namespace acd
