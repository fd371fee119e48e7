// SPDX-License-Identifier: GPL-2.0-or-later
// Where a packet board's frames come from and go to: an Ethernet port. Its implementation for use
// is DPDK's (dpdk/ethdev_port.hpp); tests join two boards in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/board/packet/wire/addresses.hpp"
#include "driver/board/packet/wire/octets.hpp"

namespace driver {

// Memory of the port that one frame is made in, so that it is sent from where it was written.
struct FrameRoom {
    static constexpr std::size_t octets = 2048;
    std::uint8_t* begin{};  // aligned to 64; null: the port has none left
    void* handle{};         // the port's
};
struct OutgoingFrame {
    FrameRoom room;
    std::size_t first{};  // octet of the room
    std::size_t size{};
};

// Since it was opened.
struct PortCounts {
    std::uint64_t received{};
    std::uint64_t sent{};
    std::uint64_t not_sent{};  // the port took no more
    std::uint64_t no_room{};   // frames there was no memory for
    std::uint64_t missed{};    // came while nobody fetched them
    friend bool operator==(const PortCounts&, const PortCounts&) = default;
};

// All but counts() is the realtime thread's.
class Port {
  public:
    static constexpr std::size_t burst = 64;

    [[nodiscard]] virtual MacAddress address() const noexcept = 0;
    // Frames that have come, `burst` at most; fewer: that is all for now. Without FCS, valid until
    // the next call.
    [[nodiscard]] virtual std::span<const Octets> receive() noexcept = 0;
    [[nodiscard]] virtual FrameRoom room() noexcept = 0;
    // Takes all rooms back, whatever it could send.
    virtual void send(std::span<const OutgoingFrame> frames) noexcept = 0;
    // The machine's clock, nanoseconds.
    [[nodiscard]] virtual std::int64_t now_ns() const noexcept = 0;
    [[nodiscard]] virtual PortCounts counts() const noexcept = 0;

  protected:
    ~Port() = default;
};

}  // namespace driver
