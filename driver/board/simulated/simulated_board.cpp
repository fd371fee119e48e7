// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/simulated_board.hpp"

#include <algorithm>

#include "driver/framing/hdlc.hpp"

namespace driver {

void SimulatedBoard::receive(Ticks now, std::span<const Chunk*> talk,
                             std::span<Chunk*> send) noexcept {
    INVARIANT(talk.size() == channels_.size() && send.size() == channels_.size());
    obey_orders();
    const bool out = out_.load(std::memory_order_relaxed);
    for (auto* const span : spans_) {
        span->pull(out);
        const auto first = span->first_channel();
        const auto n = span->channels();
        span->receive(now, talk.subspan(first, n), send.subspan(first, n), frames_);
        SpanStatus status;
        if (span->has_news(status) && statuses_.post(status)) span->told(status);
        SpanPerformance quarter;
        if (span->has_news(quarter) && performances_.post(quarter)) span->told(quarter);
        SpanTest test;
        if (span->has_news(test) && tests_.post(test)) span->told(test);
    }
    std::size_t channel = first_station_;
    for (auto& station : stations_) {
        station.pull(out);
        station.receive(now, talk[channel], send[channel], hooks_);
        ++channel;
    }
}

void SimulatedBoard::obey_orders() noexcept {
    RingCommand command;
    for (std::size_t left = rings_.waiting(); left > 0 && rings_.take(command); --left) {
        stations_[station_of(command.line)].ring(command.on);
    }
    SpanOrder order;
    for (std::size_t left = orders_.waiting(); left > 0 && orders_.take(order); --left) {
        const SpanId id = std::visit([](const auto& one) { return one.span; }, order);
        if (SimulatedSpan* const span = span_of(id)) span->test(order);
    }
}

SimulatedSpan* SimulatedBoard::span_of(SpanId id) const noexcept {
    // Asked for every span in every tick; as a rule their ids go on without gaps.
    const std::size_t place =
        spans_.empty() ? 0U : std::size_t{id.value} - spans_.front()->id().value;
    if (place < spans_.size() && spans_[place]->id() == id) return spans_[place];
    const auto span = std::find_if(spans_.begin(), spans_.end(),
                                   [id](const SimulatedSpan* each) { return each->id() == id; });
    return span == spans_.end() ? nullptr : *span;
}

void SimulatedBoard::transmit(Ticks /*now*/) noexcept {
    for (auto* const span : spans_) span->transmit();
    for (auto& station : stations_) station.transmit();
}

std::optional<LineClock> SimulatedBoard::line_clock(SpanId id) const noexcept {
    const SimulatedSpan* const span = span_of(id);
    if (span == nullptr) return std::nullopt;
    LineClock clock = span->clock();
    if (out_.load(std::memory_order_relaxed)) clock.defect = SpanDefect::los;
    return clock;
}

void SimulatedBoard::run_by(const BusClock& clock) noexcept {
    for (auto* const span : spans_) span->run_by(clock);
}

bool SimulatedBoard::next_frame(Frame& frame) noexcept {
    return frames_.take(frame);
}

bool SimulatedBoard::send_frame(const Frame& frame) noexcept {
    INVARIANT(frame.size >= hdlc_shortest_frame && frame.size <= hdlc_longest_frame);
    SimulatedSpan* const span = span_of(frame.span);
    INVARIANT(span != nullptr);
    return span->send_frame(frame);
}

bool SimulatedBoard::next_hook(HookChange& change) noexcept {
    return hooks_.take(change);
}

bool SimulatedBoard::ring(LineId line, bool on) noexcept {
    INVARIANT(station_of(line) < stations_.size());
    return rings_.post({line, on});
}

bool SimulatedBoard::next_status(SpanStatus& status) noexcept {
    return statuses_.take(status);
}

bool SimulatedBoard::test(const SpanOrder& order) noexcept {
    return orders_.post(order);
}

bool SimulatedBoard::next_test(SpanTest& test) noexcept {
    return tests_.take(test);
}

bool SimulatedBoard::next_performance(SpanPerformance& quarter) noexcept {
    return performances_.take(quarter);
}

}  // namespace driver
