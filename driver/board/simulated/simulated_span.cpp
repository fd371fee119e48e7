// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/simulated_span.hpp"

namespace driver {
namespace {

constexpr Ticks counters_told_every = 1s;

bool alarms_differ(const SpanStatus& one, const SpanStatus& other) {
    return one.loss_of_signal != other.loss_of_signal || one.loss_of_frame != other.loss_of_frame ||
           one.alarm_indication != other.alarm_indication || one.remote_alarm != other.remote_alarm;
}

}  // namespace

bool SimulatedSpan::has_news(SpanStatus& status) noexcept {
    status = SpanStatus{.span = id_};
    watch_.tell(status);
    status.bad_frames = d_channel_.bad_frames();
    ++since_told_;
    return alarms_differ(status, told_) || (status != told_ && since_told_ >= counters_told_every);
}

void SimulatedSpan::told(const SpanStatus& status) noexcept {
    told_ = status;
    since_told_ = Ticks{};
}

template <class Format>
void SpanOf<Format>::receive(std::span<const Chunk*> talk, std::span<Chunk*> send,
                             FrameQueue& frames) noexcept {
    const Millisecond* const incoming = cable_.from_far.take();
    outgoing_ = cable_.from_near.next_to_write();
    Millisecond& out = outgoing_ != nullptr ? *outgoing_ : nowhere_;
    if (incoming != nullptr) Format::read(reader_, *incoming);
    watch_.update(incoming != nullptr, reader_.defects());
    if (!watch_.has_signal()) reader_.reset();

    const bool in_frame = !reader_.defects().out_of_frame;
    const bool heard = incoming != nullptr && in_frame;
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
    if (outgoing_ == nullptr) {
        watch_.not_sent();
        return;
    }
    // Only what is sent is framed, so that alignment survives a millisecond left out.
    Format::write(writer_, out, watch_.in_alarm());
    cable_.from_near.sent();
    outgoing_ = nullptr;
}

template class SpanOf<E1Format>;
template class SpanOf<T1Format>;

}  // namespace driver
