// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"

namespace driver {

// Why a board that is configured does not work.
ENUM(PciTrouble, none, starting, all_ones, unknown_version, stalled)

}  // namespace driver
