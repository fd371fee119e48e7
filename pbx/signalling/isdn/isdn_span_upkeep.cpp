// SPDX-License-Identifier: GPL-2.0-or-later
// What time brings: calls that take too long, a span in failure, and putting things right after it.
#include "driver/base/log.hpp"
#include "pbx/signalling/isdn/isdn_span.hpp"

namespace pbx {

// ── failure ─────────────────────────────────────────────────────────────────────────────────────

void IsdnSpan::board_status(const driver::SpanStatus& status, Ticks now) {
    now_ = now;
    const driver::SpanStatus before = status_;
    status_ = status;
    status_.span = plan_.span;
    status_.signalling_up = before.signalling_up;
    status_.link_trouble = before.link_trouble;
    if (!status_.failed() && release_at_) {
        release_at_.reset();
        audit_due_ = true;
    } else if (status_.failed() && !release_at_) {
        ++counters_.failures;
        release_at_ = now + plan_.release_after;
    }
    due_.add({DueKind::span, index_});
    refresh_link();
    refresh_service();
}

void IsdnSpan::refresh_link() {
    // Layer 2 notices only when nobody answers it, some ten seconds after its board has gone.
    const bool gone = status_.no_board;
    const driver::LinkTrouble trouble =
        gone ? driver::LinkTrouble::none : channel_.doubt().trouble();
    const bool looped = trouble == driver::LinkTrouble::looped;
    const bool up = channel_.link_is_up() && !looped && !gone;
    // A link that is up has both its sides.
    const driver::LinkTrouble told = up ? driver::LinkTrouble::none : trouble;
    if (up == status_.signalling_up && told == status_.link_trouble) return;
    if (told != status_.link_trouble && told != driver::LinkTrouble::none) {
        driver::log_error("isdn", "span {}: {}", plan_.span.value,
                          looped ? "what we send on the D-channel comes back: the line is looped"
                                 : "the far end has our side of the link: change `side` of one");
    }
    if (up && status_.link_trouble == driver::LinkTrouble::looped) audit_due_ = true;
    status_.signalling_up = up;
    status_.link_trouble = told;
    due_.add({DueKind::span, index_});
    refresh_service();
}

// Q.850 cause 27: what is to be said cannot be delivered to the other party, because layer 1 or 2
// of the interface to it has failed. Q.931 5.8.9 gives it to a call that T309 ends, too. Causes 38
// and 41 would tell of the network behind an interface that works.
void IsdnSpan::release_calls() {
    bool any = false;
    for (Slot& slot : slots_) {
        if (slot.state == CallState::idle) continue;
        any = true;
        ++counters_.calls_lost;
        restarts_.insist(timeslot_of(slot));
        reset(slot, Cause::destination_out_of_order);
    }
    if (any) refresh_service();
}

void IsdnSpan::refresh_service() {
    for (const Slot& slot : slots_) {
        if (!slot.line) continue;
        const bool in_service =
            status_.usable() && !slot.blocked && !restarts_.holds(timeslot_of(slot));
        lines_.service(*slot.line, in_service, now_);
    }
}

// ── time ────────────────────────────────────────────────────────────────────────────────────────

void IsdnSpan::supervise() {
    const bool checking = now_ >= next_check_;
    if (checking) next_check_ = now_ + check_period;
    for (Slot& slot : slots_) {
        if (slot.state == CallState::idle) continue;
        if (checking && !channel_.knows(slot.call)) {
            ++counters_.vanished;
            reset(slot, Cause::temporary_failure);
        } else if (now_ >= slot.deadline) {
            expired(slot);
        }
    }
}

void IsdnSpan::expired(Slot& slot) {
    ++counters_.timeouts;
    if (slot.state == CallState::overlap_receiving) {  // T302: what we have is the number
        number_complete(slot);
        lines_.more_digits(*slot.line, lines_.leg(*slot.line).dnis, true, now_);
        return;
    }
    if (slot.state == CallState::clearing) {
        restarts_.want(timeslot_of(slot));
        reset(slot, Cause::temporary_failure);
        return;
    }
    // T301; else T304 or T310
    const bool rang = slot.state == CallState::alerting || slot.state == CallState::in_band;
    lines_.released(*slot.line, rang ? Cause::no_answer : Cause::no_user_responding, now_);
    hang_up(slot, Cause::recovery_on_timer_expiry);
}

void IsdnSpan::audit() {
    if (!channel_.link_is_up()) return;
    audit_due_ = false;
    ++counters_.audits;
    for (Slot& slot : slots_) {
        if (slot.state == CallState::idle || slot.state == CallState::clearing) continue;
        channel_.announce_state(slot.call, lines_.leg(*slot.line).id.is_outgoing());
    }
}

void IsdnSpan::restart_next() {
    if (!channel_.link_is_up() || status_.failed()) return;
    bool used = false;
    for (const Slot& slot : slots_) {
        if (slot.state != CallState::idle && restarts_.drop(timeslot_of(slot))) used = true;
    }
    if (used) refresh_service();
    const std::uint64_t unanswered = restarts_.unanswered();
    if (const auto timeslot = restarts_.next(now_)) {
        channel_.restart(*timeslot);
        refresh_service();
    } else if (restarts_.unanswered() != unanswered) {
        driver::log_warning(
            "isdn", "span {}: the far end does not answer RESTART; channels are used as they are",
            plan_.span.value);
        refresh_service();
    }
}

}  // namespace pbx
