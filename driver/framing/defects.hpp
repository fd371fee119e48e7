// SPDX-License-Identifier: GPL-2.0-or-later
// What can be wrong with a received signal, and when that becomes an alarm (G.775, G.706, T1.231).
#pragma once

#include <cstdint>

#include "driver/base/ticks.hpp"

namespace driver {

// What a frame reader sees at this moment.
struct FrameDefects {
    bool out_of_frame{true};
    bool alarm_indication{};  // AIS: all ones, unframed
    bool remote_alarm{};      // RAI: the far end says that it does not hear us
};

// How long a defect must last to be declared an alarm, and how long the signal must then be good
// before the alarm is over.
struct AlarmTimes {
    Ticks declare{};
    Ticks clear{};
};
// G.706: an E1's loss is declared as soon as it is seen. T1.231: after 2 to 10 s. T1.403 lets a
// remote alarm last a second at least, and its range for ending LOF is 0 to 20 s. Settable.
inline constexpr AlarmTimes e1_alarm_times{.declare = 0ms, .clear = 1s};
inline constexpr AlarmTimes t1_alarm_times{.declare = 2500ms, .clear = 1s};

// Makes an alarm of a defect. Asked once a tick.
class Alarm {
  public:
    constexpr explicit Alarm(AlarmTimes times) : times_(times) {}
    // True while the alarm lasts.
    constexpr bool update(bool defect) noexcept {
        if (defect == on_) {
            lasted_ = Ticks{};
        } else if (++lasted_ >= (defect ? times_.declare : times_.clear)) {
            on_ = defect;
            lasted_ = Ticks{};
        }
        return on_;
    }
    [[nodiscard]] constexpr bool on() const noexcept { return on_; }

  private:
    AlarmTimes times_;
    Ticks lasted_{};  // how long the defect has been unlike the alarm
    bool on_{};
};

}  // namespace driver
