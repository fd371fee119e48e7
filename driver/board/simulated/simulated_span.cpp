// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/simulated_span.hpp"

namespace driver {
namespace {

constexpr Ticks counters_told_every = 1s;

bool alarms_differ(const SpanStatus& one, const SpanStatus& other) {
    return one.no_board != other.no_board || one.loss_of_signal != other.loss_of_signal ||
           one.loss_of_frame != other.loss_of_frame ||
           one.alarm_indication != other.alarm_indication || one.remote_alarm != other.remote_alarm;
}

}  // namespace

bool SimulatedSpan::has_news(SpanStatus& status) noexcept {
    status = SpanStatus{.span = id_};
    watch_.tell(status);
    status.bad_frames = d_channel_.bad_frames();
    status.crc_errors = errors_.crc_errors;
    status.framing_errors = errors_.framing_errors;
    status.far_end_errors = errors_.far_end_errors;
    ++since_told_;
    return alarms_differ(status, told_) || (status != told_ && since_told_ >= counters_told_every);
}

void SimulatedSpan::told(const SpanStatus& status) noexcept {
    told_ = status;
    since_told_ = Ticks{};
}

bool SimulatedSpan::has_news(SpanPerformance& quarter) noexcept {
    quarter.span = id_;
    return meter_.has_news(quarter);
}

void SimulatedSpan::measure(Ticks now, const SpanErrors& errors, const FrameDefects& frames,
                            PathFormat format) noexcept {
    errors_ = errors;
    SpanStatus status;
    watch_.tell(status);
    const bool signal = watch_.has_signal();
    meter_.update(now, {.errors = errors,
                        .slips = status.slips,
                        .loss_of_signal = !signal,
                        .out_of_frame = signal && frames.out_of_frame,
                        .alarm_indication = signal && frames.alarm_indication,
                        .failure = watch_.in_alarm(),
                        .format = format});
}

// A millisecond from the cable; in a local loop, the one we sent last.
template <class Format>
auto SpanOf<Format>::arrive() noexcept -> const Millisecond* {
    const Millisecond* const incoming = line_.take();
    switch (tests_.loop()) {
        case SpanLoop::none:
            loop_is_full_ = false;
            break;
        case SpanLoop::local:
            return loop_is_full_ ? &looped_ : incoming;
        case SpanLoop::line:
        case SpanLoop::payload:
            loop_is_full_ = incoming != nullptr;
            if (loop_is_full_) looped_ = *incoming;
            break;
    }
    return incoming;
}

template <class Format>
void SpanOf<Format>::receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                             FrameQueue& frames) noexcept {
    tests_.tick();
    const Millisecond* const incoming = arrive();
    outgoing_ = line_.next_to_write();
    Millisecond& out = outgoing_ != nullptr ? *outgoing_ : nowhere_;
    if (incoming != nullptr) Format::read(reader_, *incoming);
    watch_.update(incoming != nullptr, reader_.defects());
    if (!watch_.has_signal()) reader_.reset();
    measure(now, Format::errors(reader_), reader_.defects(), Format::path(reader_, plan_));

    const bool in_frame = !reader_.defects().out_of_frame;
    const bool heard = incoming != nullptr && in_frame;
    if (heard) tests_.hear(incoming->timeslot);
    std::size_t channel = 0;
    for (std::uint8_t timeslot = 1; timeslot <= Format::timeslots; ++timeslot) {
        if (timeslot == d_timeslot_) continue;
        const auto place = Format::place(timeslot);
        talk[channel] = heard ? &incoming->timeslot[place] : &silence(law_);
        send[channel] = &out.timeslot[place];
        ++channel;
    }
    if (d_timeslot_ == 0) return;
    if (heard) d_channel_.receive(id_, incoming->timeslot[Format::place(d_timeslot_)], frames);
    if (!in_frame) d_channel_.signal_lost();
}

template <class Format>
void SpanOf<Format>::transmit() noexcept {
    Millisecond& out = outgoing_ != nullptr ? *outgoing_ : nowhere_;
    if (d_timeslot_ != 0) d_channel_.transmit(out.timeslot[Format::place(d_timeslot_)]);
    tests_.say(out.timeslot);
    if (outgoing_ == nullptr) watch_.not_sent();
    // A local loop needs no far end.
    if (outgoing_ != nullptr || tests_.loop() == SpanLoop::local) send(out);
    outgoing_ = nullptr;
}

// Only what is sent is framed, so that alignment survives a millisecond left out.
template <class Format>
void SpanOf<Format>::send(Millisecond& out) noexcept {
    const SpanLoop loop = tests_.loop();
    if (loop == SpanLoop::line || loop == SpanLoop::payload) {
        if (!loop_is_full_) return;  // nothing came
        out = looped_;
    }
    if (loop != SpanLoop::line) Format::write(writer_, out, watch_.in_alarm(), reader_);
    if (loop == SpanLoop::local) looped_ = out;
    loop_is_full_ = loop == SpanLoop::local;
    if (outgoing_ != nullptr) line_.sent();
}

template class SpanOf<E1Format>;
template class SpanOf<T1Format>;

}  // namespace driver
