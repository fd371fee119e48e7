// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "driver/base/invariant.hpp"
#include "driver/base/mailbox.hpp"
#include "driver/board/board.hpp"
#include "driver/board/clock/system_clock.hpp"

namespace driver {

// The spans and clock domains of all boards, as the configuration says.
struct ClocksPlan {
    struct Span {
        SpanId span;
        std::size_t on{};          // which board it is on, from 0
        std::size_t domain{};      // whose clock it may give
        std::uint16_t priority{};  // 0: never
    };
    std::vector<ClockPlan> domains;  // at least one; the first runs the bus
    std::vector<Span> spans;
};

using ClockNews = std::variant<ClockStatus, ClockSource>;
using ClockQueue = Mailbox<ClockNews, 512>;

// All clocks of the firmware: runs them, runs the boards by the bus's, measures every span against
// it, and tells.
class Clocks {
  public:
    // How often a changed frequency is told.
    static constexpr Ticks frequency_told_every = 10s;

    // Boards as the plan counts them; they outlive this. In the header, because only construction
    // allocates.
    Clocks(const ClocksPlan& plan, std::span<Board* const> boards)
        : boards_(boards.begin(), boards.end()) {
        INVARIANT(!plan.domains.empty());
        for (const ClockPlan& one : plan.domains) domains_.emplace_back(one);
        for (const ClocksPlan::Span& one : plan.spans) spans_.emplace_back(one, plan.domains);
        for (Domain& domain : domains_) find_lines(domain);
    }
    Clocks(const Clocks&) = delete;
    Clocks& operator=(const Clocks&) = delete;

    // Realtime thread, once a tick, before boards receive.
    void tick(Ticks now) noexcept;
    // Ticks that are due by the line the bus follows; nothing if it follows none.
    [[nodiscard]] std::optional<std::size_t> waiting() const noexcept;
    // What the bus's clock gained in the last tick: the machine's clock leads, when no line does,
    // at that rate.
    [[nodiscard]] std::int64_t last_gain_ns() const noexcept { return last_gain_ns_; }

    // Signalling thread. Whoever listens knows nothing yet: tell all.
    void tell_all() noexcept { asked_.store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool next_news(ClockNews& news) noexcept { return news_.take(news); }

  private:
    struct Domain {
        explicit Domain(const ClockPlan& plan)
            : clock(plan), lines(plan.candidates.size()), spans(plan.candidates.size()) {}
        SystemClock clock;
        std::vector<LineClock> lines;    // its candidates'
        std::vector<std::size_t> spans;  // where they are among all
        ClockStatus told;
        bool any_told{};
    };
    struct Measured {
        Measured(const ClocksPlan::Span& one, const std::vector<ClockPlan>& domains) : plan(one) {
            now.span = one.span;
            now.priority = one.priority;
            now.board = domains[one.domain].board;
        }
        ClocksPlan::Span plan;
        LineClock line;
        RateMeter offset;
        RateMeter drift;
        ClockSource now;
        ClockSource told;
        bool any_told{};
    };

    void find_lines(Domain& domain);
    void look(Measured& span, Ticks now) noexcept;
    void measure(Measured& span) noexcept;
    void tell_sources(Ticks now) noexcept;
    void tell(Domain& domain, Ticks now) noexcept;

    std::vector<Board*> boards_;
    std::vector<Domain> domains_;
    std::vector<Measured> spans_;
    std::int64_t last_gain_ns_{};
    std::atomic<bool> asked_{};
    ClockQueue news_;  // realtime → signalling
};

inline void Clocks::find_lines(Domain& domain) {
    const auto& candidates = domain.clock.selector().candidates();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        std::size_t place = 0;
        while (spans_.at(place).plan.span != candidates[i].span) ++place;
        domain.spans[i] = place;
    }
}

}  // namespace driver
