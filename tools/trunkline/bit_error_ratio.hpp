// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "tools/trace/phrase.hpp"

namespace tools {

// Wrong bits among all, and between which ratios the line's own lies with 95 % confidence, if
// errors are independent of each other (Clopper and Pearson).
struct BitErrorRatio {
    double measured{};
    double at_least{};
    double at_most{};
};
// `bits` is not 0.
BitErrorRatio bit_error_ratio(std::uint64_t bits, std::uint64_t errors);

// "2.6e-08 (5.4e-09 to 7.6e-08 with 95 % confidence)"
std::string text_of(const BitErrorRatio& ratio, trace::Language language = {});

}  // namespace tools
