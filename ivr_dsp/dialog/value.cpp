// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/value.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace ivr_dsp::dialog {
namespace {

// How many octets the UTF-8 character at the front has; 0 when it is none.
std::size_t character_size(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xF5   ? 0
                             : first >= 0xF0 ? 4
                             : first >= 0xE0 ? 3
                             : first >= 0xC2 ? 2
                                             : 0;
    if (size == 0 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) return 0;
    }
    return size;
}

std::string text_of_number(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
    if (number == 0) return "0";
    std::array<char, 32> room{};
    constexpr double exact_up_to = 1e15;
    const bool is_whole = std::trunc(number) == number && std::abs(number) < exact_up_to;
    const auto written =
        is_whole ? std::to_chars(room.begin(), room.end(), static_cast<std::int64_t>(number))
                 : std::to_chars(room.begin(), room.end(), number);
    return {room.begin(), written.ptr};
}

}  // namespace

bool is_true(const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    if (const auto* number = std::get_if<double>(&value)) return *number != 0 && *number == *number;
    if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
    return false;
}

std::string text_of(const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* number = std::get_if<double>(&value)) return text_of_number(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return {};
}

std::optional<std::uint32_t> whole_number(const Value& value) {
    if (const auto* number = std::get_if<double>(&value)) {
        if (!(*number >= 0 && *number <= std::numeric_limits<std::uint32_t>::max())) return {};
        if (std::trunc(*number) != *number) return {};
        return static_cast<std::uint32_t>(*number);
    }
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return {};
    std::uint32_t number{};
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc{} || end != text->data() + text->size()) return {};
    return number;
}

std::string cleaned(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        if (clean.size() + (size == 0 ? 1 : size) > longest_text) break;
        if (size == 0) {
            clean += '?';
        } else {
            clean += text.substr(0, size);
        }
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return clean;
}

}  // namespace ivr_dsp::dialog
