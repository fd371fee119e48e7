// SPDX-License-Identifier: GPL-2.0-or-later
// Who follows whose clock; and plans in which that cannot work.
#include <algorithm>

#include <fmt/format.h>

#include "tools/config/tables.hpp"

namespace tools {
namespace {

constexpr std::int64_t most_sources = 999;

}  // namespace

void Tables::timing(Section& s, SpanSettings& span) {
    span.far_end_follows = s.yes("far_end_follows", span.side == pbx::Side::network);
    Timing timing{s.place("timing"), {}};
    const auto written = static_cast<std::uint16_t>(s.number("timing", 0, most_sources, 0));
    if (s.has("timing")) timing.written = written;
    if (written > 0 && span.far_end_follows) {
        complaints_.add(timing.place,
                        "the far end follows our clock, so ours cannot follow it (a timing loop): "
                        "write timing = 0, or far_end_follows = false");
    }
    timings_.push_back(std::move(timing));
}

// A board follows its lines if there is one that may be followed. Those that are not told when come
// after those that are, in their order.
void Tables::clock(Section& s, BoardSettings& board) {
    const bool has_masters = !std::ranges::all_of(board.spans, &SpanSettings::far_end_follows);
    const BoardClock usual = board.spans.empty() ? BoardClock::shared
                             : has_masters       ? BoardClock::line
                                                 : BoardClock::internal;
    board.clock = s.choice("clock", usual, "line, internal or shared");
    board.wait_to_restore = s.seconds("wait_to_restore", 0, 720, driver::Ticks{10'000});
    board.holdover_alarm = s.seconds("holdover_alarm", 1, 86'400, driver::Ticks{60'000});
    clocks_.push_back(s.place("clock"));
    std::uint16_t last = 0;
    for (const Timing& one : timings_) last = std::max(last, one.written.value_or(0));
    for (std::size_t i = 0; i < board.spans.size(); ++i) {
        SpanSettings& span = board.spans[i];
        const bool may = board.clock == BoardClock::line && !span.far_end_follows;
        if (!timings_[i].written && may) ++last;
        span.timing = timings_[i].written.value_or(may ? last : 0);
    }
    check_sources(s, board);
}

void Tables::check_sources(Section& s, const BoardSettings& board) {
    const bool by_line = board.clock == BoardClock::line;
    for (std::size_t i = 0; i < board.spans.size(); ++i) {
        const SpanSettings& span = board.spans[i];
        if (span.timing == 0) continue;
        const auto same = std::ranges::find(board.spans, span.timing, &SpanSettings::timing);
        if (same - board.spans.begin() < static_cast<std::ptrdiff_t>(i)) {
            complaints_.add(timings_[i].place,
                            fmt::format("is {0}, as that of span {1}: a board's sources come one "
                                        "after the other, write another number",
                                        span.timing, same->id.value));
        }
        if (!by_line) {
            complaints_.add(timings_[i].place,
                            "the board does not follow its lines: write timing = 0, or clock = "
                            "\"line\" at the board");
        }
    }
    const auto gives = [](const SpanSettings& span) { return span.timing > 0; };
    if (by_line && std::ranges::none_of(board.spans, gives)) {
        s.complain("clock",
                   "no line gives the board a clock, and it has none of its own: write timing = 1 "
                   "at a span whose far end does not follow us, or clock = \"internal\"");
    }
    if (board.clock == BoardClock::internal && !board.spans.empty() &&
        std::ranges::none_of(board.spans, &SpanSettings::far_end_follows)) {
        s.complain("clock",
                   "the board keeps its own clock, and so does every far end (two masters): write "
                   "clock = \"line\", or far_end_follows = true where the far end follows us");
    }
}

// Boards that share a clock need one that has it. Telephones alone do with the machine's.
void Tables::check_masters() {
    std::vector<BoardSettings>& boards = settings_.boards;
    const auto shares = [](const BoardSettings& board) {
        return board.clock == BoardClock::shared;
    };
    if (boards.empty() || !std::ranges::all_of(boards, shares)) return;
    const auto no_spans = [](const BoardSettings& board) { return board.spans.empty(); };
    if (std::ranges::all_of(boards, no_spans)) {
        boards.front().clock = BoardClock::internal;
        return;
    }
    complaints_.add(clocks_.front(),
                    "every board shares another's clock, and none has one: write clock = \"line\" "
                    "or \"internal\" at the one the timing cable begins at");
}

}  // namespace tools
