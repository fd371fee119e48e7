// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/position.hpp"

#include <charconv>

namespace tools::office {

std::optional<std::uint32_t> number_word(std::string_view prompt) {
    for (const std::string_view start : {"digits/h-", "digits/"}) {
        if (!prompt.starts_with(start)) continue;
        const auto word = prompt.substr(start.size());
        if (word == "hundred") return 100;
        if (word == "thousand") return 1000;
        std::uint32_t value = 0;
        const auto* end = word.data() + word.size();
        const auto [stopped, trouble] = std::from_chars(word.data(), end, value);
        if (trouble == std::errc{} && stopped == end) return value;
    }
    return std::nullopt;
}

std::optional<std::uint32_t> PositionEar::prompt(std::string_view name) {
    if (name == words_->first) {
        counting_ = false;
        return 1;
    }
    const auto value = counting_ ? number_word(name) : std::nullopt;
    if (!value) {
        const auto complete = finish();
        counting_ = name == words_->before;
        return complete;
    }
    if (*value == 1000) {
        thousands_ += below_thousand_ * 1000;
        below_thousand_ = 0;
    } else if (*value == 100) {
        below_thousand_ *= 100;
    } else {
        below_thousand_ += *value;
    }
    return std::nullopt;
}

std::optional<std::uint32_t> PositionEar::pause() {
    return finish();
}

std::optional<std::uint32_t> PositionEar::finish() {
    const auto value = thousands_ + below_thousand_;
    counting_ = counting_ && value == 0;
    thousands_ = below_thousand_ = 0;
    if (value == 0) return std::nullopt;
    return value;
}

}  // namespace tools::office
