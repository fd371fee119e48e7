// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/base/mailbox.hpp"
#include "driver/board/board.hpp"
#include "driver/framing/hdlc_decoder.hpp"
#include "driver/framing/hdlc_encoder.hpp"

namespace driver {

// Frames received on all D-channels of a board, on their way to the signalling thread. 1024 frames
// of the shortest kind take 32 spans at least 24 ms.
using FrameQueue = Mailbox<Frame, 1024>;

// A span's D-channel: HDLC done in the tick, frames exchanged with the signalling thread.
class DChannel {
  public:
    // Signalling thread. False when full: try again next tick.
    [[nodiscard]] bool send(const Frame& frame) noexcept { return to_send_.post(frame); }

    // Realtime thread: the timeslot's octets of this millisecond.
    void receive(SpanId span, const Chunk& line, FrameQueue& received) noexcept;
    void transmit(Chunk& line) noexcept;
    void signal_lost() noexcept { decoder_.reset(); }

    // The same where hardware or a kernel does the HDLC: a whole frame without FCS, 3 to 268
    // octets; one that came spoilt; the next one to send.
    void receive(SpanId span, std::span<const std::byte> octets, FrameQueue& received) noexcept;
    void spoilt() noexcept { ++spoilt_; }
    [[nodiscard]] bool next_to_send(Frame& frame) noexcept { return to_send_.take(frame); }

    // Frames that came spoilt, or found no room in `received`.
    [[nodiscard]] std::uint32_t bad_frames() const noexcept {
        return decoder_.errors().total() + spoilt_ + unfetched_;
    }

  private:
    HdlcDecoder decoder_;
    HdlcEncoder encoder_;
    Frame sending_;
    std::uint32_t spoilt_{};
    std::uint32_t unfetched_{};
    Mailbox<Frame, 32> to_send_;  // signalling → realtime
};

}  // namespace driver
