// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/span/span_board.hpp"

#include <algorithm>
#include <variant>

#include "driver/framing/hdlc.hpp"

namespace driver {

void SpanBoard::receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send) noexcept {
    INVARIANT(talk.size() == channels_.size() && send.size() == channels_.size());
    obey_orders();
    const BoardTrouble why = out();
    for (auto* const span : spans_) {
        span->pull(why);
        const auto first = span->first_channel();
        const auto n = span->channels();
        span->receive(now, talk.subspan(first, n), send.subspan(first, n), frames_);
        tell_of(*span);
        tell_bits_of(*span, now);
    }
}

// What finds no room is told in a later tick, as it is then.
void SpanBoard::tell_bits_of(BoardSpan& span, Ticks now) noexcept {
    while (const std::uint8_t timeslot = span.has_news_bits()) {
        const Abcd bits = span.heard_bits(timeslot);
        const bool told = !span.is_channel(timeslot) ||
                          bits_.post({channels_[span.channel_of(timeslot)].line, bits, now});
        if (!told) return;
        span.told_bits(timeslot, bits);
    }
}

void SpanBoard::tell_of(BoardSpan& span) noexcept {
    SpanStatus status;
    if (span.has_news(status) && statuses_.post(status)) span.told(status);
    SpanPerformance quarter;
    if (span.has_news(quarter) && performances_.post(quarter)) span.told(quarter);
    SpanTest test;
    if (span.has_news(test) && tests_.post(test)) span.told(test);
}

void SpanBoard::obey_orders() noexcept {
    SpanOrder order;
    for (std::size_t left = orders_.waiting(); left > 0 && orders_.take(order); --left) {
        const SpanId id = std::visit([](const auto& one) { return one.span; }, order);
        if (BoardSpan* const span = span_of(id)) span->test(order);
    }
}

BoardSpan* SpanBoard::span_of(SpanId id) const noexcept {
    // Asked for every span in every tick; as a rule their ids go on without gaps.
    const std::size_t place =
        spans_.empty() ? 0U : std::size_t{id.value} - spans_.front()->id().value;
    if (place < spans_.size() && spans_[place]->id() == id) return spans_[place];
    const auto span = std::find_if(spans_.begin(), spans_.end(),
                                   [id](const BoardSpan* each) { return each->id() == id; });
    return span == spans_.end() ? nullptr : *span;
}

void SpanBoard::transmit(Ticks /*now*/) noexcept {
    for (auto* const span : spans_) span->transmit();
}

std::optional<LineClock> SpanBoard::line_clock(SpanId id) const noexcept {
    const BoardSpan* const span = span_of(id);
    if (span == nullptr) return std::nullopt;
    LineClock clock = span->clock();
    if (is_out()) clock.defect = SpanDefect::los;
    return clock;
}

void SpanBoard::run_by(const BusClock& clock) noexcept {
    for (auto* const span : spans_) span->run_by(clock);
}

bool SpanBoard::next_frame(Frame& frame) noexcept {
    return frames_.take(frame);
}

bool SpanBoard::send_frame(const Frame& frame) noexcept {
    INVARIANT(frame.size >= hdlc_shortest_frame && frame.size <= hdlc_longest_frame);
    BoardSpan* const span = span_of(frame.span);
    INVARIANT(span != nullptr);
    return span->send_frame(frame);
}

bool SpanBoard::next_hook(HookChange& /*change*/) noexcept {
    return false;
}

bool SpanBoard::ring(LineId /*line*/, bool /*on*/) noexcept {
    INVARIANT(false);  // no line of a span rings
    return false;
}

bool SpanBoard::speak_on_hook(LineId /*line*/) noexcept {
    INVARIANT(false);  // likewise
    return false;
}

bool SpanBoard::next_bits(BitsChange& change) noexcept {
    return bits_.take(change);
}

bool SpanBoard::say_bits(LineId line, Abcd bits) noexcept {
    INVARIANT(bits <= 0xF && line >= channels_.front().line && line <= channels_.back().line);
    const Channel& channel = channels_[line.value - channels_.front().line.value];
    BoardSpan* const span = span_of(channel.span);
    if (span == nullptr || !span->carries_bits()) return false;
    span->say_bits(channel.timeslot, bits);
    return true;
}

bool SpanBoard::next_status(SpanStatus& status) noexcept {
    return statuses_.take(status);
}

bool SpanBoard::test(const SpanOrder& order) noexcept {
    return orders_.post(order);
}

bool SpanBoard::next_test(SpanTest& test) noexcept {
    return tests_.take(test);
}

bool SpanBoard::next_performance(SpanPerformance& quarter) noexcept {
    return performances_.take(quarter);
}

}  // namespace driver
