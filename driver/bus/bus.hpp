// SPDX-License-Identifier: GPL-2.0-or-later
// The tick: who hears whom. Owned and run by the realtime thread; others reach it by messages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "driver/base/chunk.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/invariant.hpp"

namespace driver {

// Everything that talks owns a slot, everything that hears has a port listening to one slot.
//
//     talk[slot]  : where this millisecond's chunk of that slot is
//     hears[port] : which slot that port listens to
//     tick        : for every transmit port  *send[port] = *talk[hears[port]]
//
// Transmit ports come first (0 … transmit_ports-1: the boards' channels); ports after them belong
// to media, which read `heard` and have no transmit memory. Storage is made in the constructor;
// nothing allocates later. Slot 0 is silence and every port hears it at first; a slot nobody has
// told where it talks is silent too, and a transmit port nobody has told where it sends is heard by
// nobody.
class Bus {
  public:
    // `law` says which octet silence is. Here and not in bus.cpp, because only construction
    // allocates.
    Bus(std::size_t slots, std::size_t transmit_ports, std::size_t media_ports, Law law = Law::alaw)
        : talk_(slots, &silence(law)),
          hears_(transmit_ports + media_ports, 0),
          send_(transmit_ports, &nowhere_) {
        INVARIANT(slots > 0);
    }
    Bus(const Bus&) = delete;  // unsent ports point into the bus itself
    Bus& operator=(const Bus&) = delete;

    // `chunk` must stay valid and unchanged until the end of the tick.
    void talk(SlotId slot, const Chunk* chunk) noexcept {
        INVARIANT(slot.value < talk_.size() && chunk != nullptr);
        talk_[slot.value] = chunk;
    }
    // From the next copy on, `port` hears `slot`.
    void listen(PortId port, SlotId slot) noexcept;
    [[nodiscard]] SlotId hears(PortId port) const noexcept {
        INVARIANT(port.value < hears_.size());
        return {hears_[port.value]};
    }
    // What a port hears in this tick; for media ports, after every slot has been told where it
    // talks.
    [[nodiscard]] const Chunk& heard(PortId port) const noexcept {
        return *talk_[hears(port).value];
    }

    // For boards: where slots [first, first+n) talk, and where ports [first, first+n) send. What is
    // written there must never be null.
    [[nodiscard]] std::span<const Chunk*> talkers(SlotId first, std::size_t n) noexcept;
    [[nodiscard]] std::span<Chunk*> senders(PortId first, std::size_t n) noexcept;

    // The copy: one load and one store of eight octets per transmit port.
    void copy() noexcept;

    [[nodiscard]] std::size_t slots() const noexcept { return talk_.size(); }
    [[nodiscard]] std::size_t ports() const noexcept { return hears_.size(); }

  private:
    Chunk nowhere_;                     // takes what an unconnected transmit port sends
    std::vector<const Chunk*> talk_;    // by slot
    std::vector<std::uint32_t> hears_;  // by port
    std::vector<Chunk*> send_;          // by transmit port
};

}  // namespace driver
