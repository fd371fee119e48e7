// SPDX-License-Identifier: GPL-2.0-or-later
// What dahdi_cfg does to a span, done or checked. `control` is /dev/dahdi/ctl, open.
#pragma once

#include <vector>

#include "driver/base/result.hpp"
#include "driver/board/dahdi/dahdi_plan.hpp"

namespace driver {

[[nodiscard]] bool has_dahdi_span(int control, unsigned span);
// The kernel's channel numbers of the span, by timeslot from 1. Errors: no such span, or one with
// another count of timeslots than the plan's.
Result<std::vector<int>> dahdi_channels(int control, const DahdiSpanPlan& plan);

// Framing, line code, clock, what each channel is; and starts the span.
Result<void> configure_dahdi_span(int control, const DahdiSpanPlan& plan,
                                  const std::vector<int>& channels);

struct DahdiLineFound {
    int line_config{};  // DAHDI_CONFIG_…
    bool kernel_does_hdlc{};
};
// Whether the span is as the plan says; errors name what is not, and the remedy.
Result<DahdiLineFound> check_dahdi_span(int control, const DahdiSpanPlan& plan,
                                        const std::vector<int>& channels);

}  // namespace driver
