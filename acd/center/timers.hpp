// SPDX-License-Identifier: GPL-2.0-or-later
// Control's timers: one per kind and owner, counted in ticks, fired in one order that depends on
// nothing but their times, kinds and owners.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "driver/base/fields.hpp"
#include "driver/base/ticks.hpp"

namespace acd {

using driver::Ticks;

// Who set it is named by number: voice port, contact, agent or leg; for span_trouble and span_hour
// it is the span and what of it, for clock_alone the board, for recording_close the recording or
// message, for fax the fax.
ENUM(TimerKind, port_silence, port_wait, announcement, offer_ring, call_ring, dialling,
     failure_tone, after_call_work, audit, span_trouble, span_hour, clock_alone, recording_close,
     analysis, fax)
struct TimerKey {
    TimerKind kind{};
    std::uint64_t owner{};
    friend auto operator<=>(const TimerKey&, const TimerKey&) = default;
};

class Timers {
  public:
    // Sets it, in place of the one the same owner may have set.
    void set(TimerKey key, Ticks at) {
        cancel(key);
        at_[key] = at;
        order_.emplace(at, key);
    }
    void cancel(TimerKey key) {
        const auto found = at_.find(key);
        if (found == at_.end()) return;
        order_.erase({found->second, key});
        at_.erase(found);
    }
    // When it is due, if it is set.
    [[nodiscard]] std::optional<Ticks> at(TimerKey key) const {
        const auto found = at_.find(key);
        if (found == at_.end()) return std::nullopt;
        return found->second;
    }
    [[nodiscard]] bool any(TimerKind kind) const {
        const auto first = at_.lower_bound({kind, 0});
        return first != at_.end() && first->first.kind == kind;
    }
    void cancel_all(TimerKind kind) {
        while (this->any(kind)) cancel(at_.lower_bound({kind, 0})->first);
    }
    [[nodiscard]] std::optional<Ticks> next() const {
        if (order_.empty()) return std::nullopt;
        return order_.begin()->first;
    }
    // The first timer due by `now`, taken off; call until there is none.
    std::optional<TimerKey> take_due(Ticks now) {
        if (order_.empty() || order_.begin()->first > now) return std::nullopt;
        const TimerKey key = order_.begin()->second;
        cancel(key);
        return key;
    }

  private:
    std::map<TimerKey, Ticks> at_;
    std::set<std::pair<Ticks, TimerKey>> order_;
};

}  // namespace acd
