// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/simulated_span.hpp"

namespace driver {

template <class Format>
LineClock SpanOf<Format>::clock() const noexcept {
    return {watch_.defect(), line_.gained_ns(), line_.written(), line_.waiting()};
}

// The line begins, or begins again after a hole: the store must not run dry when it slips.
template <class Format>
bool SpanOf<Format>::begin() noexcept {
    const std::int64_t ahead_ns = line_.gained_ns() - bus_clock_.gained_ns;
    const bool slips = plan_.own_clock || ahead_ns != 0 || store_.slips().total() > 0;
    const unsigned room = slips ? ElasticStore::room(line_.gained_ns(), bus_clock_.gained_ns) : 0;
    // Equipment on the way may send though nothing comes: that is seen by taking it.
    if (line_.waiting() > 0 && line_.waiting() <= room) return false;
    // What came before there was a signal is old.
    while (!watch_.has_signal() && line_.waiting() > room + 1) static_cast<void>(line_.take());
    store_.start(ahead_ns);
    return true;
}

// What the store asks for of the line; false: it did not come. The frames are read before the store
// (unless something else is), because alignment must not slip.
template <class Format>
bool SpanOf<Format>::take(bool reads) noexcept {
    ElasticStore::Step step;
    taken_ = false;
    if (present_ == nullptr) {
        if (!begin()) return false;
    } else if (bus_clock_.source == id_) {
        step = store_.follow();
    } else {
        step = store_.next(line_.gained_ns() - bus_clock_.gained_ns, line_.waiting());
    }
    first_frame_ = step.first_frame;
    for (unsigned left = step.milliseconds; left > 0; --left) {
        if (left == 1 && step.first_frame < ElasticStore::frames_of_tick) previous_ = *present_;
        present_ = line_.take();
        if (present_ == nullptr) return false;
        taken_ = true;
        if (reads) read(*present_);
        if (left > 1) pass_on();
    }
    return true;
}

template <class Format>
void SpanOf<Format>::read(const Millisecond& line) noexcept {
    Format::read(reader_, line);
    reports_.read(reader_);
    if (!cas_) return;
    Format::read(line_bits_, line, reader_);
    bits_.hear(line_bits_.heard());
}

// A line loop returns what the line brings, however much that is.
template <class Format>
void SpanOf<Format>::pass_on() noexcept {
    if (tests_.loop() != SpanLoop::line) return;
    Millisecond* const out = line_.next_to_write();
    if (out == nullptr) return;
    *out = *present_;
    line_.sent();
}

// Our millisecond: as it lies in the cable, or of two.
template <class Format>
auto SpanOf<Format>::stored() noexcept -> const Millisecond* {
    if (first_frame_ == ElasticStore::frames_of_tick) return present_;
    for (std::size_t i = 0; i < shifted_.timeslot.size(); ++i) {
        shifted_.timeslot[i] =
            frames_from(previous_.timeslot[i], present_->timeslot[i], first_frame_);
    }
    return &shifted_;
}

// A millisecond of our clock from the line; in a local loop, the one we sent last.
template <class Format>
auto SpanOf<Format>::arrive() noexcept -> const Millisecond* {
    line_.obey();
    if (!is_in()) {
        static_cast<void>(line_.take());  // it comes to nobody
        present_ = nullptr;
        loop_is_full_ = false;
        return nullptr;
    }
    const SpanLoop loop = tests_.loop();
    const bool to_ourselves = loop == SpanLoop::local && loop_is_full_;
    const bool arrived = take(!to_ourselves);
    if (to_ourselves) {
        read(looped_);
        return &looped_;
    }
    const Millisecond* const incoming = arrived ? stored() : nullptr;
    loop_is_full_ = false;
    if (loop == SpanLoop::payload && arrived) {
        looped_ = *incoming;
        loop_is_full_ = true;
    }
    if (loop == SpanLoop::line && taken_) {
        looped_ = *present_;
        loop_is_full_ = true;
    }
    return incoming;
}

template <class Format>
void SpanOf<Format>::judge(Ticks now) noexcept {
    SpanErrors errors = Format::errors(reader_);
    reports_.update(errors, slips_.total(), reader_.defects().out_of_frame, tests_.loop());
    if (reports_.due()) remote_loop_.tell(reports_);
    errors.far_end_errors += reports_.far_end_errors();
    measure(now, errors, reader_.defects(), Format::path(reader_, plan_));
}

template <class Format>
void SpanOf<Format>::receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                             FrameQueue& frames) noexcept {
    tests_.tick();
    remote_loop_.tick(tests_.loop());
    const Millisecond* const incoming = arrive();
    outgoing_ = is_in() ? line_.next_to_write() : nullptr;
    Millisecond& out = outgoing_ != nullptr ? *outgoing_ : nowhere_;
    watch_.update(incoming != nullptr, reader_.defects());
    if (!watch_.has_signal()) reader_.reset();
    slips_ = store_.slips();
    judge(now);

    const bool in_frame = !reader_.defects().out_of_frame;
    const bool heard = incoming != nullptr && in_frame;
    if (heard) {
        if (const auto asked = remote_loop_.hear(incoming->timeslot, reader_)) {
            test(LoopSpan{id_, *asked, plan_.answered_loop_lasts});
        }
        tests_.hear(incoming->timeslot);
    }
    connect(talk, send, heard ? incoming->timeslot.data() : nullptr, out.timeslot.data());
    if (d_timeslot_ == 0) return;
    if (heard) d_channel_.receive(id_, incoming->timeslot[Format::place(d_timeslot_)], frames);
    if (!in_frame) d_channel_.signal_lost();
}

template <class Format>
void SpanOf<Format>::transmit() noexcept {
    Millisecond& out = outgoing_ != nullptr ? *outgoing_ : nowhere_;
    if (d_timeslot_ != 0) d_channel_.transmit(out.timeslot[Format::place(d_timeslot_)]);
    tests_.say(out.timeslot);
    remote_loop_.say(out.timeslot);
    // A local loop needs no far end.
    const bool loops = tests_.loop() == SpanLoop::local && is_in();
    if (outgoing_ == nullptr && !loops && is_in()) watch_.not_sent();
    if (outgoing_ != nullptr || loops) send(out);
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
    if (cas_ && loop != SpanLoop::line && loop != SpanLoop::payload) {
        Format::write(line_bits_, out, bits_.said(), writer_);
    }
    if (loop != SpanLoop::line) {
        Format::write(writer_, out, watch_.in_alarm(), reader_, remote_loop_.data_link());
    }
    if (loop == SpanLoop::local) looped_ = out;
    loop_is_full_ = loop == SpanLoop::local;
    if (outgoing_ == nullptr) return;
    line_.gain(bus_clock_.gained_ns - sent_gained_ns_);
    sent_gained_ns_ = bus_clock_.gained_ns;
    line_.sent();
}

template class SpanOf<E1Format>;
template class SpanOf<T1Format>;

}  // namespace driver
