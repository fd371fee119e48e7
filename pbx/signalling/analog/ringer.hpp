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
