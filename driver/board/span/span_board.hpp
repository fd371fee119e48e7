// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "driver/base/mailbox.hpp"
#include "driver/board/board.hpp"
#include "driver/board/span/board_span.hpp"

namespace driver {

// A board of spans: what all such boards do alike. The queues between its two threads, orders of
// the test set, what is told of spans. Who derives from it makes the spans, and brings and takes
// the milliseconds.
//
//     realtime thread    receive ──► the bus copies ──► transmit
//     signalling thread  next_frame, send_frame, next_status, test, …
class SpanBoard : public Board {
  public:
    SpanBoard(const SpanBoard&) = delete;
    SpanBoard& operator=(const SpanBoard&) = delete;

    [[nodiscard]] std::span<const Channel> channels() const noexcept override { return channels_; }
    void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send) noexcept override;
    void transmit(Ticks now) noexcept override;
    [[nodiscard]] std::optional<LineClock> line_clock(SpanId span) const noexcept override;
    void run_by(const BusClock& clock) noexcept override;

    // A frame that finds no room because signalling does not fetch is counted as bad.
    [[nodiscard]] bool next_frame(Frame& frame) noexcept override;
    [[nodiscard]] bool send_frame(const Frame& frame) noexcept override;
    // A board without stations.
    [[nodiscard]] bool next_hook(HookChange& change) noexcept override;
    [[nodiscard]] bool ring(LineId line, bool on) noexcept override;
    [[nodiscard]] bool speak_on_hook(LineId line) noexcept override;
    [[nodiscard]] bool next_bits(BitsChange& change) noexcept override;
    [[nodiscard]] bool say_bits(LineId line, Abcd bits) noexcept override;
    [[nodiscard]] bool next_status(SpanStatus& status) noexcept override;
    [[nodiscard]] bool test(const SpanOrder& order) noexcept override;
    [[nodiscard]] bool next_test(SpanTest& test) noexcept override;
    [[nodiscard]] bool next_performance(SpanPerformance& quarter) noexcept override;

  protected:
    SpanBoard() = default;
    ~SpanBoard() = default;

    // While it is made. Spans come in the order of their lines, and stay where they are; a span
    // without timeslots, or lines with a gap, are a bug.
    void add_span(BoardSpan& span, const SpanPlan& plan, const SpanForm& form);
    void add_channel(const Channel& channel);

    // Why the board is not in its slot; none: it is. From the next tick on its spans receive and
    // send nothing, and say so.
    [[nodiscard]] virtual BoardTrouble out() const noexcept = 0;
    [[nodiscard]] bool is_out() const noexcept { return out() != BoardTrouble::none; }
    [[nodiscard]] const std::vector<BoardSpan*>& spans() const noexcept { return spans_; }
    [[nodiscard]] BoardSpan* span_of(SpanId id) const noexcept;

  private:
    void obey_orders() noexcept;
    void tell_of(BoardSpan& span) noexcept;
    void tell_bits_of(BoardSpan& span, Ticks now) noexcept;

    std::vector<Channel> channels_;
    std::vector<BoardSpan*> spans_;

    FrameQueue frames_;                           // realtime → signalling
    Mailbox<BitsChange, 1024> bits_;              // realtime → signalling
    Mailbox<SpanStatus, 1024> statuses_;          // realtime → signalling
    Mailbox<SpanPerformance, 256> performances_;  // realtime → signalling
    Mailbox<SpanTest, 256> tests_;                // realtime → signalling
    Mailbox<SpanOrder, 64> orders_;               // signalling → realtime
};

// In the header, because only making a board allocates.
inline void SpanBoard::add_span(BoardSpan& span, const SpanPlan& plan, const SpanForm& form) {
    INVARIANT(plan.id && span.id() == plan.id && span.first_channel() == channels_.size());
    spans_.push_back(&span);
    LineId line = plan.first_line;
    for (std::uint8_t timeslot = 1; timeslot <= form.timeslots; ++timeslot) {
        if (!span.is_channel(timeslot)) continue;
        add_channel({line, plan.law, plan.id, timeslot});
        ++line.value;
    }
}

inline void SpanBoard::add_channel(const Channel& channel) {
    INVARIANT(channels_.empty() || channel.line.value == channels_.back().line.value + 1);
    channels_.push_back(channel);
}

}  // namespace driver
