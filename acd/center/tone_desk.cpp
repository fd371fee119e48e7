// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/tone_desk.hpp"

#include <algorithm>

namespace acd {

using ivr_dsp::CallParty;
using ivr_dsp::HeardTone;
using pbx::Cause;
using pbx::OnMachine;

namespace {

TimerKey analysis_timer(LegId leg) {
    return {TimerKind::analysis, leg.value};
}

// What an exchange means by it, of a call that nobody has answered (Q.850).
std::optional<Cause> cause_of(HeardTone tone) {
    if (tone == HeardTone::busy) return Cause::user_busy;
    if (tone == HeardTone::congestion) return Cause::no_circuit_available;
    if (tone == HeardTone::special_information) return Cause::send_special_information_tone;
    return std::nullopt;
}

}  // namespace

ToneDesk::ToneDesk(Context& context, const Neighbours& neighbours)
    : context_(context),
      contacts_(neighbours.contacts),
      calls_(neighbours.calls),
      client_(neighbours.client) {}

// ── why ─────────────────────────────────────────────────────────────────────────────────────────

void ToneDesk::listen(LegId leg, Watch& watch) {
    const bool tones = watch.in_menu || watch.whole_call;
    const bool party = watch.on_machine && watch.answered;
    if (watch.tones == tones && watch.party == party) return;
    watch.tones = tones;
    watch.party = party;
    context_.orders.send(ivr_dsp::ListenForTones{leg, tones, party});
}

void ToneDesk::in_menu(LegId caller, bool is) {
    if (!is && !watches_.contains(caller)) return;
    Watch& watch = watches_[caller];
    watch.in_menu = is;
    listen(caller, watch);
}

bool ToneDesk::tones_end_calls(driver::LineId line) const {
    const auto& spans = context_.config.spans;
    const auto span = std::ranges::find(spans, calls_.lines()[line].device.span, &SpanConfig::span);
    return span != spans.end() && span->tones_end_calls;
}

void ToneDesk::seized(LegId leg) {
    if (calls_.lines()[leg.line()].is_station()) return;
    if (!leg.is_outgoing() && !tones_end_calls(leg.line())) return;
    Watch& watch = watches_[leg];
    watch.whole_call = true;
    listen(leg, watch);
}

void ToneDesk::analyse(LegId leg, OnMachine on_machine) {
    watches_[leg].on_machine = on_machine;
    if (on_machine != OnMachine::connect) calls_.keep_apart(leg, true);
}

void ToneDesk::answered(LegId leg) {
    const auto found = watches_.find(leg);
    if (found == watches_.end() || !found->second.on_machine) return;
    found->second.answered = true;
    listen(leg, found->second);
    context_.after(analysis_timer(leg), longest_analysis);
}

void ToneDesk::left(LegId leg) {
    const auto found = watches_.find(leg);
    if (found == watches_.end()) return;
    context_.timers.cancel(analysis_timer(leg));
    Watch& watch = found->second;
    watch.in_menu = watch.whole_call = watch.answered = false;
    listen(leg, watch);
    watches_.erase(found);
}

void ToneDesk::firmware_lost() {
    context_.timers.cancel_all(TimerKind::analysis);
    watches_.clear();
}

// ── what is heard ───────────────────────────────────────────────────────────────────────────────

std::optional<ToneDesk::Whose> ToneDesk::whose(LegId id) const {
    const pbx::Leg* leg = calls_.leg(id);
    if (leg == nullptr || leg->letting_go) return std::nullopt;
    const pbx::Call* call = calls_.call(leg->call ? leg->call : leg->held);
    Contact* contact = call == nullptr ? nullptr : contacts_.find(call->contact);
    if (contact == nullptr) return std::nullopt;
    return Whose{contact, call->id};
}

void ToneDesk::heard(const ivr_dsp::ToneHeard& news) {
    const auto about = whose(news.leg);
    if (!about) return;
    Contact& contact = *about->contact;
    context_.tell(pbx::CallToneHeard{contact.view, about->call, news.leg,
                                     calls_.lines()[news.leg.line()].device, news.tone,
                                     news.level_dbm0});
    if (news.tone == HeardTone::cng && contact.caller == news.leg && contact.stage == Stage::menu) {
        return client_.fax_calls(contact);
    }
    if (tones_end_calls(news.leg.line())) end_by(news.leg, news.tone);
}

void ToneDesk::end_by(LegId id, HeardTone tone) {
    const auto cause = cause_of(tone);
    if (!cause) return;
    const pbx::Leg& leg = *calls_.leg(id);
    const bool unanswered =
        !leg.answered || (id.is_outgoing() && context_.now - leg.answered_at < false_answer);
    // A caller who has not been answered yet has hung up, too.
    const bool is_ours = id.is_outgoing() && unanswered;
    calls_.far_end_gone(id, is_ours ? *cause : Cause::normal_clearing);
}

void ToneDesk::heard(const ivr_dsp::PartyHeard& news) {
    const auto about = whose(news.leg);
    const auto found = watches_.find(news.leg);
    if (!about || found == watches_.end() || !found->second.on_machine) return;
    context_.tell(pbx::CallAnalysed{about->contact->view, about->call, news.leg,
                                    calls_.lines()[news.leg.line()].device, news.party,
                                    news.confidence_percent, news.after});
    Watch& watch = found->second;
    watch.decided = true;
    const OnMachine wanted = *watch.on_machine;
    const bool somebody = news.party == CallParty::person || news.party == CallParty::silence;
    if (somebody) return let_talk(news.leg, watch);
    if (news.party == CallParty::machine && wanted != OnMachine::hang_up) {
        return context_.after(analysis_timer(news.leg), longest_greeting);
    }
    if (wanted == OnMachine::connect) return let_talk(news.leg, watch);
    calls_.release(news.leg, Cause::normal_clearing);
}

void ToneDesk::heard(const ivr_dsp::BeepHeard& news) {
    const auto about = whose(news.leg);
    const auto found = watches_.find(news.leg);
    if (!about || found == watches_.end() || !found->second.on_machine) return;
    context_.tell(pbx::CallBeeped{about->contact->view, about->call, news.leg,
                                  calls_.lines()[news.leg.line()].device, news.after});
    if (found->second.decided) let_talk(news.leg, found->second);
}

// There is nothing more to find out.
void ToneDesk::let_talk(LegId leg, Watch& watch) {
    context_.timers.cancel(analysis_timer(leg));
    watch.on_machine.reset();
    listen(leg, watch);
    calls_.keep_apart(leg, false);
}

void ToneDesk::due(TimerKey timer) {
    const auto found = watches_.find(LegId{timer.owner});
    if (found != watches_.end()) let_talk(found->first, found->second);
}

}  // namespace acd
