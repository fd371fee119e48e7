// SPDX-License-Identifier: GPL-2.0-or-later
// The board that needs no hardware: any number of E1 and T1 spans and of stations, on cables.
// Product code: demo, training and tests of everything above run on it.
#pragma once

#include <atomic>
#include <deque>
#include <span>
#include <vector>

#include "driver/base/mailbox.hpp"
#include "driver/board/board.hpp"
#include "driver/board/simulated/board_plan.hpp"
#include "driver/board/simulated/simulated_span.hpp"
#include "driver/board/simulated/simulated_station.hpp"

namespace driver {

// Nothing is copied: talk[i] is the channel's place in the millisecond the cable has brought,
// send[i] its place in the one the cable takes away.
//
//     realtime thread    receive ──► the bus copies ──► transmit
//     signalling thread  next_frame, send_frame, next_hook, ring, next_status, …
class SimulatedBoard final : public Board {
  public:
    // Starts with the present of each cable: what an earlier program left unread is thrown away. In
    // the header, because only construction allocates. A plan with gaps or without timeslots is a
    // bug.
    explicit SimulatedBoard(const BoardPlan& plan);
    SimulatedBoard(const SimulatedBoard&) = delete;
    SimulatedBoard& operator=(const SimulatedBoard&) = delete;

    // Somebody takes the board out of its slot, or puts it in again. Any thread; from the next tick
    // on nothing is received or sent, and spans say so in their status.
    void pull(bool out) noexcept { out_.store(out, std::memory_order_relaxed); }

    [[nodiscard]] std::span<const Channel> channels() const noexcept override { return channels_; }
    void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send) noexcept override;
    void transmit(Ticks now) noexcept override;
    [[nodiscard]] std::optional<LineClock> line_clock(SpanId span) const noexcept override;
    void run_by(const BusClock& clock) noexcept override;

    // A frame that finds no room because signalling does not fetch is counted as bad.
    [[nodiscard]] bool next_frame(Frame& frame) noexcept override;
    [[nodiscard]] bool send_frame(const Frame& frame) noexcept override;
    [[nodiscard]] bool next_hook(HookChange& change) noexcept override;
    // Rings only while the station is on hook.
    [[nodiscard]] bool ring(LineId line, bool on) noexcept override;
    [[nodiscard]] bool next_status(SpanStatus& status) noexcept override;
    [[nodiscard]] bool test(const SpanOrder& order) noexcept override;
    [[nodiscard]] bool next_test(SpanTest& test) noexcept override;
    [[nodiscard]] bool next_performance(SpanPerformance& quarter) noexcept override;

  private:
    struct RingCommand {
        LineId line;
        bool on{};
    };

    void obey_orders() noexcept;
    [[nodiscard]] SimulatedSpan* span_of(SpanId id) const noexcept;
    template <class Span, class Cable>
    void add_span(const SpanPlan& plan, std::uint32_t second_of_day, std::deque<Span>& spans,
                  Cable* cable);
    void add_channel(const Channel& channel);
    // Beyond stations_ if the line is none.
    [[nodiscard]] std::size_t station_of(LineId line) const noexcept {
        return std::size_t{line.value} - channels_.front().line.value - first_station_;
    }

    std::atomic<bool> out_{};
    std::vector<Channel> channels_;
    // Deques, because a span stays where it was made.
    std::deque<E1Span> e1_spans_;
    std::deque<T1Span> t1_spans_;
    std::vector<SimulatedSpan*> spans_;  // all, in the order of the plan
    std::deque<SimulatedStation> stations_;
    std::size_t first_station_{};  // among the channels

    FrameQueue frames_;                           // realtime → signalling
    HookQueue hooks_;                             // realtime → signalling
    Mailbox<SpanStatus, 1024> statuses_;          // realtime → signalling
    Mailbox<SpanPerformance, 256> performances_;  // realtime → signalling
    Mailbox<SpanTest, 256> tests_;                // realtime → signalling
    Mailbox<RingCommand, 1024> rings_;            // signalling → realtime
    Mailbox<SpanOrder, 64> orders_;               // signalling → realtime
};

inline SimulatedBoard::SimulatedBoard(const BoardPlan& plan) {
    for (const auto& span : plan.spans) {
        const auto second = plan.second_of_day;
        if (auto* const e1 = std::get_if<E1Cable*>(&span.cable)) {
            add_span(span, second, e1_spans_, *e1);
        }
        if (auto* const t1 = std::get_if<T1Cable*>(&span.cable)) {
            add_span(span, second, t1_spans_, *t1);
        }
    }
    first_station_ = channels_.size();
    for (const auto& station : plan.stations) {
        stations_.emplace_back(station);
        add_channel({station.line, station.law, SpanId{}, station.connector});
    }
}

template <class Span, class Cable>
void SimulatedBoard::add_span(const SpanPlan& plan, std::uint32_t second_of_day,
                              std::deque<Span>& spans, Cable* cable) {
    INVARIANT(plan.id && cable != nullptr);
    spans_.push_back(&spans.emplace_back(plan, second_of_day, *cable, channels_.size()));
    LineId line = plan.first_line;
    for (std::uint8_t timeslot = 1; timeslot <= Span::timeslots; ++timeslot) {
        if (timeslot == plan.d_timeslot) continue;
        add_channel({line, plan.law, plan.id, timeslot});
        ++line.value;
    }
}

inline void SimulatedBoard::add_channel(const Channel& channel) {
    INVARIANT(channels_.empty() || channel.line.value == channels_.back().line.value + 1);
    channels_.push_back(channel);
}

}  // namespace driver
