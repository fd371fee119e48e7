// SPDX-License-Identifier: GPL-2.0-or-later
// Times as documents and session variables write them.
#pragma once

#include <optional>
#include <string_view>

#include "driver/base/ticks.hpp"

namespace ivr_dsp::dialog {

// "5s", "0.5s", "500ms" (CSS2 time designation); nothing if malformed or outside 100 ms … 600 s.
std::optional<driver::Ticks> parse_duration(std::string_view text);

struct TimeOfDay {
    unsigned hour{};
    unsigned minute{};
};
// "9:05", "09:05" or "0905", in 24 hours; nothing if there is no such time.
std::optional<TimeOfDay> parse_time_of_day(std::string_view text);

}  // namespace ivr_dsp::dialog
