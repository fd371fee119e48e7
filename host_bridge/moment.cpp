// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/moment.hpp"

#include <chrono>

namespace host_bridge {

Moment machine_moment() {
    using std::chrono::duration_cast;
    const auto steady = std::chrono::steady_clock::now().time_since_epoch();
    const auto utc = std::chrono::system_clock::now().time_since_epoch();
    return {duration_cast<driver::Ticks>(steady),
            duration_cast<std::chrono::microseconds>(utc).count()};
}

}  // namespace host_bridge
