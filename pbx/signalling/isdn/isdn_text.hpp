// SPDX-License-Identifier: GPL-2.0-or-later
// Names and numbers as ISDN writes them (IA5, ISO 8859-1) and as we do (digits, UTF-8).
#pragma once

#include <string>
#include <string_view>

#include "driver/base/text.hpp"

namespace pbx {

// Keeps 0-9 * # + and drops what else may stand between them.
[[nodiscard]] driver::Number number_from(std::string_view ia5);
// Control characters go; octets from A0 become two of UTF-8.
[[nodiscard]] driver::DisplayName name_from(std::string_view latin1);
// Characters that ISO 8859-1 does not have become '?'.
[[nodiscard]] std::string latin1_from(std::string_view utf8);

}  // namespace pbx
