// SPDX-License-Identifier: GPL-2.0-or-later
// Which channels are whose, what is said of each span, and who follows whose clock.
#pragma once

#include <string_view>
#include <vector>

#include "tools/import/chan_dahdi_conf.hpp"
#include "tools/import/system_conf.hpp"

namespace tools::dahdi_import {

// A span that can be carried over.
struct CarriedSpan {
    const DahdiSpan* span{};
    unsigned first_channel{};
    unsigned d_timeslot{};
    const ChannelSettings* settings{};  // of its first channel; null if nothing is said of it
    bool network{};
    bool follows{};  // the far end follows our clock
    unsigned timing{};

    // The line that sets it; null if none does.
    [[nodiscard]] const ConfLine* setting(std::string_view key) const;
};

// Both files outlive it.
struct Placement {
    std::vector<CarriedSpan> spans;
    bool has_source{};  // a span gives the clock
    std::vector<Remark> remarks;
};

Placement place_spans(const SystemConf& system, const ChanDahdiConf& lines);

}  // namespace tools::dahdi_import
