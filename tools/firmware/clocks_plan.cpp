// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firmware/clocks_plan.hpp"

#include <algorithm>

namespace tools {
namespace {

driver::ClockPlan domain_of(const BoardSettings& board, std::size_t number) {
    driver::ClockPlan plan;
    plan.board = static_cast<std::uint16_t>(number);
    plan.wait_to_restore = board.wait_to_restore;
    plan.oscillator_ppb = board.oscillator_ppb;
    for (const SpanSettings& span : board.spans) {
        if (span.timing > 0) plan.candidates.push_back({span.id, span.timing});
    }
    std::ranges::sort(plan.candidates, {}, &driver::ClockCandidate::priority);
    return plan;
}

}  // namespace

driver::ClocksPlan clocks_plan(const Settings& settings) {
    driver::ClocksPlan plan;
    for (std::size_t on = 0; on < settings.boards.size(); ++on) {
        const BoardSettings& board = settings.boards[on];
        std::size_t domain = 0;
        if (board.clock != BoardClock::shared) {
            domain = plan.domains.size();
            plan.domains.push_back(domain_of(board, on + 1));
        }
        for (const SpanSettings& span : board.spans) {
            plan.spans.push_back({span.id, on, domain, span.timing});
        }
    }
    if (plan.domains.empty()) plan.domains.emplace_back();  // the machine's
    return plan;
}

bool has_own_clock(const SpanSettings& span) {
    return !span.far_end_follows && span.timing == 0;
}

}  // namespace tools
