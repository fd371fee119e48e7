// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline.toml as it may be copied and shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

// A letter of a file; both count from 1, letters of UTF-8 once.
struct Position {
    std::size_t line{};
    std::size_t column{};
    auto operator<=>(const Position&) const = default;
};

// A text that nobody should read, and what stands in its place in the journal.
struct Secret {
    Position begin;
    std::string stand_in;  // nothing that must be escaped between quotes
};

// `toml` with the stand-ins and without comments: what was commented out may have been a secret,
// too. Every setting stays on its line. Nothing, if it cannot be parsed.
std::string without_secrets(std::string_view toml, const std::vector<Secret>& secrets);

}  // namespace tools
