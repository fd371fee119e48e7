// SPDX-License-Identifier: GPL-2.0-or-later
// What the far end does.
#include <string>

#include "driver/base/log.hpp"
#include "pbx/signalling/isdn/isdn_span.hpp"

namespace pbx {

namespace {

// Q.850 causes only signalling itself gives.
constexpr auto no_such_channel = static_cast<Cause>(82);
constexpr auto bearer_not_implemented = static_cast<Cause>(65);
constexpr auto incompatible_destination = static_cast<Cause>(88);

}  // namespace

void IsdnSpan::happened(const IsdnEvent& event) {
    switch (event.news) {
        case IsdnNews::link_up:
        case IsdnNews::link_down:
        case IsdnNews::misconfigured:
            about_link(event);
            return;
        case IsdnNews::restarted:
        case IsdnNews::restart_acknowledged:
        case IsdnNews::maintenance:
            about_channel(event);
            return;
        case IsdnNews::offered:
            offered(event);
            return;
        case IsdnNews::more_digits:
        case IsdnNews::named:
        case IsdnNews::needs_more:
        case IsdnNews::proceeding:
        case IsdnNews::in_band:
        case IsdnNews::alerting:
        case IsdnNews::answered:
        case IsdnNews::hung_up:
        case IsdnNews::cleared:
            // A call we refused is cleared without anybody waiting for it.
            if (Slot* slot = slot_with(event.call)) about_call(*slot, event);
            return;
    }
}

void IsdnSpan::about_link(const IsdnEvent& event) {
    if (event.news == IsdnNews::misconfigured) return;  // LinkDoubt finds out which mistake it is
    const bool up = event.news == IsdnNews::link_up;
    driver::log_info("isdn", "span {}: D-channel {}", plan_.span.value, up ? "up" : "down");
    refresh_link();
    if (!up) {
        restarts_.link_lost();
    } else if (link_has_been_up_) {
        audit_due_ = true;
    } else {
        link_has_been_up_ = true;
        for (const Slot& slot : slots_) {
            if (slot.line && plan_.restart_at_start) restarts_.want(timeslot_of(slot));
        }
    }
    refresh_service();
}

void IsdnSpan::about_channel(const IsdnEvent& event) {
    if (event.news == IsdnNews::restart_acknowledged) {
        restarts_.acknowledged(event.channel);
        refresh_service();
        return;
    }
    for (Slot& slot : slots_) {
        const bool is_meant =
            event.channel == IsdnEvent::any_channel || event.channel == timeslot_of(slot);
        if (!slot.line || !is_meant) continue;
        if (event.news == IsdnNews::restarted) {
            reset(slot, Cause::temporary_failure);  // libpri acknowledges
            restarts_.drop(timeslot_of(slot));
        } else {
            slot.blocked = event.out_of_service;
        }
    }
    refresh_service();
}

// ── a new call ──────────────────────────────────────────────────────────────────────────────────

void IsdnSpan::offered(const IsdnEvent& event) {
    if (Slot* stale = slot_with(event.call)) {  // libpri forgot the call that lived at this address
        ++counters_.vanished;
        if (!stale->waiting) lines_.released(*stale->line, Cause::temporary_failure, now_);
        over(*stale);
    }
    if (!event.audio) {
        refuse(event, plan_.side == Side::user ? incompatible_destination : bearer_not_implemented);
        return;
    }
    const Choice choice = choose(event);
    if (choice.timeslot == 0) {
        refuse(event, choice.refusal);
        return;
    }
    Slot& slot = this->slot(choice.timeslot);
    if (slot.state == CallState::dialling) {  // glare, and ours gives way
        ++counters_.glare_lost;
        static_cast<void>(channel_.hang_up(slot.call, Cause::requested_circuit_unavailable));
        step(slot, CallStep::cleared);
        lines_.give_way(*slot.line, Cause::requested_circuit_unavailable, now_);
    }
    slot.call = event.call;
    slot.prefix = event.channel_prefix;
    const bool enough =
        event.complete || !plan_.overlap_receiving ||
        (plan_.called_digits > 0 && event.dnis.view().size() >= plan_.called_digits);
    step(slot, enough ? CallStep::setup : CallStep::setup_part);
    lines_.offer(*slot.line, {event.ani, event.dnis, event.name, enough, event.withheld}, now_);
    if (enough) {
        channel_.proceeding(slot.call, encoded(slot));
    } else {
        channel_.setup_acknowledge(slot.call, encoded(slot));
    }
}

// Clears with RELEASE COMPLETE. libpri sends that for a few causes only, and for the others nothing
// at all as long as we have not answered the SETUP.
void IsdnSpan::refuse(const IsdnEvent& offer, Cause cause) {
    const bool is_bearer = cause == bearer_not_implemented || cause == incompatible_destination;
    ++(is_bearer ? counters_.refused_bearer : counters_.refused_busy);
    if (cause == bearer_not_implemented) channel_.proceeding(offer.call, 0);
    static_cast<void>(channel_.hang_up(offer.call, cause));
}

bool IsdnSpan::can_take(const Slot& slot) const {
    return slot.line && slot.state == CallState::idle && lines_.takes_offer(*slot.line) &&
           !restarts_.is_asking(timeslot_of(slot));
}

// The lowest free channel: control seizes from the highest.
IsdnSpan::Choice IsdnSpan::any_other(Cause if_none) const {
    for (const Slot& slot : slots_) {
        if (can_take(slot)) return {timeslot_of(slot), Cause::none};
    }
    return {0, if_none};
}

// Channel selection (5.2.3, 5.7).
IsdnSpan::Choice IsdnSpan::choose(const IsdnEvent& offer) const {
    if (offer.channel == IsdnEvent::any_channel) return any_other(Cause::no_circuit_available);
    if (offer.channel == IsdnEvent::no_channel) return {0, Cause::no_circuit_available};
    const bool exists = index_of(offer.channel) < timeslots && slots_[index_of(offer.channel)].line;
    if (!exists && !offer.flexible) return {0, no_such_channel};
    if (exists) {
        const Slot& wanted = slots_[index_of(offer.channel)];
        const bool is_glare = wanted.state == CallState::dialling;
        if (can_take(wanted) || (is_glare && plan_.side == Side::user)) {
            return {offer.channel, Cause::none};
        }
        if (!offer.flexible) return {0, Cause::requested_circuit_unavailable};
    }
    return any_other(Cause::no_circuit_available);
}

// ── a call we know ──────────────────────────────────────────────────────────────────────────────

void IsdnSpan::about_call(Slot& slot, const IsdnEvent& event) {
    if (event.news == IsdnNews::more_digits) {
        more_digits(slot, event);
    } else if (event.news == IsdnNews::named) {
        lines_.named(*slot.line, event.name, now_);
    } else if (event.news == IsdnNews::hung_up) {
        if (slot.state != CallState::clearing) step(slot, CallStep::hang_up);
        if (!slot.waiting) lines_.released(*slot.line, event.cause, now_);
    } else if (event.news == IsdnNews::cleared) {
        if (event.unconfirmed) restarts_.want(timeslot_of(slot));
        if (!slot.waiting) lines_.released(*slot.line, event.cause, now_);
        over(slot);
    } else {
        outgoing_progress(slot, event);
    }
}

void IsdnSpan::more_digits(Slot& slot, const IsdnEvent& event) {
    if (slot.state != CallState::overlap_receiving) {
        ++counters_.surprises;
        return;
    }
    const std::string all =
        std::string(lines_.leg(*slot.line).dnis.view()) + std::string(event.dnis.view());
    const bool complete =
        event.complete || (plan_.called_digits > 0 && all.size() >= plan_.called_digits);
    slot.deadline = now_ + plan_.timers.t302;
    if (complete) number_complete(slot);
    lines_.more_digits(*slot.line, Number(all), complete, now_);
}

void IsdnSpan::outgoing_progress(Slot& slot, const IsdnEvent& event) {
    const bool moved = event.channel != IsdnEvent::no_channel &&
                       event.channel != IsdnEvent::any_channel &&
                       event.channel != timeslot_of(slot);
    if (moved && slot.state != CallState::clearing) {  // we asked for this channel and no other
        ++counters_.moved;
        lines_.released(*slot.line, Cause::requested_circuit_unavailable, now_);
        hang_up(slot, Cause::requested_circuit_unavailable);
        return;
    }
    const LineId line = *slot.line;
    const bool dialling = lines_.leg(line).phase == LegPhase::dialling;
    if (event.news == IsdnNews::needs_more) {
        step(slot, CallStep::needs_more);
    } else if (event.news == IsdnNews::proceeding) {
        if (step(slot, CallStep::proceeding)) lines_.step(line, LegStep::proceed, now_);
    } else if (event.news == IsdnNews::in_band) {
        if (step(slot, CallStep::in_band) && dialling) lines_.step(line, LegStep::proceed, now_);
    } else if (event.news == IsdnNews::alerting) {
        if (step(slot, CallStep::alerting)) lines_.step(line, LegStep::alert, now_);
    } else {
        if (step(slot, CallStep::answered)) lines_.step(line, LegStep::answer, now_);
    }
}

}  // namespace pbx
