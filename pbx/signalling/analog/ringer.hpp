// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "driver/board/board.hpp"
#include "pbx/signalling/plan.hpp"

namespace pbx {

// Switches one station's ring voltage in its cadence. A board without room is asked again.
class Ringer {
  public:
    void start(driver::Ticks now) {
        ringing_ = true;
        since_ = now;
    }
    void stop() { ringing_ = false; }

    void run(driver::Ticks now, const RingCadence& cadence, driver::Board& board,
             driver::LineId line) {
        const bool wanted = ringing_ && is_on(now - since_, cadence);
        if (wanted != applied_ && board.ring(line, wanted)) applied_ = wanted;
    }

    // The first ring is over, and the pause behind it has begun at least `after` ago, but not much
    // more.
    [[nodiscard]] bool is_in_first_pause(driver::Ticks now, const RingCadence& cadence,
                                         driver::Ticks after) const {
        const bool is_double = cadence.second_on.count() > 0;
        const driver::Ticks over =
            since_ + cadence.on + (is_double ? cadence.off + cadence.second_on : 0ms);
        return ringing_ && now >= over + after && now < over + after + 100ms;
    }

  private:
    static bool is_on(driver::Ticks elapsed, const RingCadence& cadence) {
        const driver::Ticks period =
            cadence.on + cadence.off + cadence.second_on + cadence.second_off;
        if (period.count() <= 0) return true;
        const driver::Ticks place = elapsed % period;
        const driver::Ticks second = cadence.on + cadence.off;
        return place < cadence.on || (place >= second && place < second + cadence.second_on);
    }

    bool ringing_{};
    bool applied_{};
    driver::Ticks since_{};
};

}  // namespace pbx
