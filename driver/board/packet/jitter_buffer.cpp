// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/jitter_buffer.hpp"

namespace driver {

void JitterBuffer::begin(std::uint16_t sequence) noexcept {
    for (Slot& each : slots_) {
        each.number = -1;
        each.waits = false;
    }
    ++series_;
    started_ = true;
    playing_ = false;
    strange_ = 0;
    empty_for_ = 0;
    stood_ = 0;
    // Numbers of another series never meet those of this one.
    const std::int64_t base = (newest_ / 0x10000 + 2) * 0x10000;
    next_ = base + sequence;
    newest_ = next_ - 1;
}

bool JitterBuffer::is_new_series(std::uint16_t sequence) noexcept {
    strange_ = strange_ > 0 && sequence == strange_next_ ? strange_ + 1 : 1;
    strange_next_ = static_cast<std::uint16_t>(sequence + 1U);
    return strange_ >= restart_after;
}

JitterBuffer::Place JitterBuffer::keep(std::int64_t number) noexcept {
    Slot& place = slot(number);
    if (place.number == number) return {Refusal::duplicate, nullptr};
    if (number < newest_) ++counts_.reordered;
    newest_ = std::max(newest_, number);
    strange_ = 0;
    place.number = number;
    place.waits = true;
    return {Refusal::none, &place.millisecond};
}

JitterBuffer::Place JitterBuffer::place(std::uint16_t sequence) noexcept {
    if (!started_) begin(sequence);
    const auto ahead = static_cast<std::int16_t>(
        static_cast<std::uint16_t>(sequence - static_cast<std::uint16_t>(next_ & 0xFFFF)));
    const std::int64_t number = next_ + ahead;
    const bool is_over = ahead < 0;
    if (!is_over && ahead < room()) return keep(number);
    if (is_over && !playing_ && newest_ - number < depth_) {  // the first one was not the oldest
        next_ = number;
        return keep(number);
    }
    if (is_new_series(sequence)) {
        begin(sequence);
        ++counts_.restarts;
        return keep(next_);
    }
    if (!is_over) return {Refusal::out_of_window, nullptr};
    if (-ahead > static_cast<std::int64_t>(slots_.size())) return {Refusal::out_of_window, nullptr};
    return {slot(number).number == number ? Refusal::duplicate : Refusal::late, nullptr};
}

unsigned JitterBuffer::step() noexcept {
    if (!playing_) return 1;
    waited_ += waiting();
    if (++window_ < window_ticks) return 1;
    // In halves of a millisecond: wander and the rounding of both clocks are no drift.
    const std::int64_t mean = 2 * waited_ / window_ticks;
    waited_ = 0;
    window_ = 0;
    stood_ = 0;
    if (mean > 2 * depth_ + std::max<std::int64_t>(3, depth_)) return 2;
    if (mean < depth_) return 0;
    return 1;
}

JitterBuffer::Taken JitterBuffer::take() noexcept {
    if (!started_) return {Playout::waiting, nullptr};
    if (!playing_) {
        if (waiting() < depth_) return {Playout::waiting, nullptr};
        playing_ = true;
        waited_ = 0;
        window_ = 0;
    }
    if (waiting() <= 0) {
        ++counts_.underruns;
        ++stood_;
        if (++empty_for_ >= gone_after) started_ = false;
        return {Playout::empty, nullptr};
    }
    empty_for_ = 0;
    // What was lost while the buffer stood still has had its time.
    for (; stood_ > 0 && waiting() > 1 && !has_come(next_); --stood_) {
        ++next_;
        ++counts_.lost;
    }
    Slot& oldest = slot(next_);
    const bool came = has_come(next_);
    ++next_;
    if (!came) {
        ++counts_.lost;
        return {Playout::lost, nullptr};
    }
    oldest.waits = false;
    ++counts_.played;
    return {Playout::played, &oldest.millisecond, oldest.number};
}

}  // namespace driver
