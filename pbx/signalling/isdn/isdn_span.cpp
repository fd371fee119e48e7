// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/isdn/isdn_span.hpp"

#include <limits>

#include "driver/base/invariant.hpp"

namespace pbx {

namespace {
constexpr Ticks never{std::numeric_limits<Ticks::rep>::max()};
}

IsdnSpan::IsdnSpan(const SpanPlan& plan, std::uint16_t index, LineTable& lines, DueQueue& due)
    : plan_(plan),
      index_(index),
      lines_(lines),
      due_(due),
      restarts_(plan.timers.t316),
      channel_(plan_, *this) {
    status_.span = plan_.span;
    for (const BChannel& channel : plan_.channels) {
        INVARIANT(channel.timeslot > 0 && channel.timeslot < timeslots);
        INVARIANT(channel.timeslot != plan_.d_timeslot && lines_.contains(channel.line));
        slot(channel.timeslot).line = channel.line;
    }
}

// ── the board ───────────────────────────────────────────────────────────────────────────────────

void IsdnSpan::receive(const driver::Frame& frame, Ticks now) {
    now_ = now;
    channel_.doubt().received(frame, now);
    channel_.receive(frame);
}

void IsdnSpan::run(Ticks now) {
    now_ = now;
    channel_.run();
    if (const auto probe = channel_.doubt().probe(now)) (void)channel_.send(*probe);
    refresh_link();
    if (channel_.link_was_reset()) {  // what was on its way is lost
        audit_due_ = true;
        restarts_.link_lost();
    }
    if (release_at_ && now >= *release_at_) release_calls();
    if (audit_due_) audit();
    supervise();
    restart_next();
    channel_.run();
}

IsdnSpanCounters IsdnSpan::counters() const {
    IsdnSpanCounters counters = counters_;
    counters.restarts_unanswered = restarts_.unanswered();
    return counters;
}

// ── control ─────────────────────────────────────────────────────────────────────────────────────

void IsdnSpan::dial(const Dial& dial, Ticks now) {
    now_ = now;
    const LineId line = dial.leg.line();
    Slot& slot = this->slot(timeslot_of(line));
    if (!lines_.in_service(line)) {
        lines_.released(line, Cause::network_out_of_order, now);
        lines_.clear(line, now);
    } else if (slot.state == CallState::clearing) {
        slot.waiting = dial;
    } else {
        start(slot, dial);
    }
    channel_.run();
}

void IsdnSpan::alert(LineId line, Ticks now) {
    now_ = now;
    Slot& slot = this->slot(timeslot_of(line));
    if (!step(slot, CallStep::alert)) return;
    channel_.alert(slot.call, encoded(slot));
    channel_.run();
}

void IsdnSpan::answer(LineId line, Ticks now) {
    now_ = now;
    Slot& slot = this->slot(timeslot_of(line));
    if (!step(slot, CallStep::answer)) return;
    channel_.connect(slot.call, encoded(slot));
    channel_.run();
}

void IsdnSpan::release(LineId line, Cause cause, Ticks now) {
    now_ = now;
    Slot& slot = this->slot(timeslot_of(line));
    if (slot.waiting) {
        slot.waiting.reset();
        lines_.clear(line, now);
    } else if (slot.state == CallState::idle) {
        lines_.clear(line, now);
    } else if (slot.state != CallState::clearing) {
        hang_up(slot, cause);
    }
    channel_.run();
}

// ── one call ────────────────────────────────────────────────────────────────────────────────────

bool IsdnSpan::step(Slot& slot, CallStep step) {
    const auto next = call_steps.next(slot.state, step);
    if (!next) {
        ++counters_.surprises;
        return false;
    }
    slot.state = *next;
    const Ticks limit = limit_of(slot.state);
    slot.deadline = limit == never ? never : now_ + limit;
    return true;
}

Ticks IsdnSpan::limit_of(CallState state) const {
    switch (state) {
        case CallState::overlap_sending:
            return plan_.timers.t304;
        case CallState::proceeding:
            return plan_.timers.t310;
        case CallState::in_band:  // T310 is stopped; nobody listens to tones for longer than T301
        case CallState::alerting:
            return plan_.timers.t301;
        case CallState::overlap_receiving:
            return plan_.timers.t302;
        case CallState::clearing:
            return plan_.timers.clearing_limit;
        case CallState::idle:
        case CallState::dialling:  // T303 is libpri's
        case CallState::offered:   // control's to decide
        case CallState::ringing:
        case CallState::active:
            return never;
    }
    return never;
}

void IsdnSpan::start(Slot& slot, const Dial& dial) {
    INVARIANT(slot.state == CallState::idle);
    slot.prefix = 0;
    slot.call = channel_.setup(dial, encoded(slot));
    if (slot.call == nullptr) {
        lines_.released(*slot.line, Cause::resource_unavailable, now_);
        lines_.clear(*slot.line, now_);
        return;
    }
    restarts_.drop(timeslot_of(slot));
    step(slot, CallStep::dial);
}

void IsdnSpan::number_complete(Slot& slot) {
    step(slot, CallStep::number_complete);
    channel_.proceeding(slot.call, encoded(slot));
}

void IsdnSpan::hang_up(Slot& slot, Cause cause) {
    step(slot, CallStep::hang_up);
    if (!channel_.hang_up(slot.call, cause)) over(slot);
}

// The call is gone at both ends.
void IsdnSpan::over(Slot& slot) {
    step(slot, CallStep::cleared);
    slot.call = nullptr;
    if (!slot.waiting) {
        lines_.clear(*slot.line, now_);
        return;
    }
    const Dial dial = *slot.waiting;
    slot.waiting.reset();
    if (status_.usable()) return start(slot, dial);
    lines_.released(*slot.line, Cause::network_out_of_order, now_);
    lines_.clear(*slot.line, now_);
}

// The call is gone here, whatever the far end thinks.
void IsdnSpan::reset(Slot& slot, Cause cause) {
    if (slot.state == CallState::idle) return;
    channel_.forget(slot.call);
    if (!slot.waiting) lines_.released(*slot.line, cause, now_);
    over(slot);
}

// ── looking ─────────────────────────────────────────────────────────────────────────────────────

int IsdnSpan::timeslot_of(LineId line) const {
    for (const Slot& slot : slots_) {
        if (slot.line == line) return timeslot_of(slot);
    }
    INVARIANT(!"a line of this span");
    return 0;
}

IsdnSpan::Slot* IsdnSpan::slot_with(DChannel::Call call) {
    for (Slot& slot : slots_) {
        if (slot.call == call && call != nullptr) return &slot;
    }
    return nullptr;
}

}  // namespace pbx
