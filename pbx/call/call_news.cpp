// SPDX-License-Identifier: GPL-2.0-or-later
// What the firmware tells the call model.
#include <algorithm>
#include <array>

#include "driver/base/invariant.hpp"
#include "pbx/call/call_model.hpp"

namespace pbx {

void CallModel::changed(Ticks now, const LegChanged& news) {
    if (!lines_.contains(news.leg.line())) {
        ++surprises_;
        return;
    }
    const auto found = legs_.find(news.leg);
    if (found == legs_.end()) {
        unknown(now, news);
        return;
    }
    found->second.reported = true;
    if (news.phase == LegPhase::released) {
        released(found->second, news.cause);
    } else {
        progressed(now, found->second, news);
    }
}

// A leg control does not know. Offered: a new call. Anything else: it came up, or even ended, while
// control was away; it is offered all the same, so that it is counted, recorded and let go. That a
// leg has gone may be told twice, by two reports: control knows by its serial that it had been
// here.
void CallModel::unknown(Ticks now, const LegChanged& news) {
    std::uint32_t& newest = (news.leg.is_outgoing() ? serials_ : offers_)[news.leg.line().value];
    const bool is_new = !news.leg.is_outgoing() && news.leg.serial() > newest;
    if (news.phase == LegPhase::released && !is_new) return;
    newest = std::max(newest, news.leg.serial());
    Leg& leg = add_leg(news.leg, now);
    leg.ani = news.ani;
    leg.dnis = news.dnis;
    leg.name = news.name;
    leg.withheld = news.withheld;
    leg.complete = news.complete;
    leg.reported = true;
    leg.answered = news.phase == LegPhase::answered;
    observer_.offered(news.leg);
    if (news.phase == LegPhase::released && legs_.contains(news.leg))
        released(must(news.leg), news.cause);
}

void CallModel::progressed(Ticks now, Leg& leg, const LegChanged& news) {
    if (leg.letting_go || !leg.id.is_outgoing() || leg.answered) return;
    const CallId home = leg.call ? leg.call : leg.held;
    if (!home) return;
    Party& party = *must(home).party(leg.id);
    if (news.phase == LegPhase::alerting && party.state != ConnectionState::alerting) {
        party.state = ConnectionState::alerting;
        observer_.alerting(leg.id);
    } else if (news.phase == LegPhase::answered) {
        const LegId id = leg.id;
        leg.answered = true;
        leg.answered_at = now;
        party.state = ConnectionState::connected;
        refresh(home);
        observer_.answered(id);
    }
}

void CallModel::released(Leg& leg, Cause cause) {
    const LegId id = leg.id;
    if (!leg.letting_go) {
        leg.letting_go = true;
        orders_.send(Release{id, cause});
        part(leg, cause, true);
    }
    forget(id);
}

void CallModel::service(const LineService& news) {
    if (lines_.contains(news.line)) in_service_[news.line.value] = news.in_service ? 1 : 0;
}

void CallModel::firmware_lost() {
    in_service_.assign(in_service_.size(), 0);
    while (!legs_.empty()) {
        Leg& leg = legs_.begin()->second;
        const LegId id = leg.id;
        if (!leg.letting_go) {
            leg.letting_go = true;
            part(leg, Cause::temporary_failure, false);
        }
        forget(id);
    }
    media_.forget();
}

void CallModel::firmware_began() {
    INVARIANT(legs_.empty());
    serials_.assign(serials_.size(), 0);
    offers_.assign(offers_.size(), 0);
    in_service_.assign(in_service_.size(), 1);
}

std::uint32_t CallModel::begin_audit() {
    for (auto& [id, leg] : legs_) leg.reported = false;
    orders_.send(AskReport{++report_});
    return report_;
}

void CallModel::end_audit(std::uint32_t report) {
    if (report != report_) return;
    std::vector<LegId> gone;
    for (const auto& [id, leg] : legs_) {
        if (!leg.reported && leg.report < report) gone.push_back(id);
    }
    for (const LegId id : gone) {
        if (legs_.contains(id)) released(must(id), Cause::temporary_failure);
    }
}

void CallModel::remember(Rested& rested) const {
    rested.seizures = serials_;
    rested.offers = offers_;
    for (std::size_t i = 0; i < in_service_.size(); ++i) {
        if (in_service_[i] == 0) rested.out_of_service.push_back({static_cast<std::uint16_t>(i)});
    }
    rested.next_call = next_call_;
    rested.last_report = report_;
}

void CallModel::recall(const Rested& rested) {
    INVARIANT(legs_.empty() && calls_.empty());
    next_call_ = rested.next_call;
    report_ = rested.last_report;
    if (rested.seizures.size() != serials_.size()) return;  // other lines now: nothing to recall
    serials_ = rested.seizures;
    offers_ = rested.offers;
    in_service_.assign(in_service_.size(), 1);
    for (const LineId line : rested.out_of_service) in_service_[line.value] = 0;
}

}  // namespace pbx
