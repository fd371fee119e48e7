// SPDX-License-Identifier: GPL-2.0-or-later
// Words of the trace in the languages it speaks, always both in one row.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "driver/base/fields.hpp"

namespace tools::trace {

ENUM(Language, en, zh)

struct Phrase {
    std::string_view en;
    std::string_view zh;
    [[nodiscard]] constexpr std::string_view in(Language language) const {
        return language == Language::zh ? zh : en;
    }
};

// What a number of the standard means.
struct Meaning {
    std::uint8_t code{};
    Phrase phrase;
};

// "" for a code that is not in the table.
constexpr std::string_view meaning_of(std::span<const Meaning> table, std::uint8_t code,
                                      Language language) {
    const auto found = std::ranges::find(table, code, &Meaning::code);
    return found == table.end() ? std::string_view() : found->phrase.in(language);
}

}  // namespace tools::trace
