// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <deque>
#include <vector>

#include "driver/board/dahdi/dahdi_span.hpp"
#include "driver/board/span/span_board.hpp"

namespace driver {

// Any board that has a DAHDI kernel driver. Its tick reads and writes files that never block; all
// that may wait (opening, asking for alarms, closing loops) is the DahdiKeeper's.
class DahdiBoard final : public SpanBoard {
  public:
    // In the header, because only construction allocates.
    explicit DahdiBoard(const DahdiPlan& plan) {
        for (const DahdiSpanPlan& one : plan.spans) {
            DahdiLink& link = links_.emplace_back();
            add_span(spans_made_.emplace_back(one, plan.buffers, plan.second_of_day,
                                              channels().size(), link),
                     one, one.e1 ? e1_form : t1_form);
        }
    }

    // For the keeper, in the order of the plan.
    [[nodiscard]] std::vector<DahdiLink*> links() {
        std::vector<DahdiLink*> all;
        all.reserve(links_.size());
        for (DahdiLink& link : links_) all.push_back(&link);
        return all;
    }

  private:
    // Spans come and go one by one.
    [[nodiscard]] BoardTrouble out() const noexcept override { return BoardTrouble::none; }

    // Deques, because both stay where they were made.
    std::deque<DahdiLink> links_;
    std::deque<DahdiSpan> spans_made_;
};

}  // namespace driver
