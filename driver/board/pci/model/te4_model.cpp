// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/model/te4_model.hpp"

#include <cstring>

namespace driver {
namespace {

constexpr std::int64_t floor_ticks(std::int64_t ns) {
    return ns / ns_of_tick - (ns % ns_of_tick < 0 ? 1 : 0);
}

constexpr unsigned port_of(std::uint32_t address) {
    return address >> te4::framer_port_shift & 3U;
}

constexpr Chunk idle = filled(0xFF);

}  // namespace

// ── registers ───────────────────────────────────────────────────────────────────────────────────

void Te4Model::power_on() noexcept {
    registers_.fill(0);
    switched_from_.fill(0);
    dma_control_ = leds_ = framer_address_ = framer_data_ = 0;
    index_ = count_ = 0;
    dma_pending_ = false;
    to_send_.fill(idle);
    for (FalcPort* const port : ports_) port->reset();
}

std::uint32_t Te4Model::jumpers() const noexcept {
    std::uint32_t e1 = 0;
    for (std::size_t i = 0; i < ports_.size(); ++i) e1 |= (ports_[i]->is_e1() ? 1U : 0U) << i;
    return e1 << te4::e1_jumpers_shift;
}

std::uint32_t Te4Model::read(std::uint32_t offset) noexcept {
    if (off_) return all_ones_read;
    INVARIANT(offset < te4::bar_size);
    switch (offset) {
        case te4::dma_control:
            return dma_control_;
        case te4::interrupt: {
            std::uint32_t value = dma_pending_ ? te4::dma_interrupt : 0;
            for (const FalcPort* const port : ports_) {
                if (port->has_interrupt()) value |= te4::framer_interrupt;
            }
            return has_ring_ ? value | count_ << te4::milliseconds_shift : value;
        }
        case te4::ring:
            return index_ << te4::ring_index_shift;
        case te4::version:
            return version_;
        case te4::leds:
            return jumpers() | rotary_ << te4::rotary_shift | (leds_ & 0xFFU);
        case te4::framer_data:
            return framer_data_;
        default:
            return registers_[offset / 4];
    }
}

void Te4Model::write(std::uint32_t offset, std::uint32_t value) noexcept {
    if (off_) return;
    INVARIANT(offset < te4::bar_size);
    if (watcher_ != nullptr && offset != te4::framer_address && offset != te4::framer_data) {
        watcher_->wrote(offset, value);
    }
    registers_[offset / 4] = value;
    switch (offset) {
        case te4::dma_control:
            return control_dma(value);
        case te4::interrupt:
            dma_pending_ = false;
            return;
        case te4::leds:
            leds_ = value;
            if (!in_reset()) return;
            for (FalcPort* const port : ports_) port->reset();
            return;
        case te4::framer_address:
            return address_framer(value);
        case te4::framer_data:
            framer_data_ = value;
            return;
        default:
            return;
    }
}

void Te4Model::control_dma(std::uint32_t value) noexcept {
    const bool began = !runs() && (value & te4::dma_start) == te4::dma_start;
    dma_control_ = value;
    if ((value & te4::switch_strobe) != 0) {
        const auto to = value >> te4::switch_to_shift & (te4::switch_timeslots - 1);
        switched_from_[to] = static_cast<std::uint8_t>(value & (te4::switch_timeslots - 1));
    }
    if (!runs()) to_send_.fill(idle);
    if (!began) return;
    index_ = 0;
    fetch();
}

// The access is done when the strobe comes, with what was addressed.
void Te4Model::address_framer(std::uint32_t value) noexcept {
    polled_ = true;
    const std::uint32_t strobes = value & ~framer_address_;
    framer_address_ = value;
    if ((value & te4::framer_select) == 0) return;
    const auto address = static_cast<falc::Register>(value);
    const unsigned port = port_of(value);
    const bool answers =
        !in_reset() && (value & te4::framer_first_quad) != 0 && port < ports_.size();
    if ((strobes & te4::framer_read) != 0) {
        framer_data_ = answers ? read_framer(port, address) : 0xFFU;
    }
    if ((strobes & te4::framer_write) != 0 && answers) {
        write_framer(port, address, static_cast<std::uint8_t>(framer_data_));
    }
}

std::uint8_t Te4Model::read_framer(unsigned port, falc::Register address) noexcept {
    if (address == falc::vstr) {
        const bool shown = (ports_[0]->read(falc::global_mode) & falc::compatibility_off) != 0;
        return falc_v31_ && shown ? falc::vstr_v31 : falc::vstr_v21;
    }
    if (address != falc::cis) return ports_[port]->read(address);
    std::uint8_t which = 0;
    for (std::size_t i = 0; i < ports_.size(); ++i) {
        if (ports_[i]->has_interrupt()) which |= static_cast<std::uint8_t>(1U << i);
    }
    return which;
}

void Te4Model::write_framer(unsigned port, falc::Register address, std::uint8_t value) noexcept {
    if (watcher_ != nullptr) watcher_->wrote_framer(port, address, value);
    ports_[port]->write(address, value);
}

te4::Led Te4Model::led(unsigned span) const noexcept {
    return static_cast<te4::Led>(leds_ >> 2 * span & 3U);
}

bool Te4Model::interrupts() const noexcept {
    if (off_) return false;
    bool any = dma_pending_;
    for (const FalcPort* const port : ports_) any = any || port->has_interrupt();
    return any;
}

void Te4Model::fall_off(bool off) noexcept {
    if (off_ && !off) power_on();
    off_ = off;
}

// ── time ────────────────────────────────────────────────────────────────────────────────────────

unsigned Te4Model::clock_port() noexcept {
    const auto port = ports_[0]->read(falc::cmr1) >> falc::cmr1_port_shift;
    return port < static_cast<int>(ports_.size()) ? static_cast<unsigned>(port) : 0U;
}

void Te4Model::pass_clock() noexcept {
    const unsigned port = clock_port();
    const bool locked = (dma_control_ & te4::recovered_clock) != 0 && ports_[port]->has_signal();
    if (locked) {
        gained_ns_ += ports_[port]->line_gained_ns() - line_gained_ns_[port];
    } else {
        rest_ps_ += oscillator_ppb_;
        gained_ns_ += rest_ps_ / 1000;
        rest_ps_ %= 1000;
    }
    for (std::size_t i = 0; i < ports_.size(); ++i) {
        line_gained_ns_[i] = ports_[i]->line_gained_ns();
    }
}

void Te4Model::tick() noexcept {
    const std::int64_t before = floor_ticks(gained_ns_);
    pass_clock();
    for (std::int64_t steps = 1 + floor_ticks(gained_ns_) - before; steps > 0; --steps) step();
}

// ── a millisecond of the board's ────────────────────────────────────────────────────────────────

void Te4Model::step() noexcept {
    if (off_) return;
    const unsigned clock = clock_port();
    const bool recovers = (dma_control_ & te4::recovered_clock) != 0;
    for (unsigned i = 0; i < ports_.size(); ++i) {
        const BoardTime time{gained_ns_, recovers && clock == i};
        ports_[i]->receive(time, SystemTimeslots(&received_[i * te4::timeslots], te4::timeslots));
    }
    switch_timeslots();
    for (unsigned i = 0; i < ports_.size(); ++i) {
        const BoardTime time{gained_ns_, recovers && clock == i};
        ports_[i]->transmit(time,
                            ConstSystemTimeslots(&to_send_[i * te4::timeslots], te4::timeslots));
    }
    if (!runs() || stalled_) return;
    std::uint8_t* const place = buffer(te4::received_address);
    if (place == nullptr) return;
    std::memcpy(place, received_.data(), te4::buffer_octets);
    const std::uint32_t buffers = has_ring_ ? registers_[te4::ring / 4] & 0xFFU : 1U;
    index_ = buffers == 0 ? 0 : (index_ + 1) % buffers;
    count_ = (count_ + 1) & te4::milliseconds_mask;
    ++milliseconds_;
    dma_pending_ = true;
    polled_ = false;
    fetch();
}

void Te4Model::switch_timeslots() noexcept {
    for (std::size_t to = 0; to < switched_from_.size(); ++to) {
        if (switched_from_[to] != 0) to_send_[to] = received_[switched_from_[to]];
    }
}

void Te4Model::fetch() noexcept {
    if (const std::uint8_t* const place = buffer(te4::transmitted_address)) {
        std::memcpy(to_send_.data(), place, te4::buffer_octets);
    }
}

std::uint8_t* Te4Model::buffer(std::uint32_t area) noexcept {
    const auto octets = static_cast<std::uint32_t>(te4::buffer_octets);
    const std::uint32_t base = registers_[area / 4];
    std::uint8_t* const place = memory_.at(base + index_ * octets, octets);
    if (place == nullptr) {
        ++aborts_;
        dma_control_ &= ~te4::dma_start;
    }
    return place;
}

}  // namespace driver
