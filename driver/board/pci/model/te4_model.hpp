// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "driver/base/invariant.hpp"
#include "driver/board/cable.hpp"
#include "driver/board/pci/model/falc_line.hpp"
#include "driver/board/pci/registers.hpp"
#include "driver/board/pci/te4/te4_registers.hpp"

namespace driver {

// The machine's memory as a board sees it.
class BusMemory {
  public:
    // So many octets from that address on; nullptr where there is no memory.
    [[nodiscard]] virtual std::uint8_t* at(std::uint32_t bus_address,
                                           std::size_t octets) noexcept = 0;

  protected:
    ~BusMemory() = default;
};

// Who wants to know what a driver writes: in order, framer accesses put together.
class Te4Watcher {
  public:
    virtual void wrote(std::uint32_t offset, std::uint32_t value) noexcept = 0;
    virtual void wrote_framer(unsigned port, falc::Register address,
                              std::uint8_t value) noexcept = 0;

  protected:
    ~Te4Watcher() = default;
};

struct Te4ModelPlan {
    struct Line {
        SpanCable cable;
        Law law{};
        std::uint8_t d_timeslot{};  // what faults of speech leave alone
    };
    std::vector<Line> lines;  // two or four
    bool has_ring{true};      // the fifth generation
    std::uint32_t version{te4::version_known | 0x0150};
    bool falc_v31{};
    std::uint8_t rotary{};
    std::int32_t oscillator_ppb{};
};

// A TE2xx/TE4xx board by its registers: what drivers of such boards can tell from a board. Its
// lines are cables. One thread runs it, and reads and writes its registers.
//
//     driver ─ read, write ─► registers ─ window ─► framers ═ cables ═ office
//     driver's memory ◄─────► DMA, once a millisecond of the board's clock
//
// A transmit buffer is fetched when its millisecond begins: nothing is known of real boards, and
// later would be kinder.
class Te4Model final : public Registers {
  public:
    // Everything referred to outlives it. In the header, because only construction allocates.
    Te4Model(const Te4ModelPlan& plan, BusMemory& memory, Te4Watcher* watcher = nullptr);
    Te4Model(const Te4Model&) = delete;
    Te4Model& operator=(const Te4Model&) = delete;

    [[nodiscard]] std::uint32_t read(std::uint32_t offset) noexcept override;
    void write(std::uint32_t offset, std::uint32_t value) noexcept override;

    // A nominal millisecond goes by: one, or none or two, of the board's own.
    void tick() noexcept;
    // A millisecond of somebody else's clock, which is the board's, too, and has gained so much.
    void tick_at(std::int64_t gained_ns) noexcept {
        gained_ns_ = gained_ns;
        step();
    }
    // INTx is asserted.
    [[nodiscard]] bool interrupts() const noexcept;
    // A millisecond was brought that the driver has not acknowledged.
    [[nodiscard]] bool awaits_driver() const noexcept { return dma_pending_ && runs(); }
    // A driver that has a word with a framer in every tick has had none since the last millisecond.
    [[nodiscard]] bool awaits_poll() const noexcept { return !polled_ && runs(); }

    // ── what can be wrong with it ─────────────────────────────────────────────────────────────
    // Off the bus: everything reads as ones, nothing moves. Back: as after power on.
    void fall_off(bool off) noexcept;
    // DMA stands still; registers answer.
    void stall(bool still) noexcept { stalled_ = still; }
    void version_is(std::uint32_t version) noexcept { version_ = version; }

    [[nodiscard]] FalcPort& port(unsigned port) noexcept { return *ports_[port]; }
    [[nodiscard]] te4::Led led(unsigned span) const noexcept;
    // Buffers that were not memory: the board stopped there, as after a master abort.
    [[nodiscard]] std::uint32_t aborts() const noexcept { return aborts_; }
    [[nodiscard]] std::uint64_t milliseconds() const noexcept { return milliseconds_; }
    [[nodiscard]] std::int64_t gained_ns() const noexcept { return gained_ns_; }

  private:
    using Buffer = std::array<Chunk, te4::spans * te4::timeslots>;

    [[nodiscard]] bool runs() const noexcept {
        return (dma_control_ & te4::dma_start) == te4::dma_start;
    }
    [[nodiscard]] bool in_reset() const noexcept { return (leds_ & te4::activate) == 0; }
    [[nodiscard]] std::uint32_t jumpers() const noexcept;
    [[nodiscard]] unsigned clock_port() noexcept;
    void power_on() noexcept;
    void control_dma(std::uint32_t value) noexcept;
    void address_framer(std::uint32_t value) noexcept;
    [[nodiscard]] std::uint8_t read_framer(unsigned port, falc::Register address) noexcept;
    void write_framer(unsigned port, falc::Register address, std::uint8_t value) noexcept;
    void pass_clock() noexcept;
    void step() noexcept;
    void fetch() noexcept;
    void switch_timeslots() noexcept;
    [[nodiscard]] std::uint8_t* buffer(std::uint32_t area) noexcept;

    BusMemory& memory_;
    Te4Watcher* watcher_;
    std::deque<FalcLine<E1Framer>> e1_lines_;
    std::deque<FalcLine<T1Framer>> t1_lines_;
    std::vector<FalcPort*> ports_;
    std::vector<std::int64_t> line_gained_ns_;  // at the last tick
    bool has_ring_;
    bool falc_v31_;
    std::uint32_t version_;
    std::uint32_t rotary_;
    std::int32_t oscillator_ppb_;

    std::array<std::uint32_t, te4::bar_size / 4> registers_{};  // as written
    std::uint32_t dma_control_{};
    std::uint32_t leds_{};
    std::uint32_t framer_address_{};
    std::uint32_t framer_data_{};
    std::array<std::uint8_t, te4::switch_timeslots> switched_from_{};  // 0: from memory
    std::uint32_t index_{};
    std::uint32_t count_{};  // milliseconds, modulo 128
    bool dma_pending_{};
    bool polled_{};
    bool off_{};
    bool stalled_{};
    std::uint32_t aborts_{};
    Buffer received_{};
    Buffer to_send_{};
    std::int64_t gained_ns_{};
    std::int64_t rest_ps_{};
    std::uint64_t milliseconds_{};
};

inline Te4Model::Te4Model(const Te4ModelPlan& plan, BusMemory& memory, Te4Watcher* watcher)
    : memory_(memory),
      watcher_(watcher),
      line_gained_ns_(plan.lines.size()),
      has_ring_(plan.has_ring),
      falc_v31_(plan.falc_v31),
      version_(plan.version),
      rotary_(plan.rotary),
      oscillator_ppb_(plan.oscillator_ppb) {
    INVARIANT(plan.lines.size() <= te4::spans && !plan.lines.empty());
    for (const auto& line : plan.lines) {
        if (auto* const e1 = std::get_if<E1Cable*>(&line.cable)) {
            ports_.push_back(&e1_lines_.emplace_back(**e1, line.law, line.d_timeslot));
        }
        if (auto* const t1 = std::get_if<T1Cable*>(&line.cable)) {
            ports_.push_back(&t1_lines_.emplace_back(**t1, line.law, line.d_timeslot));
        }
    }
    power_on();
}

}  // namespace driver
