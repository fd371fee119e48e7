// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/performance/performance_monitor.hpp"

#include <algorithm>

#include "driver/base/invariant.hpp"

namespace driver {
namespace {

constexpr std::uint8_t seconds_of_minute = 60;
constexpr std::uint64_t degraded = 1'000'000;  // more than one wrong bit of so many

void add(PerformanceCounts& to, const SecondErrors& errors, bool available) {
    ++to.seconds;
    if (!available) {
        ++to.unavailable_seconds;
        return;
    }
    to.errored_seconds += errors.errored ? 1 : 0;
    to.severely_errored_seconds += errors.severely_errored ? 1 : 0;
    to.bursty_errored_seconds += errors.bursty ? 1 : 0;
    to.framing_seconds += errors.framing ? 1 : 0;
    to.line_errored_seconds += errors.line_errored ? 1 : 0;
    to.slip_seconds += errors.slipped ? 1 : 0;
    to.path_violations += errors.path_violations;
    to.line_violations += errors.line_violations;
    to.background_block_errors += errors.background_blocks;
}

}  // namespace

PerformanceMonitor::PerformanceMonitor(std::uint32_t second_of_day) noexcept : now_(second_of_day) {
    INVARIANT(second_of_day < seconds_of_day);
}

void PerformanceMonitor::second(const SecondErrors& errors, bool failure) noexcept {
    undecided_[undecided_count_++] = errors;
    const auto decided = availability_.second(errors.severely_errored, failure);
    count(decided);
    go_to(now_ + 1);
}

void PerformanceMonitor::missed(std::uint32_t seconds) noexcept {
    if (seconds == 0) return;
    // The last one undecided ended before the present second began.
    --now_;
    count(availability_.interrupted());
    ++now_;
    minute_seconds_ = 0;
    minute_bits_ = 0;
    minute_errors_ = 0;
    go_to(now_ + seconds);
}

// Quarters and days that begin on the way are empty.
void PerformanceMonitor::go_to(std::uint64_t second) noexcept {
    const std::uint64_t last = second / seconds_of_quarter;
    std::uint64_t quarter = now_ / seconds_of_quarter;
    quarter = std::max(quarter, last - std::min<std::uint64_t>(last, quarters_.size()));
    while (quarter < last) quarters_[++quarter % quarters_.size()] = {};
    const std::uint64_t days = second / seconds_of_day - now_ / seconds_of_day;
    const std::uint64_t today = second / seconds_of_day;
    if (days > 0) days_[today % 2] = {};
    if (days > 1) days_[(today + 1) % 2] = {};
    now_ = second;
}

// The oldest undecided seconds; the newest of all is the present one.
void PerformanceMonitor::count(Availability::Decided decided) noexcept {
    const std::uint64_t first = now_ + 1 - undecided_count_;
    for (std::uint8_t i = 0; i < decided.seconds; ++i) {
        const SecondErrors& errors = undecided_[i];
        add_to_all(first + i, [&](PerformanceCounts& to) { add(to, errors, decided.available); });
        if (decided.available && !errors.severely_errored) count_minute(errors, first + i);
    }
    if (decided.seconds > 0) undecided_count_ = 0;  // a run is decided as a whole
}

// G.821 Annex: minutes are made of available seconds that were not severely errored.
void PerformanceMonitor::count_minute(const SecondErrors& errors, std::uint64_t at) noexcept {
    minute_bits_ += errors.bits;
    minute_errors_ += errors.bit_errors;
    if (++minute_seconds_ < seconds_of_minute) return;
    if (minute_errors_ * degraded > minute_bits_) {
        add_to_all(at, [](PerformanceCounts& to) { ++to.degraded_minutes; });
    }
    minute_seconds_ = 0;
    minute_bits_ = 0;
    minute_errors_ = 0;
}

template <class Add>
void PerformanceMonitor::add_to_all(std::uint64_t at, Add add_one) noexcept {
    add_one(quarters_[at / seconds_of_quarter % quarters_.size()]);
    add_one(days_[at / seconds_of_day % days_.size()]);
    add_one(total_);
}

const PerformanceCounts& PerformanceMonitor::quarter(std::uint32_t age) const noexcept {
    INVARIANT(age <= quarters_kept);
    // One ring behind, so that ages beyond the first day do not go below zero.
    const std::uint64_t number = now_ / seconds_of_quarter + quarters_.size() - age;
    return quarters_[number % quarters_.size()];
}

bool PerformanceMonitor::is_complete(std::uint32_t age) const noexcept {
    return age > 0 && quarter(age).seconds == seconds_of_quarter;
}

const PerformanceCounts& PerformanceMonitor::day(std::uint32_t age) const noexcept {
    INVARIANT(age < days_.size());
    return days_[(now_ / seconds_of_day + age) % days_.size()];
}

}  // namespace driver
