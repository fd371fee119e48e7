// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/clock/clock_selector.hpp"

#include "driver/base/invariant.hpp"

namespace driver {
namespace {

ClockReason reason_of(SpanDefect defect) {
    switch (defect) {
        case SpanDefect::los:
            return ClockReason::los;
        case SpanDefect::ais:
            return ClockReason::ais;
        case SpanDefect::lof:
            return ClockReason::lof;
        case SpanDefect::none:
            break;
    }
    return ClockReason::restored;
}

}  // namespace

void ClockSelector::update(Ticks now, std::span<const SpanDefect> defects) noexcept {
    INVARIANT(defects.size() == candidates_.size());
    for (std::size_t i = 0; i < defects.size(); ++i) {
        good_for_[i] = defects[i] == SpanDefect::none ? good_for_[i] + 1ms : Ticks{};
    }
    const std::size_t chosen = best();
    const bool any = chosen < candidates_.size();
    const bool was_locked = state_ == ClockState::locked;
    const bool failed = was_locked && defects[source_] != SpanDefect::none;
    if (was_locked && !failed && (!any || chosen >= source_)) return;
    if (!any) {
        if (failed) change(now, ClockState::holdover, reason_of(defects[source_]));
        return;
    }
    ClockReason reason = failed ? reason_of(defects[source_]) : ClockReason::restored;
    if (state_ == ClockState::free_run) reason = ClockReason::start;
    source_ = chosen;
    change(now, ClockState::locked, reason);
}

std::size_t ClockSelector::best() const noexcept {
    std::size_t i = 0;
    for (; i < candidates_.size(); ++i) {
        if (is_ready(i) || (state_ == ClockState::free_run && good_for_[i] > Ticks{})) break;
    }
    return i;
}

void ClockSelector::change(Ticks now, ClockState state, ClockReason reason) noexcept {
    state_ = state;
    since_ = now;
    reason_ = reason;
    ++switches_;
}

}  // namespace driver
