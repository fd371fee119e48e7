// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "tools/trunkline/listings.hpp"

namespace tools {

Listing clock_listing();  // clocks and their sources

}  // namespace tools
