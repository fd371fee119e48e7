// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/pci_board.hpp"

namespace driver {
namespace {

// Clock mode of the framer: recovered from a port, without switching by itself.
constexpr std::uint8_t clock_mode = 0x38;

}  // namespace

// ── bring-up ────────────────────────────────────────────────────────────────────────────────────

bool PciBoard::holds(const Te4Step& step) const noexcept {
    return step.only == FalcVersion::any || (step.only == FalcVersion::v31) == framer_v31_;
}

void PciBoard::do_step(const Te4Step& step) noexcept {
    using Does = Te4Step::Does;
    const auto address = static_cast<falc::Register>(step.at);
    const auto value = static_cast<std::uint8_t>(step.value);
    switch (step.does) {
        case Does::write:
            registers_.write(step.at, step.value);
            static_cast<void>(registers_.read(te4::version));  // flushes
            return;
        case Does::write_framer:
            return framers_.write(step.port, address, value);
        case Does::set_bits:
            return framers_.write(
                step.port, address,
                static_cast<std::uint8_t>(framers_.read(step.port, address) | value));
        case Does::clear_bits:
            return framers_.write(
                step.port, address,
                static_cast<std::uint8_t>(framers_.read(step.port, address) & ~value));
        case Does::ask_version:
            framer_v31_ = framers_.read(0, falc::vstr) == falc::vstr_v31;
            return;
        case Does::settle:
            return;
    }
}

void PciBoard::in_trouble(PciTrouble trouble) noexcept {
    trouble_.store(trouble, std::memory_order_relaxed);
    try_again_in_ = tried_every;
}

// The board is there, and one that is known.
bool PciBoard::is_known() noexcept {
    const std::uint32_t version = registers_.read(te4::version);
    if (version == all_ones_read) {
        in_trouble(PciTrouble::all_ones);
        return false;
    }
    if ((version & te4::version_mask) == te4::version_known) return true;
    in_trouble(PciTrouble::unknown_version);
    return false;
}

void PciBoard::begin_bring_up() noexcept {
    if (!is_known()) return;
    // Of a board that was running: it may not write while its buffers are filled anew.
    registers_.write(te4::dma_control, 0);
    static_cast<void>(registers_.read(te4::version));
    dma_.start();
    next_step_ = 0;
    trouble_.store(PciTrouble::starting, std::memory_order_relaxed);
}

void PciBoard::go_on_bringing_up() noexcept {
    if (next_step_ < steps_.size()) return;
    if (!is_known()) return;
    for (PciSpan& span : pci_spans_) span.framer().start(framer_v31_);
    control_written_ = running_;
    clock_written_ = clock_mode;
    leds_written_ = te4::leds_in_reset | te4::activate;
    nothing_for_ = Ticks{};
    trouble_.store(PciTrouble::none, std::memory_order_relaxed);
}

void PciBoard::bring_up(void (*pause_us)(std::uint32_t)) noexcept {
    begin_bring_up();
    if (trouble() != PciTrouble::starting) return;
    for (; next_step_ < steps_.size(); ++next_step_) {
        const Te4Step& step = steps_[next_step_];
        if (step.does == Te4Step::Does::settle) pause_us(step.value);
        if (holds(step)) do_step(step);
    }
    go_on_bringing_up();
}

BoardTrouble PciBoard::out() const noexcept {
    if (kept_out_ != BoardTrouble::none) return kept_out_;
    switch (trouble()) {
        case PciTrouble::none:
            break;
        case PciTrouble::starting:
            return BoardTrouble::starting;
        case PciTrouble::all_ones:
            return BoardTrouble::no_answer;
        case PciTrouble::unknown_version:
            return BoardTrouble::unknown_version;
        case PciTrouble::stalled:
            return BoardTrouble::stalled;
    }
    return BoardTrouble::none;
}

// ── a tick ──────────────────────────────────────────────────────────────────────────────────────

// What is not there is looked for; what starts goes on, a pause taking a tick or two.
void PciBoard::look() noexcept {
    if (trouble() == PciTrouble::none) return;
    const bool has_begun = trouble() == PciTrouble::starting;
    if (!has_begun && --try_again_in_ > Ticks{}) return;
    if (!has_begun || next_step_ == 0) begin_bring_up();
    if (trouble() != PciTrouble::starting) return;
    for (unsigned left = steps_a_tick; left > 0 && next_step_ < steps_.size(); --left) {
        const Te4Step& step = steps_[next_step_++];
        if (step.does == Te4Step::Does::settle) break;
        if (holds(step)) do_step(step);
    }
    go_on_bringing_up();
}

void PciBoard::receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send) noexcept {
    look();
    bool fresh = false;
    if (!is_out()) {
        const bool answers = dma_.poll();
        fresh = answers && dma_.take();
        nothing_for_ = fresh ? Ticks{} : nothing_for_ + 1ms;
        const bool stalls = nothing_for_ >= stalls_after;
        if ((!answers || stalls) && is_known() && stalls) in_trouble(PciTrouble::stalled);
        late_polls_.store(dma_.late(), std::memory_order_relaxed);
    }
    for (PciSpan& span : pci_spans_) span.brought(fresh);
    SpanBoard::receive(now, talk, send);
    if (is_out()) return;
    choose_clock(now);
    pci_spans_[turn_++ % pci_spans_.size()].framer().take_turn();
}

void PciBoard::transmit(Ticks now) noexcept {
    SpanBoard::transmit(now);
    if (is_out()) return;
    dma_.sent();
    light();
}

// One write a tick at most, so that the port is chosen before its clock is taken.
void PciBoard::choose_clock(Ticks now) noexcept {
    if (clock_ports_.empty()) return;
    for (std::size_t i = 0; i < clock_ports_.size(); ++i) {
        clock_defects_[i] = pci_spans_[clock_ports_[i]].defect();
    }
    clock_.update(now, clock_defects_);
    const bool locked = clock_.state() == ClockState::locked;
    const std::uint32_t control = running_ | (locked ? te4::recovered_clock : 0U);
    if (locked) {
        const auto port = static_cast<unsigned>(clock_ports_[clock_.source()]);
        const auto mode = static_cast<std::uint8_t>(clock_mode | port << falc::cmr1_port_shift);
        if (mode != clock_written_) {
            framers_.write(0, falc::cmr1, mode);
            clock_written_ = mode;
            return;
        }
    }
    if (control == control_written_) return;
    registers_.write(te4::dma_control, control);
    control_written_ = control;
}

void PciBoard::light() noexcept {
    std::uint32_t leds = te4::activate;
    for (std::size_t i = 0; i < pci_spans_.size(); ++i) {
        leds |= static_cast<std::uint32_t>(pci_spans_[i].led()) << 2 * i;
    }
    if (leds == leds_written_) return;
    registers_.write(te4::leds, leds);
    leds_written_ = leds;
}

}  // namespace driver
