// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "driver/base/ticks.hpp"
#include "driver/board/messages.hpp"
#include "driver/framing/performance/performance_monitor.hpp"

namespace driver {

// What was received wrong since the firmware started: only ever grows.
struct SpanErrors {
    std::uint32_t crc_errors{};
    std::uint32_t framing_errors{};
    std::uint32_t far_end_errors{};
    std::uint32_t losses_of_frame{};  // found again within the millisecond, perhaps
};

// One millisecond of a span, as its performance is judged.
struct SpanMoment {
    SpanErrors errors;
    std::uint32_t slips{};  // since the firmware started
    bool loss_of_signal{};
    bool out_of_frame{};
    bool alarm_indication{};
    bool failure{};  // one of them has lasted long enough to be an alarm
    PathFormat format{};
};

// Makes seconds of milliseconds and quarters of seconds, and says when a quarter has changed or is
// over. The first second after the start is not measured: alignment must be found.
class SpanMeter {
  public:
    // Where in the day the firmware starts, 0-86399: quarters are those of the clock (UTC).
    // `ses_threshold`: see SpanPlan.
    SpanMeter(std::uint32_t second_of_day, std::uint32_t ses_threshold) noexcept
        : ses_threshold_(ses_threshold),
          monitor_(second_of_day),
          second_(second_of_day),
          first_second_(second_of_day),
          quarter_(second_of_day / seconds_of_quarter) {}

    // Once a millisecond.
    void update(Ticks now, const SpanMoment& moment) noexcept;
    // The oldest quarter that must be told.
    [[nodiscard]] bool has_news(SpanPerformance& quarter) noexcept;
    void told(const SpanPerformance& quarter) noexcept;

  private:
    void end_second(const SpanMoment& moment) noexcept;
    void fill(SpanPerformance& quarter, std::uint32_t age) const noexcept;

    [[nodiscard]] SesThresholds thresholds(PathFormat format) const noexcept;

    std::uint32_t ses_threshold_;
    PerformanceMonitor monitor_;
    std::uint64_t second_;  // the present one, from midnight of the first day
    std::uint64_t first_second_;
    std::uint64_t quarter_;  // the oldest that has not been told for the last time
    Ticks finding_alignment_{1s};
    Ticks began_{};                 // the first millisecond that was measured
    std::uint16_t milliseconds_{};  // of this second
    LineSecond present_;
    SpanMoment before_{};  // when this second began
    SpanPerformance told_{};
    bool look_{};  // something may have to be told
};

}  // namespace driver
