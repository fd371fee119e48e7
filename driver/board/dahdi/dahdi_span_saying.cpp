// SPDX-License-Identifier: GPL-2.0-or-later
// What a span gives to the kernel.
#include <algorithm>

#include "driver/board/dahdi/dahdi_span.hpp"

namespace driver {

using Answer = DahdiFile::Answer;

void DahdiSpan::transmit() noexcept {
    if (d_timeslot_ != 0 && is_bearer(d_timeslot_)) {
        d_channel_.transmit(said_[d_timeslot_][said_place_]);
    }
    fill_own_loop();
    if (tests_.measuring()) say_pattern();
    if (is_open() && d_timeslot_ != 0 && !is_bearer(d_timeslot_)) write_frames();
    if (cas_ && is_open()) say_bits();
    if (++said_place_ < block_) return;
    said_place_ = 0;
    if (is_open() && playing_) write_block();
}

// Only what changes is a system call.
void DahdiSpan::say_bits() noexcept {
    const SpanSignalling wanted = bits_.said();
    if (said_bits_ == wanted) return;
    for (std::size_t channel = 0; channel < timeslots_; ++channel) {
        const Abcd bits = wanted.of(channel);
        const bool is_said = said_bits_ && said_bits_->of(channel) == bits;
        const auto timeslot = static_cast<std::uint8_t>(channel + 1);
        if (is_channel(timeslot) && !is_said) file(timeslot).say_bits(bits);
    }
    said_bits_ = wanted;
}

void DahdiSpan::fill_own_loop() noexcept {
    const SpanLoop loop = own_loop();
    const bool returns = loop == SpanLoop::line || loop == SpanLoop::payload;
    if (loop != SpanLoop::local && !returns) return;
    for (std::size_t timeslot = 1; timeslot <= timeslots_; ++timeslot) {
        if (timeslot == d_timeslot_) continue;
        Chunk& said = said_[timeslot][said_place_];
        if (returns) said = heard(timeslot, arrived_);
        looped_[timeslot] = said;
    }
}

void DahdiSpan::say_pattern() noexcept {
    for (std::size_t timeslot = 1; timeslot <= timeslots_; ++timeslot) {
        test_[timeslot] = said_[timeslot][said_place_];
    }
    tests_.say(test_millisecond());
    for (std::size_t timeslot = 1; timeslot <= timeslots_; ++timeslot) {
        said_[timeslot][said_place_] = test_[timeslot];
        if (own_loop() == SpanLoop::local) looped_[timeslot] = test_[timeslot];
    }
}

bool DahdiSpan::write(std::size_t timeslot, std::span<const Chunk> block) noexcept {
    auto put = file(timeslot).write(std::as_bytes(block));
    if (put.answer == Answer::event) {
        obey_events(timeslot);
        if (!is_open()) return false;
        put = file(timeslot).write(std::as_bytes(block));
    }
    if (put.answer == Answer::gone) lose();
    return put.answer == Answer::done;
}

void DahdiSpan::write_block() noexcept {
    least_ahead_ = std::min(least_ahead_, ahead());
    if (blocks_to_skip_ > 0) {
        --blocks_to_skip_;
        return;
    }
    bool sent = true;
    for (std::size_t timeslot = 1; timeslot <= timeslots_ && is_open(); ++timeslot) {
        if (is_bearer(timeslot)) sent &= write(timeslot, std::span(said_[timeslot]).first(block_));
    }
    if (sent) {
        sent_ += block_;
    } else {
        for (std::size_t left = block_; left > 0; --left) watch_.not_sent();
    }
}

// What the kernel sends first: our reserve in its hands.
void DahdiSpan::write_silence() noexcept {
    sent_ = written_;
    while (is_open() && ahead() < reserve_ + block_) {
        for (std::size_t timeslot = 1; timeslot <= timeslots_; ++timeslot) {
            if (!is_bearer(timeslot)) continue;
            if (!write(timeslot, std::span(quiet_).first(block_))) return;
        }
        sent_ += block_;
    }
}

void DahdiSpan::write_frames() noexcept {
    while (has_frame_ || d_channel_.next_to_send(frame_)) {
        std::array<std::byte, hdlc_longest_frame + fcs_octets> octets;
        const auto frame = std::as_bytes(frame_.view());
        std::copy(frame.begin(), frame.end(), octets.begin());
        const auto put =
            file(d_timeslot_).write(std::span(octets).first(frame.size() + fcs_octets));
        has_frame_ = put.answer == Answer::nothing || put.answer == Answer::event;
        if (put.answer == Answer::event) obey_events(d_timeslot_);
        if (put.answer == Answer::gone) lose();
        if (put.answer != Answer::done) return;
    }
}

}  // namespace driver
