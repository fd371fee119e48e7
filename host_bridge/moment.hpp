// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "driver/base/ticks.hpp"

namespace host_bridge {

// Now, as whoever drives the bridge says: the machine's clocks, or the virtual clock.
struct Moment {
    driver::Ticks steady{};  // never steps; for delays and silences
    std::int64_t utc_us{};   // for the age of records
};

// The machine's clocks.
Moment machine_moment();

}  // namespace host_bridge
