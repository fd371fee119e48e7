// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/model/falc_line.hpp"

#include <algorithm>
#include <type_traits>

namespace driver {

template <class Framer>
bool FalcLine<Framer>::is_e1() const noexcept {
    return std::is_same_v<Framer, E1Framer>;
}

// Set up at all, and as what the line is.
template <class Framer>
bool FalcLine<Framer>::fits() const noexcept {
    return set(falc::fmr0) != 0 && is_set(falc::fmr1, falc::fmr1_t1) != is_e1();
}

template <class Framer>
std::size_t FalcLine<Framer>::system_place(unsigned timeslot) const noexcept {
    const bool shifted = !is_e1() && (set(falc::rc0) & 0x07U) == falc::rc0_t1_only;
    return timeslot + (shifted ? 4U : 0U);
}

template <class Framer>
void FalcLine<Framer>::framing_changed() noexcept {
    if constexpr (std::is_same_v<Framer, E1Framer>) {
        framer_.set_up(is_set(falc::fmr1, falc::fmr1_e1_crc4),
                       (set(falc::fmr2) & falc::fmr2_multiframe) == falc::fmr2_multiframe);
    } else {
        std::uint32_t clear = 0;
        for (unsigned channel = 0; channel < t1_timeslots; ++channel) {
            const auto bit = static_cast<falc::Bits>(0x80U >> channel % 8);
            if (is_set(static_cast<falc::Register>(falc::ccb1 + channel / 8), bit)) {
                clear |= 1U << channel;
            }
        }
        framer_.set_up(is_set(falc::fmr4, falc::fmr4_esf) ? T1Framing::esf : T1Framing::sf, clear);
    }
}

template <class Framer>
bool FalcLine<Framer>::begin(std::int64_t ahead_ns, std::int64_t board_gained_ns) noexcept {
    const bool slips = ahead_ns != 0 || store_.slips().total() > 0;
    const unsigned room = slips ? ElasticStore::room(line_.gained_ns(), board_gained_ns) : 0;
    if (line_.waiting() > 0 && line_.waiting() <= room) return false;
    while (silent_ms_ >= silence_is_loss_ms && line_.waiting() > room + 1) {
        static_cast<void>(line_.take());  // old
    }
    store_.start(ahead_ns);
    return true;
}

// Frames are read before the store, because alignment does not slip.
template <class Framer>
bool FalcLine<Framer>::take(const BoardTime& time) noexcept {
    const std::int64_t ahead_ns = line_.gained_ns() - time.gained_ns;
    ElasticStore::Step step;
    if (present_ == nullptr) {
        if (!begin(ahead_ns, time.gained_ns)) return false;
    } else if (time.from_this_line) {
        step = store_.follow();
    } else {
        step = store_.next(ahead_ns, line_.waiting());
    }
    first_frame_ = step.first_frame;
    for (unsigned left = step.milliseconds; left > 0; --left) {
        if (left == 1 && first_frame_ < ElasticStore::frames_of_tick) previous_ = *present_;
        present_ = line_.take();
        if (present_ == nullptr) return false;
        framer_.read(*present_);
    }
    return true;
}

template <class Framer>
auto FalcLine<Framer>::stored() noexcept -> const Millisecond* {
    if (first_frame_ == ElasticStore::frames_of_tick) return present_;
    for (std::size_t i = 0; i < shifted_.timeslot.size(); ++i) {
        shifted_.timeslot[i] =
            frames_from(previous_.timeslot[i], present_->timeslot[i], first_frame_);
    }
    return &shifted_;
}

template <class Framer>
auto FalcLine<Framer>::arrive(const BoardTime& time) noexcept -> const Millisecond* {
    line_.obey();
    if (is_set(falc::lim0, falc::lim0_local_loop) && loop_is_full_) {
        static_cast<void>(line_.take());
        present_ = nullptr;
        framer_.read(looped_);
        return &looped_;
    }
    if (!take(time)) return nullptr;
    const bool remote = is_set(falc::lim1, falc::lim1_line_loop);
    const Millisecond* const incoming = stored();
    loop_is_full_ = remote || is_set(falc::fmr2, falc::fmr2_payload_loop);
    if (loop_is_full_) looped_ = remote ? *present_ : *incoming;
    return incoming;
}

template <class Framer>
void FalcLine<Framer>::receive(const BoardTime& time, SystemTimeslots system) noexcept {
    const Millisecond* const incoming = arrive(time);
    tell_status(incoming != nullptr);
    const bool heard = incoming != nullptr && fits() && !framer_.defects().out_of_frame;
    if (heard) tell_signalling(*incoming);
    std::fill(system.begin(), system.end(), filled(0xFF));  // AIS into the system
    if (!heard) return;
    if constexpr (std::is_same_v<Framer, E1Framer>) system[0] = incoming->timeslot[0];
    for (unsigned timeslot = 1; timeslot <= Framer::timeslots; ++timeslot) {
        system[system_place(timeslot)] = incoming->timeslot[Framer::place(timeslot)];
    }
}

template <class Framer>
void FalcLine<Framer>::tell_status(bool arrived) noexcept {
    if (arrived) {
        silent_ms_ = 0;
    } else if (silent_ms_ < silence_is_loss_ms) {
        happened(3, falc::frame_repeated);
        ++silent_ms_;
    }
    const FrameDefects defects = framer_.defects();
    falc::Bits frs0 = 0;
    if (silent_ms_ >= silence_is_loss_ms) {
        framer_.lose();
        frs0 |= falc::los | falc::lfa;
    } else if (!fits()) {
        frs0 |= falc::lfa;
    } else {
        if (defects.alarm_indication) frs0 |= falc::ais;
        if (defects.out_of_frame) frs0 |= falc::lfa;
        if (!defects.out_of_frame && defects.remote_alarm) frs0 |= falc::rra;
    }
    falc::Bits frs1 = 0;
    const auto counts = framer_.counts();
    Counters now;
    now.crc = counts.crc_errors;
    if constexpr (std::is_same_v<Framer, E1Framer>) {
        if (frs0 == 0) frs0 |= framer_.multiframe_status();
        now.framing = counts.fas_errors;
        now.e_bits = counts.far_end_errors;
    } else {
        frs1 = framer_.codes_heard();
        now.framing = counts.framing_errors;
    }
    status_is(frs0, frs1);
    count(now);
    const Slips& slips = store_.slips();
    if (slips.deleted != told_slips_.deleted) happened(3, falc::frame_deleted);
    if (slips.repeated != told_slips_.repeated) happened(3, falc::frame_repeated);
    told_slips_ = slips;
}

template <class Framer>
void FalcLine<Framer>::tell_signalling(const Millisecond& line) noexcept {
    framer_.read_signalling(line);
    for (unsigned place = 0; place < 16; ++place) signalling_is(place, framer_.signalling(place));
}

template <class Framer>
bool FalcLine<Framer>::in_alarm() const noexcept {
    return silent_ms_ >= silence_is_loss_ms || framer_.defects().out_of_frame;
}

template <class Framer>
void FalcLine<Framer>::transmit(const BoardTime& time, ConstSystemTimeslots system) noexcept {
    if (set(falc::fmr0) == 0) return;  // the driver of the pair is off
    Millisecond* const out = line_.next_to_write();
    Millisecond unsent;  // a local loop needs no far end
    Millisecond& line = out != nullptr ? *out : unsent;
    const bool remote = is_set(falc::lim1, falc::lim1_line_loop) && loop_is_full_;
    if (remote) {
        line = looped_;
    } else {
        fill(line, system);
    }
    if (is_set(falc::lim0, falc::lim0_local_loop)) {
        looped_ = line;
        loop_is_full_ = true;
    }
    if (out == nullptr) return;
    line_.gain(time.gained_ns - sent_gained_ns_);
    sent_gained_ns_ = time.gained_ns;
    line_.sent();
}

template <class Framer>
void FalcLine<Framer>::fill(Millisecond& out, ConstSystemTimeslots system) noexcept {
    if (is_set(falc::fmr2, falc::fmr2_payload_loop) && loop_is_full_) {
        out = looped_;
    } else {
        for (unsigned timeslot = 1; timeslot <= Framer::timeslots; ++timeslot) {
            out.timeslot[Framer::place(timeslot)] = system[system_place(timeslot)];
        }
    }
    const falc::Bits defects = take_defects();
    if (!fits()) {
        out.timeslot.fill(filled(0xFF));
        return;
    }
    if constexpr (std::is_same_v<Framer, E1Framer>) {
        const bool by_itself = is_set(falc::fmr2, falc::fmr2_auto_rai) && in_alarm();
        framer_.write(out, is_set(falc::xsw, falc::rai) || by_itself,
                      is_set(falc::xsp, falc::xsp_cas));
    } else {
        if (is_set(falc::fmr5, falc::fmr5_loop_up)) {
            up_.write(out.timeslot);
        } else if (is_set(falc::fmr5, falc::fmr5_loop_down)) {
            down_.write(out.timeslot);
        }
        framer_.write(out, is_set(falc::fmr4, falc::rai),
                      is_set(falc::fmr5, falc::fmr5_robbed_bits));
    }
    framer_.spoil(out, defects);
}

template class FalcLine<E1Framer>;
template class FalcLine<T1Framer>;

}  // namespace driver
