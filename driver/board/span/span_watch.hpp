// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "driver/base/ticks.hpp"
#include "driver/board/messages.hpp"
#include "driver/framing/defects.hpp"

namespace driver {

// Alarms and slips of one span: turns what happens in each millisecond into what is told to control
// and to the far end. Of several defects the one that explains the others is told: no signal, else
// all ones, else no frame alignment.
class SpanWatch {
  public:
    // Nothing arriving for so long is loss of signal. G.775 would say so within 1 ms, but the far
    // end is a program: holes of over 50 ms are known to happen to programs on ordinary machines.
    // The far end is told well within the second that G.732 allows.
    static constexpr Ticks silence_is_loss = 100ms;

    constexpr explicit SpanWatch(AlarmTimes times)
        : loss_of_signal_(times), loss_of_frame_(times), alarm_indication_(times) {}

    // Once a millisecond. `frames` as the reader saw the last millisecond that arrived.
    void update(bool arrived, const FrameDefects& frames) noexcept;
    // A millisecond could not be sent, because the far end takes none.
    void not_sent() noexcept;

    // Something has arrived, and not longer than `silence_is_loss` ago.
    [[nodiscard]] bool has_signal() const noexcept { return has_signal_; }
    // G.732, G.706: tell the far end so while LOS, AIS or LOF lasts.
    [[nodiscard]] bool in_alarm() const noexcept {
        return loss_of_signal_.on() || alarm_indication_.on() || loss_of_frame_.on();
    }
    // What keeps the span from being the clock, now or for the last while.
    [[nodiscard]] SpanDefect defect() const noexcept;
    // Fills in alarms, and as slips the milliseconds that did not come or were not taken.
    void tell(SpanStatus& status) const noexcept;

  private:
    Alarm loss_of_signal_;
    Alarm loss_of_frame_;
    Alarm alarm_indication_;
    bool has_signal_{};
    bool in_frame_{};
    bool remote_alarm_{};
    Ticks nothing_for_{};
    std::uint32_t slips_{};
};

}  // namespace driver
