// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/board/pci/falc/falc_registers.hpp"

namespace driver {

// The system side of a port: 32 timeslots, also of a T1.
using SystemTimeslots = std::span<Chunk, 32>;
using ConstSystemTimeslots = std::span<const Chunk, 32>;

// One clock seen from a port: what the board's has gained on a nominal one, and whether it is
// recovered from this port's line.
struct BoardTime {
    std::int64_t gained_ns{};
    bool from_this_line{};
};

// One port of a modelled framer: the register file. What the line does is FalcLine's.
class FalcPort {
  public:
    [[nodiscard]] std::uint8_t read(falc::Register address) noexcept;
    void write(falc::Register address, std::uint8_t value) noexcept;
    // Held in reset: everything set up is forgotten.
    void reset() noexcept;
    // Something unmasked has happened.
    [[nodiscard]] bool has_interrupt() const noexcept;

    virtual void receive(const BoardTime& time, SystemTimeslots system) noexcept = 0;
    virtual void transmit(const BoardTime& time, ConstSystemTimeslots system) noexcept = 0;
    [[nodiscard]] virtual bool is_e1() const noexcept = 0;
    [[nodiscard]] virtual std::int64_t line_gained_ns() const noexcept = 0;

    // The transmitted pair, as its driver sees it: falc::short_circuit, falc::open_circuit.
    void pair_is(falc::Bits trouble) noexcept { pair_ = trouble; }
    // Pulses that broke the rules of the line code. A cable carries none: who tests says so.
    void violate(std::uint32_t times) noexcept { running_.code_violations += times; }
    [[nodiscard]] bool has_signal() const noexcept { return (frs0_ & falc::los) == 0; }

  protected:
    struct Counters {
        std::uint32_t framing{};
        std::uint32_t code_violations{};
        std::uint32_t crc{};
        std::uint32_t e_bits{};
    };
    ~FalcPort() = default;

    [[nodiscard]] std::uint8_t set(falc::Register address) const noexcept {
        return settings_[address];
    }
    [[nodiscard]] bool is_set(falc::Register address, falc::Bits bits) const noexcept {
        return (settings_[address] & bits) != 0;
    }
    // After something was written that changes how a line is framed.
    virtual void framing_changed() noexcept = 0;
    virtual void resync() noexcept = 0;
    virtual void signalling_written(unsigned place, std::uint8_t value) noexcept = 0;

    void status_is(falc::Bits frs0, falc::Bits frs1) noexcept;
    void happened(unsigned isr, falc::Bits what) noexcept { isr_[isr] |= what; }
    // CAS as received, changed or not.
    void signalling_is(unsigned place, std::uint8_t value) noexcept;
    // A millisecond went by; `now`: what was counted, ever.
    void count(const Counters& now) noexcept;
    // One of these defects is due on the line: taken.
    [[nodiscard]] falc::Bits take_defects() noexcept;

  private:
    [[nodiscard]] falc::Bits visible(unsigned isr) const noexcept;
    void latch() noexcept;

    std::array<std::uint8_t, 256> settings_{};
    std::array<std::uint8_t, 16> received_signalling_{};
    std::array<std::uint8_t, 10> latched_{};  // from falc::fec on
    std::array<falc::Bits, falc::isrs> isr_{};
    falc::Bits frs0_{falc::los};
    falc::Bits frs1_{};
    falc::Bits pair_{};
    falc::Bits defects_{};
    Counters running_;
    Counters second_began_;
    unsigned milliseconds_{};
};

}  // namespace driver
