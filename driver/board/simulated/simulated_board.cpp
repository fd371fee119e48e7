// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/simulated_board.hpp"

namespace driver {

void SimulatedBoard::receive(Ticks now, std::span<const Chunk*> talk,
                             std::span<Chunk*> send) noexcept {
    SpanBoard::receive(now, talk, send);
    StationOrder order;
    for (std::size_t left = orders_.waiting(); left > 0 && orders_.take(order); --left) {
        SimulatedStation& station = stations_[station_of(order.line)];
        if (order.act == Act::speak_on_hook) {
            station.speak_on_hook();
        } else {
            station.ring(order.act == Act::ring);
        }
    }
    std::size_t channel = first_station_;
    for (auto& station : stations_) {
        station.pull(is_out());
        station.receive(now, talk[channel], send[channel], hooks_);
        ++channel;
    }
}

void SimulatedBoard::transmit(Ticks now) noexcept {
    SpanBoard::transmit(now);
    for (auto& station : stations_) station.transmit();
}

bool SimulatedBoard::next_hook(HookChange& change) noexcept {
    return hooks_.take(change);
}

bool SimulatedBoard::ring(LineId line, bool on) noexcept {
    INVARIANT(station_of(line) < stations_.size());
    return orders_.post({line, on ? Act::ring : Act::stop_ringing});
}

bool SimulatedBoard::speak_on_hook(LineId line) noexcept {
    INVARIANT(station_of(line) < stations_.size());
    return orders_.post({line, Act::speak_on_hook});
}

}  // namespace driver
