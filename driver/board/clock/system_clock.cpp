// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/clock/system_clock.hpp"

#include <algorithm>

#include "driver/base/invariant.hpp"
#include "driver/framing/elastic_store.hpp"

namespace driver {
namespace {

constexpr Ticks sampled_every = 1s;
// What a source may leave in the cable: its span's room for slips, and the millisecond of this
// tick.
constexpr std::uint64_t most_waiting = 3;

std::int64_t whole_ticks(std::int64_t ns) {
    return ns / ns_of_tick - (ns % ns_of_tick < 0 ? 1 : 0);
}

}  // namespace

void SystemClock::tick(Ticks now, std::span<const LineClock> lines) noexcept {
    INVARIANT(lines.size() == defects_.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        defects_[i] = lines[i].defect;
        if (!ticked_) gained_before_[i] = lines[i].gained_ns;
    }
    ticked_ = true;
    const SpanId before = source();
    selector_.update(now, defects_);
    const SpanId present = source();
    if (before && before != present) rate_ppb_ = followed_.ppb().value_or(rate_ppb_);
    if (!present) {
        go_on_alone();
    } else if (present != before) {
        lock(lines[selector_.source()]);
    } else {
        follow(lines[selector_.source()]);
    }
    for (std::size_t i = 0; i < lines.size(); ++i) gained_before_[i] = lines[i].gained_ns;
    if (now % sampled_every != Ticks{}) return;
    own_.sample(gained_ns_);
    if (present) followed_.sample(gained_ns_);
}

void SystemClock::go_on_alone() noexcept {
    rest_ps_ += rate_ppb_;  // 10⁻⁹ of a millisecond is a picosecond
    gained_ns_ += rest_ps_ / 1000;
    rest_ps_ %= 1000;
}

// The source's count of ticks, if both clocks had been nominal: what it has gained does not move
// ours twice.
std::int64_t SystemClock::ticks_by(const LineClock& source) const noexcept {
    const std::int64_t gained = gained_ns_ + source.gained_ns - gained_before_[selector_.source()];
    return static_cast<std::int64_t>(source.brought) - whole_ticks(source.gained_ns) +
           whole_ticks(gained);
}

void SystemClock::lock(const LineClock& source) noexcept {
    ticks_ = ticks_by(source);
    followed_.forget();
    gained_ns_ += source.gained_ns - gained_before_[selector_.source()];
}

void SystemClock::follow(const LineClock& source) noexcept {
    ++ticks_;
    // What it brought and nobody can take any more is not due.
    const auto left = static_cast<std::int64_t>(std::max<std::uint64_t>(source.waiting, 1)) - 1;
    ticks_ = std::max(ticks_, ticks_by(source) - left);
    gained_ns_ += source.gained_ns - gained_before_[selector_.source()];
}

// What is in the cable beyond its room is due, too: it came while nobody ticked.
std::size_t SystemClock::due(const LineClock& source) const noexcept {
    const std::int64_t due = std::max<std::int64_t>(ticks_by(source) - ticks_, 0);
    const std::uint64_t surplus = source.waiting > most_waiting ? source.waiting - most_waiting : 0;
    return std::max(static_cast<std::size_t>(due), static_cast<std::size_t>(surplus));
}

ClockStatus SystemClock::status() const noexcept {
    ClockStatus status;
    status.board = board_;
    status.sources = static_cast<std::uint16_t>(selector_.candidates().size());
    status.state = selector_.state();
    if (status.state != ClockState::free_run) status.source = span();
    status.since = selector_.since();
    status.reason = selector_.reason();
    status.switches = selector_.switches();
    status.offset_ppb = own_.ppb().value_or(rate_ppb_);
    return status;
}

}  // namespace driver
