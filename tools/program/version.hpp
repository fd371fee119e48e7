// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

namespace tools {

inline constexpr std::string_view version = TRUNKLINE_VERSION;

}  // namespace tools
