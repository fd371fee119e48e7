// SPDX-License-Identifier: GPL-2.0-or-later
// The release, as --version and the journal tell it; CMakeLists.txt at the top names it.
#pragma once

#include <string_view>

namespace tools {

inline constexpr std::string_view version = TRUNKLINE_VERSION;

}  // namespace tools
