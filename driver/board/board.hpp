// SPDX-License-Identifier: GPL-2.0-or-later
// The seam to hardware. A board has channels (each a line that can hold a call) and spans; it meets
// the bus every tick and the signalling thread through queues.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "driver/base/chunk.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"
#include "driver/board/messages.hpp"
#include "driver/framing/signalling_bits.hpp"

namespace driver {

// One HDLC frame of a D-channel: address to last octet, without FCS. Q.921's N201 is 260 octets;
// address and control are four.
struct Frame {
    SpanId span;
    std::uint16_t size{};
    std::array<std::uint8_t, 268> octets{};
    [[nodiscard]] std::span<const std::uint8_t> view() const { return {octets.data(), size}; }
};

// A station lifted or hung up, timed to the tick so that recall and dial pulses can be told apart.
struct HookChange {
    LineId line;
    bool off_hook{};
    Ticks at{};
};

// A channel's signalling bits (CAS in timeslot 16 of an E1, robbed bits of a T1, what TDM over
// Ethernet has beside the samples) as the far end says them now. They keep while nothing comes.
struct BitsChange {
    LineId line;
    Abcd bits{};
    Ticks at{};
};

// What one channel of a board is, in the order of its lines.
struct Channel {
    LineId line;
    Law law{};
    SpanId span;              // 0 for a station
    std::uint8_t timeslot{};  // 1-31 or 1-24; for a station its connector
};

// What a span's line says of time: its own clock, and what it has brought by it.
struct LineClock {
    SpanDefect defect{};       // a clock to follow has none
    std::int64_t gained_ns{};  // on a nominal clock, since some moment
    std::uint64_t brought{};   // milliseconds, ever
    std::uint64_t waiting{};   // of them, not yet received
};

// The clock all boards are run by.
struct BusClock {
    std::int64_t gained_ns{};  // on a nominal clock, since the start
    SpanId source;             // the span it is locked to, if any
};

class Board {
  public:
    // Lines of a board are numbered without gaps, from channels().front().line.
    [[nodiscard]] virtual std::span<const Channel> channels() const noexcept = 0;

    // Realtime thread, once a tick: takes the next millisecond from the line. Afterwards
    // talk[i] is what channel i says and send[i] is where its outgoing chunk belongs, both valid
    // until the next receive(). Sends nothing by itself.
    virtual void receive(Ticks now, std::span<const Chunk*> talk,
                         std::span<Chunk*> send) noexcept = 0;
    // Realtime thread, after every send[i] was filled.
    virtual void transmit(Ticks now) noexcept = 0;
    // Realtime thread. Nothing if this board has no such span, or the span no clock.
    [[nodiscard]] virtual std::optional<LineClock> line_clock(SpanId span) const noexcept = 0;
    // Realtime thread, before receive(): what spans slip against.
    virtual void run_by(const BusClock& clock) noexcept = 0;

    // Signalling thread. All return false when there is nothing (or no room: try again next tick).
    [[nodiscard]] virtual bool next_frame(Frame& frame) noexcept = 0;
    [[nodiscard]] virtual bool send_frame(const Frame& frame) noexcept = 0;
    [[nodiscard]] virtual bool next_hook(HookChange& change) noexcept = 0;
    // Ring voltage on or off; the cadence is the caller's.
    [[nodiscard]] virtual bool ring(LineId line, bool on) noexcept = 0;
    // A telephone on hook hears what it is sent for the next six seconds, as it does after each
    // ring: for FSK that lights its lamp.
    [[nodiscard]] virtual bool speak_on_hook(LineId line) noexcept = 0;
    // Of spans that carry signalling bits (SpanPlan::cas). Idle, 1101, until somebody says
    // otherwise; the last of changes within a tick is what is sent. False: this line has no bits.
    [[nodiscard]] virtual bool next_bits(BitsChange& change) noexcept = 0;
    [[nodiscard]] virtual bool say_bits(LineId line, Abcd bits) noexcept = 0;
    // A span whose alarms or counters have changed; `signalling_up` is filled in by signalling.
    [[nodiscard]] virtual bool next_status(SpanStatus& status) noexcept = 0;
    // A test set's order to a span of this board.
    [[nodiscard]] virtual bool test(const SpanOrder& order) noexcept = 0;
    [[nodiscard]] virtual bool next_test(SpanTest& test) noexcept = 0;
    // A quarter of an hour of a span that has changed, or is over.
    [[nodiscard]] virtual bool next_performance(SpanPerformance& quarter) noexcept = 0;

  protected:
    ~Board() = default;  // boards live by value in the program that wires them
};

}  // namespace driver
