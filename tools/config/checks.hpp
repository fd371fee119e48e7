// SPDX-License-Identifier: GPL-2.0-or-later
// What the tables of trunkline.toml must agree on with each other.
#pragma once

#include "tools/config/section.hpp"
#include "tools/config/settings.hpp"

namespace tools {

// Notes whatever refers to something that is not there, is there twice, or cannot work together.
void check_whole(const Settings& settings, const Section& top, Complaints& complaints);

}  // namespace tools
