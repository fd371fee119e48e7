// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/span/board_span.hpp"

namespace driver {
namespace {

constexpr Ticks counters_told_every = 1s;

bool alarms_differ(const SpanStatus& one, const SpanStatus& other) {
    return one.no_board != other.no_board || one.board_trouble != other.board_trouble ||
           one.loss_of_signal != other.loss_of_signal || one.loss_of_frame != other.loss_of_frame ||
           one.alarm_indication != other.alarm_indication || one.remote_alarm != other.remote_alarm;
}

}  // namespace

SpanStatus BoardSpan::counted() const noexcept {
    SpanStatus status{.span = id_};
    watch_.tell(status);
    status.slips += slips_.total();
    status.frames_deleted = slips_.deleted;
    status.frames_repeated = slips_.repeated;
    return status;
}

bool BoardSpan::has_news(SpanStatus& status) noexcept {
    status = counted();
    status.no_board = no_board_;
    status.board_trouble = board_trouble_;
    if (no_board_) {  // it explains all else
        status.loss_of_signal = status.loss_of_frame = false;
        status.alarm_indication = status.remote_alarm = false;
    }
    status.bad_frames = d_channel_.bad_frames();
    status.crc_errors = errors_.crc_errors;
    status.framing_errors = errors_.framing_errors;
    status.far_end_errors = errors_.far_end_errors;
    ++since_told_;
    return alarms_differ(status, told_) || (status != told_ && since_told_ >= counters_told_every);
}

void BoardSpan::pull(BoardTrouble why) noexcept {
    const bool out = why != BoardTrouble::none;
    starting_for_ = out ? Ticks{} : starting_for_ + 1ms;
    out_ = out;
    no_board_ =
        out || (no_board_ && watch_.defect() != SpanDefect::none && starting_for_ < starts_within_);
    board_trouble_ = no_board_ && !out ? BoardTrouble::starting : why;
}

void BoardSpan::told(const SpanStatus& status) noexcept {
    told_ = status;
    since_told_ = Ticks{};
}

bool BoardSpan::has_news(SpanPerformance& quarter) noexcept {
    quarter.span = id_;
    return meter_.has_news(quarter);
}

std::size_t BoardSpan::channel_of(std::uint8_t timeslot) const noexcept {
    const auto is_before = [timeslot](std::uint8_t other) {
        return other != 0 && other < timeslot ? 1U : 0U;
    };
    return first_channel_ + timeslot - 1U - is_before(d_timeslot_) - is_before(cas_timeslot());
}

void BoardSpan::connect(std::span<const Chunk*> talk, std::span<Chunk*> send, const Chunk* heard,
                        Chunk* out) const noexcept {
    std::size_t channel = 0;
    for (std::uint8_t timeslot = 1; timeslot <= form_.timeslots; ++timeslot) {
        if (!is_channel(timeslot)) continue;
        const std::size_t place = timeslot - form_.first_timeslot;
        talk[channel] = heard != nullptr ? heard + place : &silence(law_);
        send[channel] = out + place;
        ++channel;
    }
}

void BoardSpan::measure(Ticks now, const SpanErrors& errors, const FrameDefects& frames,
                        PathFormat format) noexcept {
    errors_ = errors;
    const bool signal = watch_.has_signal();
    meter_.update(now, {.errors = errors,
                        .slips = counted().slips,
                        .loss_of_signal = !signal,
                        .out_of_frame = signal && frames.out_of_frame,
                        .alarm_indication = signal && frames.alarm_indication,
                        .failure = watch_.in_alarm(),
                        .format = format});
}

}  // namespace driver
