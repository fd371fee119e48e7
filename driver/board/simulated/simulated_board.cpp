// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/simulated_board.hpp"

#include <algorithm>

#include "driver/framing/hdlc.hpp"

namespace driver {

void SimulatedBoard::receive(Ticks now, std::span<const Chunk*> talk,
                             std::span<Chunk*> send) noexcept {
    INVARIANT(talk.size() == channels_.size() && send.size() == channels_.size());
    RingCommand command;
    for (std::size_t left = rings_.waiting(); left > 0 && rings_.take(command); --left) {
        stations_[station_of(command.line)].ring(command.on);
    }
    for (auto* const span : spans_) {
        const auto first = span->first_channel();
        const auto n = span->channels();
        span->receive(talk.subspan(first, n), send.subspan(first, n), frames_);
        SpanStatus status;
        if (span->has_news(status) && statuses_.post(status)) span->told(status);
    }
    std::size_t channel = first_station_;
    for (auto& station : stations_) {
        station.receive(now, talk[channel], send[channel], hooks_);
        ++channel;
    }
}

void SimulatedBoard::transmit(Ticks /*now*/) noexcept {
    for (auto* const span : spans_) span->transmit();
    for (auto& station : stations_) station.transmit();
}

std::optional<std::size_t> SimulatedBoard::waiting() const noexcept {
    for (const auto* const span : spans_) {
        if (span->is_good()) return span->waiting();
    }
    return std::nullopt;
}

bool SimulatedBoard::next_frame(Frame& frame) noexcept {
    return frames_.take(frame);
}

bool SimulatedBoard::send_frame(const Frame& frame) noexcept {
    INVARIANT(frame.size >= hdlc_shortest_frame && frame.size <= hdlc_longest_frame);
    const auto span = std::find_if(spans_.begin(), spans_.end(), [&](const SimulatedSpan* each) {
        return each->id() == frame.span;
    });
    INVARIANT(span != spans_.end());
    return (*span)->send_frame(frame);
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

}  // namespace driver
