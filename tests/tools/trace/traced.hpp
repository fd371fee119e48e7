// SPDX-License-Identifier: GPL-2.0-or-later
// Frames written as the standards sheet writes them, and how the trace tells them.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tools/trace/decoded.hpp"

namespace traced {

using tools::trace::Decoded;
using tools::trace::Item;
using tools::trace::Language;

inline std::vector<std::uint8_t> octets(std::string_view hex) {
    std::vector<std::uint8_t> all;
    std::string digits;
    for (const char c : hex) {
        if (c != ' ') digits += c;
        if (digits.size() < 2) continue;
        all.push_back(static_cast<std::uint8_t>(std::stoul(digits, nullptr, 16)));
        digits.clear();
    }
    return all;
}

// We are the user's side, as at most customers.
inline Decoded from_network(std::string_view hex, Language language = Language::en) {
    return tools::trace::decode(octets(hex), {.from_network = true, .sent_by_us = false}, language);
}
inline Decoded from_user(std::string_view hex, Language language = Language::en) {
    return tools::trace::decode(octets(hex), {.from_network = false, .sent_by_us = true}, language);
}

// "SETUP cr 1 → …", and what is wrong.
inline std::string told(const Decoded& decoded) {
    std::string text = decoded.name() + (decoded.summary.empty() ? "" : " ") + decoded.summary;
    for (const std::string& sentence : decoded.wrong) text += " [" + sentence + "]";
    return text;
}

// "name: value" of every field, a line each, those inside indented.
inline std::string fields_of(const std::vector<Item>& items, const std::string& indent = "") {
    std::string text;
    for (const Item& item : items) {
        text += indent + std::to_string(item.at) + "+" + std::to_string(item.size) + " " +
                item.name + (item.value.empty() ? "" : ": ") + item.value + "\n" +
                fields_of(item.inside, indent + "  ");
    }
    return text;
}

}  // namespace traced
