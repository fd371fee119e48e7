// SPDX-License-Identifier: GPL-2.0-or-later
// Supervisors, and what the others hear of a party: what hosts may ask.
#include "acd/center/host_desk.hpp"
#include "acd/center/host_words.hpp"

namespace acd {

using driver::Error;
using driver::Result;
using pbx::Participation;

namespace {

constexpr int lowest_db = -40;
constexpr int highest_db = 12;

}  // namespace

HostDesk::Done HostDesk::carry_out(const pbx::MonitorCall& command) {
    return supervisors_.join(command.device, command.call, Participation::monitor);
}

HostDesk::Done HostDesk::carry_out(const pbx::WhisperCall& command) {
    return supervisors_.join(command.device, command.call, Participation::whisper);
}

HostDesk::Done HostDesk::carry_out(const pbx::BargeCall& command) {
    return supervisors_.join(command.device, command.call, Participation::barge);
}

HostDesk::Done HostDesk::carry_out(const pbx::LeaveCall& command) {
    return supervisors_.leave(command.device);
}

Result<LegId> HostDesk::party_on(const pbx::Name& text) const {
    const auto line = line_of(text);
    if (!line) return Error{line.error()};
    const pbx::Leg* leg = calls_.leg_on(*line);
    if (leg == nullptr || !leg->call) {
        return Error{"line " + std::string(text.view()) + " talks in no call"};
    }
    return leg->id;
}

HostDesk::Done HostDesk::tell_part(LegId leg) {
    const pbx::Call& call = *calls_.call(calls_.leg(leg)->call);
    const pbx::Party& party = *call.party(leg);
    context_.tell(pbx::CallPartSet{contacts_.find(call.contact)->view, call.id, leg,
                                   calls_.lines()[leg.line()].device, party.muted, party.gain_db});
    return call.id;
}

HostDesk::Done HostDesk::carry_out(const pbx::MuteCall& command) {
    const auto leg = party_on(command.line);
    if (!leg) return Error{leg.error()};
    if (!calls_.mute(*leg, true)) {
        return Error{"line " + std::string(command.line.view()) + " is muted"};
    }
    return tell_part(*leg);
}

HostDesk::Done HostDesk::carry_out(const pbx::UnmuteCall& command) {
    const auto leg = party_on(command.line);
    if (!leg) return Error{leg.error()};
    if (!calls_.mute(*leg, false)) {
        return Error{"line " + std::string(command.line.view()) + " is not muted"};
    }
    return tell_part(*leg);
}

HostDesk::Done HostDesk::carry_out(const pbx::SetCallGain& command) {
    const auto db = number_in(command.db.view(), lowest_db, highest_db);
    if (!db) {
        return Error{"\"" + std::string(command.db.view()) +
                     "\" is no gain: write dB from -40 to 12"};
    }
    const auto leg = party_on(command.line);
    if (!leg) return Error{leg.error()};
    const CallId call = calls_.leg(*leg)->call;
    if (*db != 0 && !calls_.is_conference(call)) {
        return Error{"call " + std::to_string(call.value) +
                     " is no conference: only there is a party made louder"};
    }
    if (!calls_.set_gain(*leg, static_cast<std::int8_t>(*db))) return call;
    return tell_part(*leg);
}

}  // namespace acd
