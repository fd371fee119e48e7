// SPDX-License-Identifier: GPL-2.0-or-later
// Times are shown in local time: the zone is read before CppUTest's leak check begins.
#pragma once

#include <ctime>

namespace support {

inline const bool zone_is_read = (tzset(), true);

}  // namespace support
