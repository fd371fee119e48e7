// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/zone.hpp"

#include <stdexcept>

#include <date/tz.h>

namespace host_bridge {

driver::Result<Zone> Zone::named(const std::string& place) {
    Zone zone;
    if (place.empty() || place == "UTC") return zone;
    try {
        date::locate_zone(place);
    } catch (const std::runtime_error&) {
        return driver::Error{"time zone '" + place +
                             "' is unknown: name a place such as Asia/Shanghai, or UTC"};
    }
    zone.place_ = place;
    return zone;
}

std::chrono::minutes Zone::offset_at(std::int64_t utc_us) const {
    if (place_.empty()) return {};
    const date::sys_seconds when{std::chrono::seconds(utc_us / 1'000'000)};
    const auto offset = date::locate_zone(place_)->get_info(when).offset;
    return std::chrono::duration_cast<std::chrono::minutes>(offset);
}

}  // namespace host_bridge
