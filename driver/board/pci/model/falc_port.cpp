// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/model/falc_port.hpp"

#include <algorithm>

namespace driver {
namespace {

constexpr unsigned milliseconds_of_second = 1000;

constexpr bool is_signalling(falc::Register address) {
    return address >= falc::signalling && address < falc::signalling + 16;
}

constexpr bool frames_the_line(falc::Register address) {
    return address == falc::fmr1 || address == falc::fmr2 || address == falc::fmr4 ||
           address == falc::fmr5 || (address >= falc::ccb1 && address < falc::ccb1 + 3);
}

}  // namespace

std::uint8_t FalcPort::read(falc::Register address) noexcept {
    if (address == falc::frs0) return frs0_;
    if (address == falc::frs1) return frs1_ | pair_;
    if (address >= falc::fec && address < falc::fec + latched_.size()) {
        return latched_[address - falc::fec];
    }
    if (is_signalling(address)) return received_signalling_[address - falc::signalling];
    if (address >= falc::isr0 && address < falc::isr0 + falc::isrs) {
        const unsigned isr = address - falc::isr0;
        const falc::Bits what = visible(isr);
        isr_[isr] = 0;
        return what;
    }
    if (address != falc::gis) return settings_[address];
    std::uint8_t which = 0;
    for (unsigned isr = 0; isr < falc::isrs; ++isr) {
        if (visible(isr) != 0) which |= static_cast<std::uint8_t>(1U << isr);
    }
    return which;
}

void FalcPort::write(falc::Register address, std::uint8_t value) noexcept {
    if (is_signalling(address)) return signalling_written(address - falc::signalling, value);
    if (address == falc::ierr) {
        defects_ |= value;
        return;
    }
    settings_[address] = value;
    if (frames_the_line(address)) framing_changed();
    if (address == falc::fmr0 && (value & falc::fmr0_resync) != 0) resync();
}

void FalcPort::reset() noexcept {
    settings_.fill(0);
    for (unsigned isr = 0; isr < falc::isrs; ++isr) settings_[falc::imr0 + isr] = 0xFF;
    isr_.fill(0);
    latched_.fill(0);
    defects_ = 0;
    milliseconds_ = 0;
    framing_changed();
}

// Masked ones can be read only where GCR says so.
falc::Bits FalcPort::visible(unsigned isr) const noexcept {
    if (is_set(falc::gcr, falc::gcr_masked_are_visible)) return isr_[isr];
    return static_cast<falc::Bits>(isr_[isr] & ~settings_[falc::imr0 + isr]);
}

bool FalcPort::has_interrupt() const noexcept {
    for (unsigned isr = 0; isr < falc::isrs; ++isr) {
        if ((isr_[isr] & ~settings_[falc::imr0 + isr]) != 0) return true;
    }
    return false;
}

void FalcPort::status_is(falc::Bits frs0, falc::Bits frs1) noexcept {
    const auto began = static_cast<falc::Bits>(frs0 & ~frs0_);
    const auto ended = static_cast<falc::Bits>(frs0_ & ~frs0);
    const auto tell = [this](falc::Bits changed, falc::Bits status, falc::Bits isr2) {
        if ((changed & status) != 0) happened(2, isr2);
    };
    tell(began, falc::los, falc::isr2_los);
    tell(began, falc::ais, falc::isr2_ais);
    tell(began, falc::lfa, falc::isr2_lfa);
    tell(ended, falc::lfa, falc::isr2_far);
    tell(began, falc::rra, falc::isr2_ra);
    tell(ended, falc::rra, falc::isr2_rar);
    frs0_ = frs0;
    frs1_ = frs1;
}

void FalcPort::signalling_is(unsigned place, std::uint8_t value) noexcept {
    if (received_signalling_[place] == value) return;
    received_signalling_[place] = value;
    happened(0, falc::cas_changed);
}

void FalcPort::count(const Counters& now) noexcept {
    const std::uint32_t violations = running_.code_violations;
    running_ = now;
    running_.code_violations = violations;
    // Another reader counts from the beginning.
    second_began_.framing = std::min(second_began_.framing, now.framing);
    second_began_.crc = std::min(second_began_.crc, now.crc);
    second_began_.e_bits = std::min(second_began_.e_bits, now.e_bits);
    if (++milliseconds_ < milliseconds_of_second) return;
    milliseconds_ = 0;
    latch();
}

void FalcPort::latch() noexcept {
    bool errored = false;
    const auto keep = [&](falc::Register address, std::uint32_t now, std::uint32_t before) {
        const std::uint32_t times = std::min<std::uint32_t>(now - before, 0xFFFF);
        errored = errored || times > 0;
        latched_[address - falc::fec] = static_cast<std::uint8_t>(times);
        latched_[address - falc::fec + 1U] = static_cast<std::uint8_t>(times >> 8U);
    };
    keep(falc::fec, running_.framing, second_began_.framing);
    keep(falc::cvc, running_.code_violations, second_began_.code_violations);
    keep(falc::cec, running_.crc, second_began_.crc);
    keep(falc::ebc, running_.e_bits, second_began_.e_bits);
    second_began_ = running_;
    happened(3, falc::second);
    if (errored) happened(3, falc::errored_second);
}

falc::Bits FalcPort::take_defects() noexcept {
    const falc::Bits due = defects_;
    defects_ = 0;
    return due;
}

}  // namespace driver
