// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "driver/board/packet/arrival_clock.hpp"
#include "driver/board/packet/jitter_buffer.hpp"
#include "driver/board/packet/packet_plan.hpp"
#include "driver/board/packet/port.hpp"
#include "driver/board/packet/wire/pseudowire.hpp"
#include "driver/board/packet/wire/tdmoe.hpp"
#include "driver/board/span/board_span.hpp"
#include "driver/board/span/line_bits.hpp"
#include "driver/framing/bit_stream/e1_deframer.hpp"
#include "driver/framing/e1_framing.hpp"

namespace driver {

// One span on the network: what came waits in its jitter buffer for its tick; what goes is written
// where its link says. SAToP has an E1's framing in it, the other formats say alarms beside it.
// Signalling bits are in its frames too, beside the samples of TDMoE; our CESoPSN has none.
class PacketSpan final : public BoardSpan {
  public:
    // `port` outlives the span; null: it is not there.
    PacketSpan(const PacketSpanPlan& plan, std::uint32_t second_of_day, std::size_t first_channel,
               const Port* port)
        : BoardSpan(plan.span, plan.form(), second_of_day, first_channel),
          plan_(plan),
          port_(port),
          buffer_(plan.jitter),
          loss_(plan.loss),
          writer_(plan.span.crc4 != E1Crc4::off),
          made_ns_(port != nullptr ? port->now_ns() : 0) {
        INVARIANT(!plan.span.cas || plan.format != PacketFormat::cesopsn);
        if (plan.format == PacketFormat::satop) framer_.emplace(E1ReaderOptions{plan.span.crc4});
    }

    [[nodiscard]] const PacketSpanPlan& plan() const noexcept { return plan_; }

    // A millisecond has come; or why it is not taken.
    [[nodiscard]] Refusal arrive(const TdmoeSpan& part, std::int64_t now_ns) noexcept;
    [[nodiscard]] Refusal arrive(const PseudowirePacket& packet, std::int64_t now_ns) noexcept;

    // Before receive(): where the bus shall write, plan().chunks() of them; null: nothing can be
    // sent in this tick. Memory of the frame itself, where the format allows.
    void write_to(Chunk* place) noexcept { outgoing_ = place; }
    // After transmit(): what its frame says of it. Counts the frame.
    [[nodiscard]] TdmoeHeader tdmoe_header() noexcept;
    [[nodiscard]] PseudowirePacket pseudowire_header() noexcept;
    [[nodiscard]] SpanSignalling signalling() const noexcept { return bits_.said(); }

    void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                 FrameQueue& frames) noexcept override;
    void transmit() noexcept override;
    [[nodiscard]] LineClock clock() const noexcept override;

    [[nodiscard]] const JitterCounts& counts() const noexcept { return buffer_.counts(); }

  private:
    [[nodiscard]] Refusal keep(std::uint16_t sequence, std::int64_t now_ns,
                               PacketMillisecond*& place) noexcept;
    [[nodiscard]] const Chunk* arrive_at_bus() noexcept;
    void take() noexcept;
    void take_one() noexcept;
    void read_frames() noexcept;
    [[nodiscard]] FrameDefects defects() const noexcept;
    [[nodiscard]] Chunk* outgoing() noexcept {
        return outgoing_ != nullptr ? outgoing_ : nowhere_.data();
    }
    [[nodiscard]] bool loops_line() const noexcept;
    void loop_back(Chunk* out) noexcept;
    [[nodiscard]] std::uint64_t brought() const noexcept;
    void count_ticks() noexcept;

    PacketSpanPlan plan_;
    const Port* port_;
    JitterBuffer buffer_;
    PacketLoss loss_;
    ArrivalClock far_clock_;
    std::uint64_t series_{};  // of the buffer, that far_clock_ follows
    bool far_alarm_{};        // it says that it does not hear us
    bool is_void_{};          // it says that its line has failed

    bool came_{};                       // a millisecond, in this tick
    JitterBuffer::Taken present_;       // the last that came
    JitterBuffer::Taken before_;        // and the one before it
    const Chunk* heard_{};              // first chunk of this tick's millisecond
    std::optional<E1Deframer> framer_;  // SAToP
    bool framed_{};                     // it had a millisecond in this tick
    const PacketMillisecond* line_{};   // that it was given; null: all ones
    E1FrameWriter writer_;
    E1LineBits line_bits_;  // SAToP; the other formats have them beside, or none

    Chunk* outgoing_{};
    std::array<Chunk, 32> nowhere_{};
    std::array<Chunk, 32> looped_{};
    bool loop_is_full_{};
    std::uint16_t sequence_{};
    std::int64_t made_ns_;
    bool leads_{};           // the bus follows it
    std::uint64_t taken_{};  // milliseconds of the far end's clock, while it leads
};

}  // namespace driver
