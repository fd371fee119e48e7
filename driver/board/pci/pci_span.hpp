// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>

#include "driver/board/pci/falc/falc_framer.hpp"
#include "driver/board/pci/pci_plan.hpp"
#include "driver/board/pci/te4/te4_dma.hpp"
#include "driver/board/pci/te4/te4_registers.hpp"
#include "driver/board/span/board_span.hpp"

namespace driver {

[[nodiscard]] FalcLineSetup line_setup(const PciSpanPlan& plan) noexcept;
// Its alarm times, unless the plan says otherwise, are these boards' own.
[[nodiscard]] PciSpanPlan with_alarm_times(PciSpanPlan plan) noexcept;

// One port of a PCI board: the framer finds frames, DMA brings the timeslots. Realtime thread.
class PciSpan final : public BoardSpan {
  public:
    // What asks for a loop by code must last so long (T1.403 §9.3.1), and we ask for so long.
    static constexpr Ticks code_lasts = 5s;
    static constexpr Ticks code_is_sent_for = 6s;
    // The far end does not hear us: told when it has lasted.
    static constexpr AlarmTimes remote_alarm_times{.declare = 500ms, .clear = 500ms};

    struct Place {
        unsigned port{};
        std::size_t first_channel{};
        bool t1_only{};  // all spans of the board are T1s
        std::uint32_t second_of_day{};
    };
    PciSpan(const PciSpanPlan& plan, const Place& place, Te4Dma& dma, FalcAccess& framers)
        : BoardSpan(plan, plan.is_t1 ? t1_form : e1_form, place.second_of_day, place.first_channel),
          dma_(dma),
          framer_(framers, place.port, line_setup(plan)),
          plan_(plan),
          port_(place.port),
          shift_(place.t1_only ? te4::t1_shift : 0) {}

    void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                 FrameQueue& frames) noexcept override;
    void transmit() noexcept override;
    [[nodiscard]] LineClock clock() const noexcept override;

    // Its board, before receive(): whether DMA has brought this millisecond.
    void brought(bool fresh) noexcept { fresh_ = fresh; }
    [[nodiscard]] SpanDefect defect() const noexcept { return watch_.defect(); }
    [[nodiscard]] te4::Led led() const noexcept;
    [[nodiscard]] FalcFramer& framer() noexcept { return framer_; }
    [[nodiscard]] const PciSpanPlan& plan() const noexcept { return plan_; }

  private:
    [[nodiscard]] FrameDefects defects() noexcept;
    [[nodiscard]] PathFormat format() const noexcept;
    void ask_for_loops() noexcept;
    void answer_loops() noexcept;
    void hear_bits() noexcept;
    void say_bits() noexcept;
    // The span's chunks from its first timeslot on, as the test set counts them.
    template <class One>
    [[nodiscard]] std::span<One> all(One* timeslots) const noexcept {
        return {timeslots + shift_ + form_.first_timeslot,
                form_.timeslots + 1U - form_.first_timeslot};
    }

    Te4Dma& dma_;
    FalcFramer framer_;
    PciSpanPlan plan_;
    unsigned port_;
    std::size_t shift_;
    Alarm remote_alarm_{remote_alarm_times};
    bool fresh_{};
    Chunk* outgoing_{};  // null: too late, or said already
    std::array<Chunk, te4::timeslots> nowhere_{};
    SpanSignalling said_{};  // bits that the framer was told to say
    SpanLoop asked_{};       // of the far end
    Ticks sends_code_for_{};
    Ticks heard_up_for_{};
    Ticks heard_down_for_{};
};

}  // namespace driver
