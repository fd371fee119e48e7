// SPDX-License-Identifier: GPL-2.0-or-later
// What clocks say about themselves becomes events and alarms.
#pragma once

#include <map>
#include <string>

#include "acd/center/alarms.hpp"
#include "acd/center/context.hpp"

namespace acd {

// Raises "clock.1.holdover" (of the clock that begins at board 1) when a clock that has sources has
// followed none for the configured time, and takes it back when it follows one. What is told twice,
// as after control's own death, is no news.
class ClockDesk {
  public:
    static constexpr Ticks usual_alarm{60'000};

    ClockDesk(Context& context, Alarms& alarms) : context_(context), alarms_(alarms) {}

    void changed(const driver::ClockStatus& clock);
    void changed(const driver::ClockSource& source);
    void due(TimerKey timer);
    void firmware_began();
    // Nothing is known of clocks until there is a firmware again.
    void firmware_lost() { context_.timers.cancel_all(TimerKind::clock_alone); }
    // Clocks of boards that are no more have no alarms.
    void configured();

    [[nodiscard]] bool at_rest() const { return !context_.timers.any(TimerKind::clock_alone); }
    void remember(pbx::Rested& rested) const;
    void recall(const pbx::Rested& rested);

  private:
    [[nodiscard]] Ticks alarm_after(std::uint16_t board) const;
    void settle(const driver::ClockStatus& clock);

    Context& context_;
    Alarms& alarms_;
    std::map<std::uint16_t, driver::ClockStatus> clocks_;  // by board
    std::map<driver::SpanId, driver::ClockSource> sources_;
};

}  // namespace acd
