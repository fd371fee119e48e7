// SPDX-License-Identifier: GPL-2.0-or-later
// What a condition compares a secret with. Control never has the secret: the firmware is told the
// texts it may equal before it is typed, so they must be known by then.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "driver/base/result.hpp"

namespace ivr_dsp::dialog {

// The other sides of all comparisons (== != === !==) of the variable `secret` in `condition`:
// session.NAME or a quoted text of digits, as written. Its .length may be looked at. Errors, about
// any other use: "what: remedy".
driver::Result<std::vector<std::string>> compared_with(std::string_view condition,
                                                       std::string_view secret);

}  // namespace ivr_dsp::dialog
