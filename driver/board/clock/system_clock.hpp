// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "driver/board/board.hpp"
#include "driver/board/clock/clock_selector.hpp"
#include "driver/board/clock/rate_meter.hpp"

namespace driver {

// What a clock domain is made of, as the configuration says.
struct ClockPlan {
    std::uint16_t board{};                   // its first one, counted from 1
    std::vector<ClockCandidate> candidates;  // none: it runs by itself
    Ticks wait_to_restore{10s};
    std::int32_t oscillator_ppb{};  // how far its own oscillator is off
};

// The clock of one domain, as a count of what it has gained on a nominal one. Locked it gains what
// its source gains, in hold-over what the source gained in its last minute, in free run what its
// oscillator does.
class SystemClock {
  public:
    explicit SystemClock(const ClockPlan& plan)
        : selector_(plan.candidates, plan.wait_to_restore),
          defects_(plan.candidates.size()),
          gained_before_(plan.candidates.size()),
          board_(plan.board),
          rate_ppb_(plan.oscillator_ppb) {}

    // Realtime thread, once a tick, before boards receive: `lines` as the candidates are.
    void tick(Ticks now, std::span<const LineClock> lines) noexcept;

    [[nodiscard]] const ClockSelector& selector() const noexcept { return selector_; }
    [[nodiscard]] std::int64_t gained_ns() const noexcept { return gained_ns_; }
    // The span that is followed, if any.
    [[nodiscard]] SpanId source() const noexcept {
        return selector_.state() == ClockState::locked ? span() : SpanId{};
    }
    // Ticks that are due by the source's clock, which says this.
    [[nodiscard]] std::size_t due(const LineClock& source) const noexcept;
    [[nodiscard]] ClockStatus status() const noexcept;

  private:
    [[nodiscard]] SpanId span() const noexcept {
        const auto& candidates = selector_.candidates();
        return candidates.empty() ? SpanId{} : candidates[selector_.source()].span;
    }
    [[nodiscard]] std::int64_t ticks_by(const LineClock& source) const noexcept;
    void lock(const LineClock& source) noexcept;
    void follow(const LineClock& source) noexcept;
    void go_on_alone() noexcept;

    ClockSelector selector_;
    std::vector<SpanDefect> defects_;
    std::vector<std::int64_t> gained_before_;  // by each candidate, at the last tick
    std::uint16_t board_;
    bool ticked_{};
    std::int64_t gained_ns_{};
    std::int64_t ticks_{};    // done, as ticks_by() counts
    RateMeter followed_;      // the source's, since it is
    RateMeter own_;           // this clock's
    std::int32_t rate_ppb_;   // when alone
    std::int64_t rest_ps_{};  // gained alone, less than a nanosecond
};

}  // namespace driver
