// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/falc/falc_framer.hpp"

#include <bit>

namespace driver {
namespace {

// Sums of the counters, in the order of their registers from falc::fec on.
constexpr unsigned counters = 4;
constexpr unsigned counter_octets = 2 * counters;
// A multiframe that is known to be there is searched for again so often, in status turns.
constexpr unsigned resync_every = 64;

}  // namespace

void FalcFramer::start(bool v31) noexcept {
    v31_ = v31;
    frs0_ = falc::los | falc::lfa;
    frs1_ = 0;
    counters_left_ = signalling_left_ = resync_left_ = 0;
    alarm_ = alarm_register();
    lim0_ = falc_lim0;
    lim1_ = falc_lim1;
    fmr2_ = falc_fmr2(line_);
    fmr5_ = falc::fmr5_robbed_bits;
    to_inject_ = 0;
    to_say_ = line_.cas ? 0xFFFF : 0;
}

std::uint8_t FalcFramer::alarm_register() const noexcept {
    return line_.is_t1 ? falc_fmr4(line_) : falc_xsw;
}

// What is wanted comes first; status has every other turn all the same.
void FalcFramer::take_turn() noexcept {
    status_is_next_ = !status_is_next_;
    if (status_is_next_) return read_status();
    if (!write_what_is_wanted()) read_next();
}

FrameDefects FalcFramer::defects() const noexcept {
    const bool lost = (frs0_ & (falc::los | falc::lfa)) != 0;
    return {.out_of_frame = lost,
            .alarm_indication = (frs0_ & falc::ais) != 0,
            .remote_alarm = !lost && (frs0_ & falc::rra) != 0};
}

void FalcFramer::read_status() noexcept {
    const falc::Bits before = frs0_;
    frs0_ = access_.read(port_, falc::frs0);
    if ((frs0_ & ~before & falc::lfa) != 0) ++errors_.losses_of_frame;
    // Not found for 400 ms: the framer looks no more unless told to.
    const bool given_up = !line_.is_t1 && line_.crc4 && (frs0_ & falc::no_multiframe) != 0;
    if (resync_in_ > 0) --resync_in_;
    if (given_up && resync_in_ == 0) {
        resync_left_ = 2;
        resync_in_ = resync_every;
    }
}

// ── what is wanted ──────────────────────────────────────────────────────────────────────────────

bool FalcFramer::write_if(falc::Register address, std::uint8_t wanted,
                          std::uint8_t& written) noexcept {
    if (wanted == written) return false;
    access_.write(port_, address, wanted);
    written = wanted;
    return true;
}

bool FalcFramer::write_loops() noexcept {
    const auto with = [this](std::uint8_t value, falc::Bits bit, SpanLoop loop) {
        return static_cast<std::uint8_t>(wanted_loop_ == loop ? value | bit : value);
    };
    // One ends before another begins.
    const std::uint8_t lim0 = with(falc_lim0, falc::lim0_local_loop, SpanLoop::local);
    const std::uint8_t lim1 = with(falc_lim1, falc::lim1_line_loop, SpanLoop::line);
    const std::uint8_t fmr2 = with(falc_fmr2(line_), falc::fmr2_payload_loop, SpanLoop::payload);
    if (lim0 == falc_lim0 && write_if(falc::lim0, lim0, lim0_)) return true;
    if (lim1 == falc_lim1 && write_if(falc::lim1, lim1, lim1_)) return true;
    return write_if(falc::fmr2, fmr2, fmr2_) || write_if(falc::lim0, lim0, lim0_) ||
           write_if(falc::lim1, lim1, lim1_);
}

bool FalcFramer::write_what_is_wanted() noexcept {
    const unsigned alarm = alarm_register() | (wants_remote_alarm_ ? falc::rai : 0U);
    const falc::Register alarm_address = line_.is_t1 ? falc::fmr4 : falc::xsw;
    if (write_if(alarm_address, static_cast<std::uint8_t>(alarm), alarm_)) return true;
    if (write_loops()) return true;
    if (line_.is_t1 && write_if(falc::fmr5, wanted_fmr5_, fmr5_)) return true;
    if (to_inject_ != 0) {
        access_.write(port_, falc::ierr, to_inject_);
        to_inject_ = 0;
        return true;
    }
    if (to_say_ != 0) {
        const auto place = static_cast<unsigned>(std::countr_zero(to_say_));
        to_say_ = static_cast<std::uint16_t>(to_say_ & (to_say_ - 1U));
        const bool none = line_.is_t1 ? place >= 12 : place == 0;
        if (none) return false;
        access_.write(port_, static_cast<falc::Register>(falc::signalling + place), said_[place]);
        return true;
    }
    if (resync_left_ == 0) return false;
    --resync_left_;
    const falc::Bits again = resync_left_ > 0 ? falc::fmr0_resync : falc::Bits{};
    access_.write(port_, falc::fmr0,
                  static_cast<std::uint8_t>(falc_line_code(line_, v31_) | again));
    return true;
}

void FalcFramer::send_loop_code(bool up, bool down) noexcept {
    wanted_fmr5_ = static_cast<std::uint8_t>(
        falc::fmr5_robbed_bits | (up ? falc::fmr5_loop_up : 0) | (down ? falc::fmr5_loop_down : 0));
}

// ── what is read in turn ────────────────────────────────────────────────────────────────────────

void FalcFramer::read_next() noexcept {
    if (counters_left_ > 0) return read_counter();
    if (signalling_left_ > 0) {
        --signalling_left_;
        heard_[signalling_left_] =
            access_.read(port_, static_cast<falc::Register>(falc::signalling + signalling_left_));
        return;
    }
    next_ = (next_ + 1) % (line_.cas ? 3 : 2);
    if (next_ == 1) {
        frs1_ = access_.read(port_, falc::frs1);
        return;
    }
    if (next_ == 2) {
        const falc::Bits isr0 = access_.read(port_, falc::isr0);
        if ((isr0 & falc::cas_changed) != 0) signalling_left_ = signalling_registers();
        return;
    }
    const falc::Bits isr3 = access_.read(port_, falc::isr0 + 3);
    if ((isr3 & falc::second) != 0) counters_left_ = counter_octets;
    if ((frs0_ & (falc::los | falc::lfa)) != 0) return;  // no slips of a line that is lost
    if ((isr3 & falc::frame_deleted) != 0) ++slips_.deleted;
    if ((isr3 & falc::frame_repeated) != 0) ++slips_.repeated;
}

void FalcFramer::read_counter() noexcept {
    const unsigned octet = counter_octets - counters_left_--;
    const std::uint8_t value = access_.read(port_, static_cast<falc::Register>(falc::fec + octet));
    if (octet % 2 == 0) {
        low_octet_ = value;
        return;
    }
    const std::uint32_t times = low_octet_ + 256U * value;
    switch (octet / 2) {
        case 0:
            errors_.framing_errors += times;
            return;
        case 1:
            code_violations_ += times;
            return;
        case 2:
            errors_.crc_errors += times;
            return;
        default:
            if (!line_.is_t1) errors_.far_end_errors += times;
            return;
    }
}

// ── CAS ─────────────────────────────────────────────────────────────────────────────────────────

unsigned FalcFramer::signalling_registers() const noexcept {
    return line_.is_t1 ? 12 : 16;
}

// E1: channel n and n + 15 in register n; ESF: two channels a register; SF: four, AB each.
FalcFramer::Place FalcFramer::place_of(std::uint8_t channel) const noexcept {
    if (!line_.is_t1) {
        return channel > 15 ? Place{channel - 15U, 0} : Place{channel, 4};
    }
    const unsigned from_0 = channel - 1U;
    if (line_.framing == T1Framing::esf) return {from_0 / 2, from_0 % 2 == 0 ? 4U : 0U};
    return {from_0 / 4, 6 - 2 * (from_0 % 4), 2};
}

Abcd FalcFramer::bits(std::uint8_t channel) const noexcept {
    const Place at = place_of(channel);
    const unsigned bits = heard_[at.place] >> at.shift;
    if (at.width == 4) return static_cast<Abcd>(bits & 0xFU);
    return static_cast<Abcd>((bits & 3U) * 5U);  // C and D say what A and B say
}

void FalcFramer::say(std::uint8_t channel, Abcd bits) noexcept {
    const Place at = place_of(channel);
    const unsigned mask = at.width == 4 ? 0xFU : 3U;
    const unsigned value = at.width == 4 ? bits : bits >> 2U;
    said_[at.place] =
        static_cast<std::uint8_t>((said_[at.place] & ~(mask << at.shift)) | value << at.shift);
    to_say_ |= static_cast<std::uint16_t>(1U << at.place);
    // SF: the second half of the superframe says the same.
    if (at.width == 4) return;
    said_[at.place + 6] = said_[at.place];
    to_say_ |= static_cast<std::uint16_t>(1U << (at.place + 6));
}

}  // namespace driver
