// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/ledger/timeline.hpp"

#include <algorithm>

namespace acd {

void Timeline::apply(std::uint64_t number, driver::Ticks tick, const pbx::Event& event) {
    if (const auto* started = std::get_if<pbx::SystemStarted>(&event)) {
        if (!marks_.empty() && marks_.back().epoch == started->epoch) return;
        add({number, tick, marks_.empty() ? 0 : marks_.back().utc_us, started->epoch, false});
    } else if (const auto* clock = std::get_if<pbx::SystemClock>(&event)) {
        // What was written before the first clock of an epoch is dated from this clock.
        for (auto mark = marks_.rbegin(); mark != marks_.rend() && !mark->known; ++mark) {
            mark->utc_us = clock->utc_us - (tick - mark->tick).count() * 1000;
            mark->known = true;
        }
        add({number, tick, clock->utc_us, epoch(), true});
    }
}

void Timeline::add(const Mark& mark) {
    if (marks_.size() == most_marks) marks_.pop_front();
    marks_.push_back(mark);
}

Mark Timeline::at(std::uint64_t number) const {
    if (marks_.empty()) return {};
    const auto after = std::ranges::upper_bound(marks_, number, {}, &Mark::number);
    return after == marks_.begin() ? *after : *std::prev(after);
}

std::int64_t Timeline::utc_us(std::uint64_t number, driver::Ticks moment) const {
    return acd::utc_us(at(number), moment);
}

std::optional<std::uint64_t> Timeline::first_after(std::uint64_t epoch) const {
    const auto later = std::ranges::upper_bound(marks_, epoch, {}, &Mark::epoch);
    if (later == marks_.end()) return std::nullopt;
    return later->number;
}

}  // namespace acd
