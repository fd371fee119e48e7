// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/dahdi/dahdi_span.hpp"

#include <algorithm>

#include <time.h>

#include "driver/framing/hdlc.hpp"

namespace driver {
namespace {

using Answer = DahdiFile::Answer;

constexpr unsigned most_events = 64;  // the kernel keeps so many a channel
constexpr unsigned most_frames_of_tick = 8;
constexpr std::uint32_t frames_of_tick = ElasticStore::frames_of_tick;

std::int64_t machine_ns() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

LineClock DahdiSpan::clock() const noexcept {
    if (!is_open()) return {SpanDefect::los, meter_.gained_ns(), brought_, 0};
    // Who waits for the line is told of a block before it is read.
    const bool look = leads() && running_ && waiting() == 0;
    const bool more = look && file(link_.files.reference).ready() == Answer::done;
    const std::size_t unread = more ? block_ : 0;
    return {watch_.defect(), meter_.gained_ns(), brought_ + unread, waiting() + unread};
}

void DahdiSpan::stop() noexcept {
    running_ = false;
    playing_ = false;
    hole_ = false;
    has_frame_ = false;
    said_bits_.reset();
}

void DahdiSpan::receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                        FrameQueue& frames) noexcept {
    tests_.tick();
    link_.loop.store(tests_.loop(), std::memory_order_relaxed);
    if (is_open()) {
        listen();
        if (is_open()) read_frames(frames);
    }
    if (!is_open()) {
        stop();
        // Until the keeper knows more.
        const BoardTrouble why = link_.trouble.load(std::memory_order_relaxed);
        pull(why == BoardTrouble::none ? BoardTrouble::taken_away : why);
    }
    arrived_ = take();
    watch_.update(arrived_ && !link_.loss_of_signal.load(std::memory_order_relaxed), defects());
    measure(now, errors(), defects(), link_.files.format);
    silent_for_ = arrived_ ? Ticks{} : silent_for_ + 1ms;
    if (running_ && silent_for_ >= SpanWatch::silence_is_loss) stop();
    if (now % 1s == Ticks{}) adjust();
    point_at_octets(arrived_, talk, send);
    if (d_timeslot_ != 0 && is_bearer(d_timeslot_)) {
        if (arrived_) d_channel_.receive(id_, heard(d_timeslot_, true), frames);
        if (defects().out_of_frame) d_channel_.signal_lost();
    }
}

FrameDefects DahdiSpan::defects() const noexcept {
    FrameDefects seen;
    seen.out_of_frame = link_.out_of_frame.load(std::memory_order_relaxed);
    seen.alarm_indication = link_.alarm_indication.load(std::memory_order_relaxed);
    seen.remote_alarm = link_.remote_alarm.load(std::memory_order_relaxed);
    return seen;
}

SpanErrors DahdiSpan::errors() const noexcept {
    return {.crc_errors = link_.crc_errors.load(std::memory_order_relaxed),
            .framing_errors = link_.framing_errors.load(std::memory_order_relaxed),
            .far_end_errors = link_.far_end_errors.load(std::memory_order_relaxed),
            .losses_of_frame = 0};
}

// All channels have their own buffers, opened one after the other. When the last one gets a block
// the kernel's tick has just gone by: before the next one all are emptied, and begin together.
void DahdiSpan::begin() noexcept {
    const Answer ready = file(link_.files.reference).ready();
    if (ready == Answer::gone) lose();
    if (ready != Answer::done) return;
    for (std::size_t timeslot = 1; timeslot <= timeslots_; ++timeslot) {
        if (is_bearer(timeslot)) file(timeslot).flush();
        if (cas_ && is_bearer(timeslot)) hear_bits(timeslot);  // flushed with the events
    }
    written_ = taken_ = sent_ = 0;
    running_ = true;
    silent_for_ = Ticks{};
    meter_.restart();
}

void DahdiSpan::listen() noexcept {
    if (!running_) {
        begin();
        return;
    }
    bool any = false;
    for (std::size_t left = most_heard / block_; left > 0 && read_block(); --left) any = true;
    if (any) meter_.brought(written_, machine_ns());
    // The kernel sends silence while it has nothing of ours.
    if (sent_ < written_) sent_ = written_;
    if (hole_) stop();
}

bool DahdiSpan::read_block() noexcept {
    const std::size_t reference = link_.files.reference;
    const Answer answer = read(reference);
    if (answer == Answer::gone) lose();
    if (answer != Answer::done) return false;
    for (std::size_t timeslot = 1; timeslot <= timeslots_; ++timeslot) {
        if (timeslot == reference || !is_bearer(timeslot)) continue;
        const Answer other = read(timeslot);
        if (other == Answer::gone) {
            lose();
            return false;
        }
        if (other == Answer::done) continue;
        std::fill_n(&heard_[timeslot][written_ % most_heard], block_, silence(law_));
    }
    written_ += block_;
    brought_ += block_;
    if (waiting() <= most_heard - block_) return true;
    // Nobody takes them: the oldest make room.
    taken_ += block_;
    slips_.deleted += frames_of_tick * static_cast<std::uint32_t>(block_);
    return true;
}

Answer DahdiSpan::read(std::size_t timeslot) noexcept {
    const std::span block(&heard_[timeslot][written_ % most_heard], block_);
    auto got = file(timeslot).read(std::as_writable_bytes(block));
    if (got.answer == Answer::event) {
        obey_events(timeslot);
        if (!is_open()) return Answer::gone;
        got = file(timeslot).read(std::as_writable_bytes(block));
    }
    return got.answer;
}

// While one waits nothing can be read or written. Alarms are known from the keeper.
void DahdiSpan::obey_events(std::size_t timeslot) noexcept {
    for (unsigned left = most_events; left > 0; --left) {
        const DahdiEvent event = file(timeslot).next_event();
        if (event == DahdiEvent::none) return;
        if (event == DahdiEvent::spoilt_frame) d_channel_.spoilt();
        if (event == DahdiEvent::hole) hole_ = true;
        if (event == DahdiEvent::bits_changed && cas_) hear_bits(timeslot);
        if (event == DahdiEvent::removed) {
            lose();
            return;
        }
    }
}

void DahdiSpan::hear_bits(std::size_t timeslot) noexcept {
    const auto bits = file(timeslot).bits();
    if (!bits) return;
    heard_bits_.set(timeslot - 1, *bits);
    bits_.hear(heard_bits_);
}

// The next millisecond for the bus.
bool DahdiSpan::take() noexcept {
    if (!running_) return false;
    if (!playing_) {
        if (waiting() <= (leads() ? 0 : reserve_)) return false;
        write_silence();
        playing_ = true;
        least_waiting_ = least_ahead_ = most_heard;
        blocks_to_skip_ = 0;
    }
    if (waiting() == 0) return false;
    heard_place_ = taken_ % most_heard;
    ++taken_;
    least_waiting_ = std::min(least_waiting_, waiting());
    return true;
}

const Chunk& DahdiSpan::heard(std::size_t timeslot, bool arrived) const noexcept {
    if (own_loop() == SpanLoop::local) return looped_[timeslot];
    return arrived ? heard_[timeslot][heard_place_] : silence(law_);
}

void DahdiSpan::point_at_octets(bool arrived, std::span<const Chunk*> talk,
                                std::span<Chunk*> send) noexcept {
    std::size_t channel = 0;
    for (std::size_t timeslot = 1; timeslot <= timeslots_; ++timeslot) {
        if (!is_channel(static_cast<std::uint8_t>(timeslot))) continue;
        talk[channel] = &heard(timeslot, arrived);
        send[channel] = &said_[timeslot][said_place_];
        ++channel;
    }
    if (!tests_.measuring()) return;
    for (std::size_t timeslot = 1; timeslot <= timeslots_; ++timeslot) {
        test_[timeslot] = is_bearer(timeslot) ? heard(timeslot, arrived) : silence(law_);
    }
    if (arrived) tests_.hear(test_millisecond());
}

void DahdiSpan::read_frames(FrameQueue& frames) noexcept {
    if (d_timeslot_ == 0 || is_bearer(d_timeslot_)) return;
    std::array<std::byte, hdlc_longest_frame + fcs_octets + 1> octets;
    for (unsigned left = most_frames_of_tick; left > 0 && is_open(); --left) {
        const auto got = file(d_timeslot_).read(octets);
        if (got.answer == Answer::event) {
            obey_events(d_timeslot_);
            continue;
        }
        if (got.answer == Answer::gone) lose();
        if (got.answer != Answer::done) return;
        const std::size_t size = got.octets - std::min(got.octets, fcs_octets);
        if (size < hdlc_shortest_frame || size > hdlc_longest_frame) {
            d_channel_.spoilt();
            continue;
        }
        d_channel_.receive(id_, std::span(octets).first(size), frames);
    }
}

void DahdiSpan::adjust() noexcept {
    if (!playing_) return;
    if (!leads() && least_waiting_ > reserve_ && least_waiting_ < most_heard) {
        const std::size_t old = least_waiting_ - reserve_;
        taken_ += old;
        slips_.deleted += frames_of_tick * static_cast<std::uint32_t>(old);
    }
    if (least_ahead_ < most_heard && least_ahead_ > reserve_ + 2 * block_) {
        blocks_to_skip_ = (least_ahead_ - reserve_) / block_;
        slips_.deleted += frames_of_tick * static_cast<std::uint32_t>(blocks_to_skip_ * block_);
    } else if (least_ahead_ == 0) {
        write_silence();
        slips_.repeated += frames_of_tick * static_cast<std::uint32_t>(reserve_ + block_);
    }
    least_waiting_ = least_ahead_ = most_heard;
}

}  // namespace driver
