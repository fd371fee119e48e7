// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "driver/board/packet/neighbours.hpp"
#include "driver/board/packet/packet_span.hpp"
#include "driver/board/packet/port.hpp"

namespace driver {

// What one frame a millisecond carries: a span, or a group of them. The bus writes TDMoE's samples
// into the frame; formats that go frame by frame are interleaved into it.
class PacketLink {
  public:
    // Samples begin here in a frame's room, whatever stands before them: aligned for the bus.
    static constexpr std::size_t samples_at = 128;

    // `neighbour`: the far end's place among the neighbours, of UDP.
    PacketLink(PacketSpan& first, std::size_t neighbour) : neighbour_(neighbour) { add(first); }
    // One more of its ethmf group.
    void add(PacketSpan& span) {
        INVARIANT(spans_ < span_.size());
        const std::size_t before = spans_ == 0 ? 0U : block_begin_[spans_ - 1];
        block_begin_[spans_] = tdmoe_block_begin(span.plan().chunks(), before);
        span_[spans_++] = &span;
    }

    [[nodiscard]] const PacketSpanPlan& plan() const noexcept { return span_[0]->plan(); }
    [[nodiscard]] std::size_t spans() const noexcept { return spans_; }
    [[nodiscard]] PacketSpan& span(std::size_t place) const noexcept { return *span_[place]; }
    [[nodiscard]] std::size_t neighbour() const noexcept { return neighbour_; }

    // Before the spans receive. `room` may be none.
    void begin(const FrameRoom& room) noexcept;
    // After the spans have transmitted. A frame of size 0 is not to be sent: nobody knows whereto.
    [[nodiscard]] OutgoingFrame finish(MacAddress ours, MacAddress far) noexcept;

  private:
    [[nodiscard]] std::size_t headers() const noexcept;
    [[nodiscard]] std::size_t samples() const noexcept;
    void write_samples() noexcept;
    void write_headers(OctetWriter& frame, const EthernetHeader& ethernet) noexcept;
    void write_group(OctetWriter& frame) noexcept;
    void write_udp(OctetWriter& frame) noexcept;

    std::array<PacketSpan*, tdmoe_most_spans> span_{};
    std::array<std::size_t, tdmoe_most_spans> block_begin_{};  // of a group: where samples begin
    std::size_t spans_{};
    std::size_t neighbour_;
    FrameRoom room_;
    std::array<Chunk, 32> millisecond_{};  // of formats that are interleaved
};

}  // namespace driver
