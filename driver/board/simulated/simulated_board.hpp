// SPDX-License-Identifier: GPL-2.0-or-later
// The board that needs no hardware: any number of E1 and T1 spans and of stations, on cables.
// Product code: demo, training and tests of everything above run on it.
#pragma once

#include <atomic>
#include <deque>
#include <span>

#include "driver/base/mailbox.hpp"
#include "driver/board/simulated/board_plan.hpp"
#include "driver/board/simulated/simulated_span.hpp"
#include "driver/board/simulated/simulated_station.hpp"
#include "driver/board/span/span_board.hpp"

namespace driver {

// Nothing is copied: talk[i] is the channel's place in the millisecond the cable has brought,
// send[i] its place in the one the cable takes away.
class SimulatedBoard final : public SpanBoard {
  public:
    // Starts with the present of each cable: what an earlier program left unread is thrown away. In
    // the header, because only construction allocates. A plan with gaps or without timeslots is a
    // bug.
    explicit SimulatedBoard(const BoardPlan& plan);

    // Somebody takes the board out of its slot, or puts it in again. Any thread; from the next tick
    // on nothing is received or sent, and spans say so in their status.
    void pull(bool out) noexcept { out_.store(out, std::memory_order_relaxed); }

    void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send) noexcept override;
    void transmit(Ticks now) noexcept override;
    [[nodiscard]] bool next_hook(HookChange& change) noexcept override;
    // Rings only while the station is on hook.
    [[nodiscard]] bool ring(LineId line, bool on) noexcept override;
    [[nodiscard]] bool speak_on_hook(LineId line) noexcept override;

  private:
    enum class Act : std::uint8_t { stop_ringing, ring, speak_on_hook };
    struct StationOrder {
        LineId line;
        Act act{};
    };

    [[nodiscard]] BoardTrouble out() const noexcept override {
        return out_.load(std::memory_order_relaxed) ? BoardTrouble::pulled : BoardTrouble::none;
    }
    template <class Span, class Cable>
    void plug(const SimulatedSpanPlan& plan, std::uint32_t second_of_day, std::deque<Span>& spans,
              Cable* cable);
    // Beyond stations_ if the line is none.
    [[nodiscard]] std::size_t station_of(LineId line) const noexcept {
        return std::size_t{line.value} - channels().front().line.value - first_station_;
    }

    std::atomic<bool> out_{};
    // Deques, because a span stays where it was made.
    std::deque<E1Span> e1_spans_;
    std::deque<T1Span> t1_spans_;
    std::deque<SimulatedStation> stations_;
    std::size_t first_station_{};  // among the channels

    HookQueue hooks_;                     // realtime → signalling
    Mailbox<StationOrder, 1024> orders_;  // signalling → realtime
};

inline SimulatedBoard::SimulatedBoard(const BoardPlan& plan) {
    for (const auto& span : plan.spans) {
        const auto second = plan.second_of_day;
        if (auto* const e1 = std::get_if<E1Cable*>(&span.cable)) {
            plug(span, second, e1_spans_, *e1);
        }
        if (auto* const t1 = std::get_if<T1Cable*>(&span.cable)) {
            plug(span, second, t1_spans_, *t1);
        }
    }
    first_station_ = channels().size();
    for (const auto& station : plan.stations) {
        stations_.emplace_back(station);
        add_channel({station.line, station.law, SpanId{}, station.connector});
    }
}

template <class Span, class Cable>
void SimulatedBoard::plug(const SimulatedSpanPlan& plan, std::uint32_t second_of_day,
                          std::deque<Span>& spans, Cable* cable) {
    INVARIANT(cable != nullptr);
    add_span(spans.emplace_back(plan, second_of_day, *cable, channels().size()), plan, Span::form);
}

}  // namespace driver
