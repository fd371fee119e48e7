// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/json_reader.hpp"

#include <fmt/format.h>

namespace host_bridge {

const Json* FieldReader::find(std::string_view name) {
    const auto found = object_.find(camel_case(name));
    if (found != object_.end()) return &*found;
    if (std::ranges::find(required_, name) != required_.end()) {
        complain(Mistake::missing_field, name, "is missing", "add it");
    }
    return nullptr;
}

void FieldReader::finish() {
    if (error_) return;
    for (const auto& [key, value] : object_.items()) {
        const bool known = std::ranges::any_of(
            known_, [&key = key](std::string_view name) { return camel_case(name) == key; });
        if (known) continue;
        std::string fields;
        for (const std::string_view name : known_) {
            fields.append(fields.empty() ? "" : ", ").append(camel_case(name));
        }
        error_ = RequestError{{},
                              Mistake::unknown_field,
                              key,
                              key + " is not known here",
                              "leave it out; known are " + fields};
        return;
    }
}

void FieldReader::read(std::string_view name, const Json& from, std::string& to) {
    if (const auto* text = from.get_ptr<const std::string*>()) {
        to = *text;
    } else {
        complain(Mistake::wrong_type, name, fmt::format("is a {}", from.type_name()),
                 "give a string");
    }
}

void FieldReader::read(std::string_view name, const Json& from, std::uint64_t& to) {
    if (const auto* number = from.get_ptr<const Json::number_unsigned_t*>()) {
        to = *number;
    } else {
        complain(Mistake::wrong_type, name,
                 from.is_number() ? "is no whole number from 0 up"
                                  : fmt::format("is a {}", from.type_name()),
                 "give a whole number from 0 up");
    }
}

void FieldReader::read(std::string_view name, const Json& from, bool& to) {
    if (const auto* yes = from.get_ptr<const Json::boolean_t*>()) {
        to = *yes;
    } else {
        complain(Mistake::wrong_type, name, fmt::format("is a {}", from.type_name()),
                 "give true or false");
    }
}

void FieldReader::read(std::string_view name, const Json& from, std::vector<std::string>& to) {
    if (!from.is_array()) {
        complain(Mistake::wrong_type, name, fmt::format("is a {}", from.type_name()),
                 "give a list of strings");
        return;
    }
    for (const Json& one : from) {
        std::string text;
        read(name, one, text);
        to.push_back(std::move(text));
    }
}

bool FieldReader::fits(std::string_view name, std::string_view text, std::size_t room) {
    if (text.size() <= room) return true;
    complain(Mistake::too_long, name, fmt::format("has {} octets", text.size()),
             fmt::format("give at most {}", room));
    return false;
}

void FieldReader::check_number(std::string_view name, std::string_view text) {
    if (text.find_first_not_of("0123456789*#") == std::string_view::npos) return;
    complain(Mistake::wrong_value, name, "is no telephone number", "give digits, * and # only");
}

void FieldReader::check_plain(std::string_view name, std::string_view text) {
    const bool plain = std::ranges::none_of(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (!plain) {
        complain(Mistake::wrong_value, name, "has control characters", "leave them out");
    }
}

void FieldReader::complain(Mistake mistake, std::string_view name, std::string text,
                           std::string remedy) {
    if (error_) return;
    const std::string field = camel_case(name);
    error_ = RequestError{{}, mistake, field, field + " " + std::move(text), std::move(remedy)};
}

}  // namespace host_bridge
