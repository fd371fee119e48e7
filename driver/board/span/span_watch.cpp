// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/span/span_watch.hpp"

namespace driver {

void SpanWatch::update(bool arrived, const FrameDefects& frames) noexcept {
    if (arrived) {
        // A hole in a signal that goes on: each missing millisecond is a slip.
        if (has_signal_) slips_ += static_cast<std::uint32_t>(nothing_for_.count());
        has_signal_ = true;
        nothing_for_ = Ticks{};
    } else if (nothing_for_ < silence_is_loss && ++nothing_for_ == silence_is_loss) {
        has_signal_ = false;
    }
    const bool no_signal = nothing_for_ == silence_is_loss;
    const bool all_ones = has_signal_ && frames.alarm_indication;
    const bool no_frame = has_signal_ && !all_ones && frames.out_of_frame;
    loss_of_signal_.update(no_signal);
    alarm_indication_.update(all_ones);
    loss_of_frame_.update(no_frame);
    in_frame_ = has_signal_ && !frames.out_of_frame;
    remote_alarm_ = in_frame_ && frames.remote_alarm;
}

void SpanWatch::not_sent() noexcept {
    if (has_signal_) ++slips_;
}

// While an alarm is still told, it is the defect.
SpanDefect SpanWatch::defect() const noexcept {
    if (!has_signal_ || loss_of_signal_.on()) return SpanDefect::los;
    if (alarm_indication_.on()) return SpanDefect::ais;
    return !in_frame_ || loss_of_frame_.on() ? SpanDefect::lof : SpanDefect::none;
}

void SpanWatch::tell(SpanStatus& status) const noexcept {
    status.loss_of_signal = loss_of_signal_.on();
    status.alarm_indication = alarm_indication_.on();
    status.loss_of_frame = loss_of_frame_.on();
    status.remote_alarm = remote_alarm_;
    status.slips = slips_;
}

}  // namespace driver
