// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/pci_span.hpp"

#include "driver/framing/e1_cas.hpp"

namespace driver {

FalcLineSetup line_setup(const PciSpanPlan& plan) noexcept {
    return {.is_t1 = plan.is_t1,
            .ami = plan.ami,
            .crc4 = plan.crc4 != E1Crc4::off,
            .cas = plan.cas,
            .framing = plan.framing,
            .build_out = plan.build_out};
}

PciSpanPlan with_alarm_times(PciSpanPlan plan) noexcept {
    if (!plan.alarm_times) plan.alarm_times = pci_alarm_times;
    return plan;
}

FrameDefects PciSpan::defects() noexcept {
    FrameDefects defects = framer_.defects();
    // Where CRC-4 is known to be sent, frames without it are an imitation (G.706).
    if (!plan_.is_t1 && plan_.crc4 == E1Crc4::on && !framer_.has_multiframe()) {
        defects.out_of_frame = true;
    }
    defects.remote_alarm = remote_alarm_.update(defects.remote_alarm);
    return defects;
}

PathFormat PciSpan::format() const noexcept {
    if (plan_.is_t1) {
        return plan_.framing == T1Framing::esf ? PathFormat::t1_esf : PathFormat::t1_sf;
    }
    const bool crc4 =
        plan_.crc4 == E1Crc4::on || (plan_.crc4 == E1Crc4::automatic && framer_.has_multiframe());
    return crc4 ? PathFormat::e1_crc4 : PathFormat::e1_without_crc;
}

// A T1's far end is asked in band: of remote loops that is the line's.
void PciSpan::ask_for_loops() noexcept {
    const SpanLoop wanted =
        plan_.is_t1 && tests_.loop() == SpanLoop::remote ? SpanLoop::remote : SpanLoop::none;
    if (wanted != asked_) sends_code_for_ = code_is_sent_for;
    asked_ = wanted;
    const bool sends = sends_code_for_ > Ticks{};
    if (sends) --sends_code_for_;
    framer_.send_loop_code(sends && asked_ == SpanLoop::remote, sends && asked_ == SpanLoop::none);
}

void PciSpan::answer_loops() noexcept {
    const bool is_echo = asked_ != SpanLoop::none || sends_code_for_ > Ticks{};
    if (!plan_.is_t1 || !plan_.answers_loop_codes || is_echo) return;
    const auto lasts = [](bool heard, Ticks& heard_for) {
        heard_for = heard ? heard_for + 1ms : Ticks{};
        return heard_for == code_lasts;
    };
    if (lasts(framer_.hears_loop_up(), heard_up_for_)) {
        test(LoopSpan{id_, SpanLoop::line, plan_.answered_loop_lasts});
    }
    if (lasts(framer_.hears_loop_down(), heard_down_for_)) {
        test(LoopSpan{id_, SpanLoop::none, {}});
    }
}

// The framer's channel of a timeslot: an E1's bits are not in timeslot 16.
void PciSpan::hear_bits() noexcept {
    SpanSignalling all = idle_signalling;
    std::uint8_t framer_channel = 0;
    for (std::uint8_t timeslot = 1; timeslot <= form_.timeslots; ++timeslot) {
        if (timeslot == form_.cas_timeslot) continue;
        all.set(timeslot - 1U, framer_.bits(++framer_channel));
    }
    bits_.hear(all);
}

void PciSpan::say_bits() noexcept {
    const SpanSignalling wanted = bits_.said();
    if (wanted == said_) return;
    std::uint8_t framer_channel = 0;
    for (std::uint8_t timeslot = 1; timeslot <= form_.timeslots; ++timeslot) {
        if (timeslot == form_.cas_timeslot) continue;
        ++framer_channel;
        const Abcd bits = wanted.of(timeslot - 1U);
        if (bits == said_.of(timeslot - 1U)) continue;
        framer_.say(framer_channel, plan_.is_t1 ? bits : e1_cas_sayable(framer_channel, bits));
    }
    said_ = wanted;
}

void PciSpan::receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                      FrameQueue& frames) noexcept {
    tests_.tick();
    framer_.loop(tests_.loop());
    ask_for_loops();
    answer_loops();
    const FrameDefects seen = defects();
    const bool arrives = is_in() && fresh_ && framer_.has_signal();
    watch_.update(arrives, seen);
    slips_ = {framer_.slips().deleted + dma_.slips().deleted,
              framer_.slips().repeated + dma_.slips().repeated};
    measure(now, framer_.errors(), seen, format());
    framer_.send_remote_alarm(watch_.in_alarm());

    if (cas_) hear_bits();
    const bool heard = is_in() && framer_.has_signal() && !seen.out_of_frame;
    const Chunk* const incoming = dma_.received(port_);
    // Said twice, a millisecond has nowhere to go but over one that is not sent yet.
    outgoing_ = is_in() && fresh_ ? dma_.to_send(port_) : nullptr;
    Chunk* const out = outgoing_ != nullptr ? outgoing_ : nowhere_.data();
    if (heard && fresh_) tests_.hear(all(incoming));
    connect(talk, send, heard ? all(incoming).data() : nullptr, all(out).data());
    if (d_timeslot_ == 0) return;
    if (heard && fresh_) d_channel_.receive(id_, incoming[d_timeslot_ + shift_], frames);
    if (!heard) d_channel_.signal_lost();
}

void PciSpan::transmit() noexcept {
    if (cas_) say_bits();
    // What is too late, or too much, is not lost to a D-channel: it waits.
    if (outgoing_ == nullptr) {
        if (is_in() && fresh_) watch_.not_sent();
        return;
    }
    if (d_timeslot_ != 0) d_channel_.transmit(outgoing_[d_timeslot_ + shift_]);
    tests_.say(all(outgoing_));
    outgoing_ = nullptr;
}

// The board's count of milliseconds, and what the framer's store has slipped against it: a frame
// each.
LineClock PciSpan::clock() const noexcept {
    const std::int64_t slipped =
        std::int64_t{framer_.slips().deleted} - std::int64_t{framer_.slips().repeated};
    const bool followed = bus_clock_.source == id_;
    return {.defect = watch_.defect(),
            .gained_ns = slipped * ns_of_frame,
            .brought = dma_.brought(),
            .waiting = followed ? dma_.waiting() : 0};
}

te4::Led PciSpan::led() const noexcept {
    if (watch_.defect() != SpanDefect::none) return te4::Led::red;
    return remote_alarm_.on() ? te4::Led::yellow : te4::Led::green;
}

}  // namespace driver
