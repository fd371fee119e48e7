// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/bus/bus.hpp"

namespace driver {

void Bus::listen(PortId port, SlotId slot) noexcept {
    INVARIANT(port.value < hears_.size());
    INVARIANT(slot.value < talk_.size());
    hears_[port.value] = slot.value;
}

std::span<const Chunk*> Bus::talkers(SlotId first, std::size_t n) noexcept {
    INVARIANT(first.value + n <= talk_.size());
    return std::span(talk_).subspan(first.value, n);
}

std::span<Chunk*> Bus::senders(PortId first, std::size_t n) noexcept {
    INVARIANT(first.value + n <= send_.size());
    return std::span(send_).subspan(first.value, n);
}

void Bus::copy() noexcept {
    const Chunk* const* const talk = talk_.data();
    const std::uint32_t* const hears = hears_.data();
    Chunk* const* const send = send_.data();
    const std::size_t ports = send_.size();
    for (std::size_t port = 0; port < ports; ++port) *send[port] = *talk[hears[port]];
}

}  // namespace driver
