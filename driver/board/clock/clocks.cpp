// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/clock/clocks.hpp"

namespace driver {
namespace {

constexpr Ticks looked_at_every = 100ms;
constexpr Ticks measured_every = 1s;

}  // namespace

void Clocks::tick(Ticks now) noexcept {
    for (Measured& span : spans_) look(span, now);
    SystemClock& bus = domains_.front().clock;
    const std::int64_t before_ns = bus.gained_ns();
    for (Domain& domain : domains_) {
        for (std::size_t i = 0; i < domain.lines.size(); ++i) {
            domain.lines[i] = spans_[domain.spans[i]].line;
        }
        domain.clock.tick(now, domain.lines);
    }
    last_gain_ns_ = bus.gained_ns() - before_ns;
    for (Board* const board : boards_) board->run_by({bus.gained_ns(), bus.source()});
    if (now % measured_every == Ticks{}) {
        for (Measured& span : spans_) measure(span);
    }
    if (asked_.exchange(false, std::memory_order_relaxed)) {
        for (Domain& domain : domains_) domain.any_told = false;
        for (Measured& span : spans_) span.any_told = false;
    }
    for (Domain& domain : domains_) tell(domain, now);
    if (now % looked_at_every == Ticks{}) tell_sources(now);
}

void Clocks::look(Measured& span, Ticks now) noexcept {
    const auto line = boards_[span.plan.on]->line_clock(span.plan.span);
    span.line = line.value_or(LineClock{.defect = SpanDefect::los});
    if (span.line.defect == span.now.defect && span.now.since != Ticks{}) return;
    span.now.defect = span.line.defect;
    span.now.since = now;
}

// A line that is not good is not measured.
void Clocks::measure(Measured& span) noexcept {
    if (span.line.defect != SpanDefect::none) {
        span.offset.forget();
        span.drift.forget();
    } else {
        span.offset.sample(span.line.gained_ns);
        span.drift.sample(span.line.gained_ns - domains_.front().clock.gained_ns());
    }
    const auto offset = span.offset.ppb();
    span.now.measured = offset.has_value();
    span.now.offset_ppb = offset.value_or(0);
    span.now.drift_ppb = span.drift.ppb().value_or(0);
}

std::optional<std::size_t> Clocks::waiting() const noexcept {
    const Domain& bus = domains_.front();
    if (!bus.clock.source()) return std::nullopt;
    const Measured& source = spans_[bus.spans[bus.clock.selector().source()]];
    const auto line = boards_[source.plan.on]->line_clock(source.plan.span);
    if (!line) return std::nullopt;
    return bus.clock.due(*line);
}

// When there is no room it is told later.
void Clocks::tell(Domain& domain, Ticks now) noexcept {
    const bool switched =
        !domain.any_told || domain.told.switches != domain.clock.selector().switches();
    if (!switched && now % frequency_told_every != Ticks{}) return;
    ClockStatus status = domain.clock.status();
    status.runs_bus = &domain == &domains_.front();
    if (domain.any_told && status == domain.told) return;
    if (!news_.post(status)) return;
    domain.told = status;
    domain.any_told = true;
}

void Clocks::tell_sources(Ticks now) noexcept {
    for (const Domain& domain : domains_) {
        for (std::size_t i = 0; i < domain.spans.size(); ++i) {
            spans_[domain.spans[i]].now.ready = domain.clock.selector().is_ready(i);
        }
    }
    for (Measured& span : spans_) {
        const ClockSource& told = span.told;
        const bool changed = !span.any_told || span.now.defect != told.defect ||
                             span.now.ready != told.ready || span.now.measured != told.measured;
        const bool due = now % frequency_told_every == Ticks{} && span.now != told;
        if ((!changed && !due) || !news_.post(span.now)) continue;
        span.told = span.now;
        span.any_told = true;
    }
}

}  // namespace driver
