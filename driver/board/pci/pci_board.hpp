// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <deque>
#include <vector>

#include "driver/board/clock/clock_selector.hpp"
#include "driver/board/pci/pci_span.hpp"
#include "driver/board/pci/pci_trouble.hpp"
#include "driver/board/pci/te4/te4_bring_up.hpp"
#include "driver/board/pci/te4/te4_framer_window.hpp"
#include "driver/board/span/span_board.hpp"

namespace driver {

// A TE2xx/TE4xx board, driven without a kernel driver and without interrupts. A tick costs one
// register read for the milliseconds, and one access to one framer, in turn; DMA does the rest.
//
//     framers ─ window ─► FalcFramer, one a span ─► PciSpan ─► the seam
//     DMA memory ───────► Te4Dma ─────────────────► talk[i], send[i] point into it
//
// A board that reads as ones, or whose DMA stands still, is out: its spans say `no_board`, the
// others go on. It is looked for once a second and brought up again, a few writes a tick.
class PciBoard : public SpanBoard {
  public:
    // Ticks that are caught up after a hole find nothing, and come in no time: that is no stall.
    static constexpr Ticks stalls_after = 1s;
    static constexpr Ticks tried_every = 1s;
    static constexpr unsigned steps_a_tick = 4;

    // Registers and memory outlive the board. In the header, because only construction allocates.
    PciBoard(const PciBoardPlan& plan, Registers& registers, const DmaMemory& memory);

    // Before the first tick: all of the bring-up now, pausing as the board needs it. What it finds
    // is in trouble(). Without, it is done in the first ticks.
    void bring_up(void (*pause_us)(std::uint32_t)) noexcept;

    void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send) noexcept override;
    void transmit(Ticks now) noexcept override;

    // Any thread.
    [[nodiscard]] PciTrouble trouble() const noexcept {
        return trouble_.load(std::memory_order_relaxed);
    }
    // Ticks that came too late to send in their millisecond, ever.
    [[nodiscard]] std::uint32_t late_polls() const noexcept {
        return late_polls_.load(std::memory_order_relaxed);
    }
    // Realtime thread, as the rest.
    [[nodiscard]] const ClockSelector& clock() const noexcept { return clock_; }
    [[nodiscard]] PciSpan& pci_span(std::size_t port) noexcept { return pci_spans_[port]; }

  protected:
    ~PciBoard() = default;
    [[nodiscard]] BoardTrouble out() const noexcept override;

  private:
    [[nodiscard]] bool holds(const Te4Step& step) const noexcept;
    void do_step(const Te4Step& step) noexcept;
    void go_on_bringing_up() noexcept;
    void begin_bring_up() noexcept;
    [[nodiscard]] bool is_known() noexcept;
    void in_trouble(PciTrouble trouble) noexcept;
    void look() noexcept;
    void choose_clock(Ticks now) noexcept;
    void light() noexcept;

    Registers& registers_;
    BoardTrouble kept_out_;
    Te4FramerWindow framers_;
    Te4Dma dma_;
    std::deque<PciSpan> pci_spans_;
    std::vector<Te4Step> steps_;
    std::size_t next_step_{};
    bool framer_v31_{};
    std::atomic<PciTrouble> trouble_{PciTrouble::starting};
    std::atomic<std::uint32_t> late_polls_{};
    Ticks try_again_in_{};
    Ticks nothing_for_{};
    unsigned turn_{};

    ClockSelector clock_;
    std::vector<std::size_t> clock_ports_;  // of its candidates
    std::vector<SpanDefect> clock_defects_;
    std::uint32_t running_;
    std::uint32_t control_written_{};
    std::uint8_t clock_written_{};
    std::uint32_t leds_written_{};
};

// Of the plan's spans, the best first.
[[nodiscard]] std::vector<ClockCandidate> clock_candidates(const PciBoardPlan& plan);

inline PciBoard::PciBoard(const PciBoardPlan& plan, Registers& registers, const DmaMemory& memory)
    : registers_(registers),
      kept_out_(plan.kept_out),
      framers_(registers),
      dma_(registers, memory, plan.card, plan.ahead),
      clock_(clock_candidates(plan), plan.wait_to_restore),
      running_(te4_running(plan.card)) {
    INVARIANT(plan.spans.size() <= plan.card.spans);
    const bool t1_only = std::ranges::all_of(plan.spans, &PciSpanPlan::is_t1);
    std::vector<FalcLineSetup> lines;
    for (unsigned port = 0; port < plan.spans.size(); ++port) {
        const PciSpanPlan span = with_alarm_times(plan.spans[port]);
        dma_.idle(port, silence(span.law));
        const PciSpan::Place place{port, channels().size(), t1_only, plan.second_of_day};
        add_span(pci_spans_.emplace_back(span, place, dma_, framers_), span,
                 span.is_t1 ? t1_form : e1_form);
        lines.push_back(line_setup(span));
    }
    steps_ = te4_bring_up(plan.card, dma_.buffers(), lines);
    for (const ClockCandidate& one : clock_.candidates()) {
        std::size_t port = 0;
        while (plan.spans[port].id != one.span) ++port;
        clock_ports_.push_back(port);
    }
    clock_defects_.resize(clock_ports_.size());
}

inline std::vector<ClockCandidate> clock_candidates(const PciBoardPlan& plan) {
    std::vector<ClockCandidate> candidates;
    for (const PciSpanPlan& span : plan.spans) {
        if (span.timing > 0) candidates.push_back({span.id, span.timing});
    }
    std::ranges::stable_sort(candidates, {}, &ClockCandidate::priority);
    return candidates;
}

}  // namespace driver
