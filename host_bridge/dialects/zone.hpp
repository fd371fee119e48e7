// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "driver/base/result.hpp"

namespace host_bridge {

// The local time a printed record shows.
class Zone {
  public:
    Zone() = default;  // UTC
    // A place of the tz database, "Asia/Shanghai", or "UTC". Error if there is no such place.
    static driver::Result<Zone> named(const std::string& place);

    // Local time minus UTC at that moment.
    [[nodiscard]] std::chrono::minutes offset_at(std::int64_t utc_us) const;

  private:
    std::string place_;  // empty: UTC
};

}  // namespace host_bridge
