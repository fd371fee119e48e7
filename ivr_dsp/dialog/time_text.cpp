// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/time_text.hpp"

#include <algorithm>
#include <charconv>

namespace ivr_dsp::dialog {
namespace {

constexpr driver::Ticks shortest{100};
constexpr driver::Ticks longest{600'000};

template <class Number>
std::optional<Number> whole(std::string_view text) {
    Number number{};
    const bool is_plain = !text.empty() && text.front() >= '0' && text.front() <= '9';
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!is_plain || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// "0.5" → 500. At most three places.
std::optional<std::uint32_t> thousandths(std::string_view text) {
    constexpr std::size_t places = 3;
    const std::size_t point = std::min(text.find('.'), text.size());
    auto number = whole<std::uint32_t>(text.substr(0, point));
    if (!number || *number > 1'000'000) return std::nullopt;
    *number *= 1000;
    if (point == text.size()) return number;
    const std::string_view fraction = text.substr(point + 1);
    const auto value = whole<std::uint32_t>(fraction);
    if (!value || fraction.size() > places) return std::nullopt;
    std::uint32_t scaled = *value;
    for (std::size_t i = fraction.size(); i < places; ++i) scaled *= 10;
    return *number + scaled;
}

}  // namespace

std::optional<driver::Ticks> parse_duration(std::string_view text) {
    std::optional<std::uint32_t> milliseconds;
    if (text.ends_with("ms")) {
        milliseconds = whole<std::uint32_t>(text.substr(0, text.size() - 2));
    } else if (text.ends_with('s')) {
        milliseconds = thousandths(text.substr(0, text.size() - 1));
    }
    if (!milliseconds) return std::nullopt;
    const driver::Ticks time{*milliseconds};
    if (time < shortest || time > longest) return std::nullopt;
    return time;
}

std::optional<TimeOfDay> parse_time_of_day(std::string_view text) {
    const std::size_t colon = text.find(':');
    const bool has_colon = colon != std::string_view::npos;
    if (!has_colon && text.size() != 4) return std::nullopt;
    const std::string_view minutes = text.substr(has_colon ? colon + 1 : 2);
    const auto hour = whole<unsigned>(text.substr(0, has_colon ? colon : 2));
    const auto minute = whole<unsigned>(minutes);
    if (!hour || !minute || minutes.size() != 2 || *hour > 23 || *minute > 59) return std::nullopt;
    return TimeOfDay{*hour, *minute};
}

}  // namespace ivr_dsp::dialog
