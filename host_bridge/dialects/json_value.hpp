// SPDX-License-Identifier: GPL-2.0-or-later
// The only place that knows nlohmann's JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace host_bridge {

// Parsed JSON, members in the order they came.
using Json = nlohmann::ordered_json;

// Nothing if `text` is no JSON (wrong UTF-8 included). Never throws.
inline std::optional<Json> parse_json(std::string_view text) {
    Json value = Json::parse(text, nullptr, false);
    if (value.is_discarded()) return std::nullopt;
    return value;
}

// The text of a member; empty if it is not there or no string. Never throws.
inline std::string text_of(const Json& object, const char* member) {
    if (!object.is_object()) return {};
    const auto found = object.find(member);
    const auto* text = found == object.end() ? nullptr : found->get_ptr<const std::string*>();
    return text == nullptr ? std::string() : *text;
}

}  // namespace host_bridge
