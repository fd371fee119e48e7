// SPDX-License-Identifier: GPL-2.0-or-later
// Which line a clock follows: a pure decision.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"
#include "driver/board/messages.hpp"

namespace driver {

// A line that may be followed. Priorities as in DAHDI's `timing`: 1 is the first choice.
struct ClockCandidate {
    SpanId span;
    std::uint16_t priority{};
};

// A source that fails is left at once, for the best of those that have been good for the time to
// restore, or else for hold-over. A better one is gone back to when it has been good so long
// (G.781's wait to restore): a flapping line does not drag the clock to and fro. The first source
// of all need not wait.
class ClockSelector {
  public:
    // `candidates` the best first. In the header, because only construction allocates.
    ClockSelector(std::vector<ClockCandidate> candidates, Ticks wait_to_restore)
        : candidates_(std::move(candidates)),
          wait_to_restore_(wait_to_restore),
          good_for_(candidates_.size()) {}

    // Once a millisecond, with what is wrong with each candidate.
    void update(Ticks now, std::span<const SpanDefect> defects) noexcept;

    [[nodiscard]] ClockState state() const noexcept { return state_; }
    // Its place among the candidates; in hold-over that of the last one. Only after a first one.
    [[nodiscard]] std::size_t source() const noexcept { return source_; }
    [[nodiscard]] Ticks since() const noexcept { return since_; }
    [[nodiscard]] ClockReason reason() const noexcept { return reason_; }
    [[nodiscard]] std::uint32_t switches() const noexcept { return switches_; }
    [[nodiscard]] bool is_ready(std::size_t candidate) const noexcept {
        return good_for_[candidate] >= wait_to_restore_ && good_for_[candidate] > Ticks{};
    }
    [[nodiscard]] const std::vector<ClockCandidate>& candidates() const noexcept {
        return candidates_;
    }

  private:
    [[nodiscard]] std::size_t best() const noexcept;
    void change(Ticks now, ClockState state, ClockReason reason) noexcept;

    std::vector<ClockCandidate> candidates_;
    Ticks wait_to_restore_;
    std::vector<Ticks> good_for_;
    ClockState state_{};
    std::size_t source_{};
    Ticks since_{};
    ClockReason reason_{};
    std::uint32_t switches_{};
};

}  // namespace driver
