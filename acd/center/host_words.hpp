// SPDX-License-Identifier: GPL-2.0-or-later
// What hosts write.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace acd {

// Nothing if it is no number, or none within these limits.
inline std::optional<int> number_in(std::string_view text, int lowest, int highest) {
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (value < lowest || value > highest) return std::nullopt;
    return value;
}

}  // namespace acd
