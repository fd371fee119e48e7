// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/cells.hpp"

#include <array>
#include <ctime>

#include <fmt/format.h>

namespace tools {

using host_bridge::Json;

namespace {

// "2026-03-04T05:06:07.890Z" → the same in local time; today without its day. Anything else as it
// is.
std::string local_time(const std::string& utc) {
    std::tm parts{};
    const char* end = strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
    if (end == nullptr) return printable(utc);
    const std::time_t at = timegm(&parts);
    const std::time_t now = std::time(nullptr);
    std::tm today{};
    localtime_r(&at, &parts);
    localtime_r(&now, &today);
    const bool is_today = parts.tm_yday == today.tm_yday && parts.tm_year == today.tm_year;
    std::array<char, 32> text{};
    const std::size_t size =
        is_today ? std::strftime(text.data(), text.size(), "%H:%M:%S", &parts)
                 : std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &parts);
    return {text.data(), size};
}

std::string as_text(const Json& value) {
    if (value.is_null()) return "-";
    if (value.is_string()) return printable(value.get_ref<const std::string&>());
    return printable(value.dump());
}

bool is_zero(const Json& value) {
    return value.is_null() || (value.is_number() && value.get<double>() == 0);
}

}  // namespace

Json value_at(const Json& item, const std::string& path) {
    const Json::json_pointer pointer(path);
    return item.contains(pointer) ? item[pointer] : Json();
}

std::string text_at(const Json& item, const std::string& path) {
    const Json value = value_at(item, path);
    return value.is_string() ? value.get<std::string>() : std::string();
}

bool yes_at(const Json& item, const std::string& path) {
    return value_at(item, path) == Json(true);
}

std::uint64_t number_at(const Json& item, const std::string& path) {
    const Json value = value_at(item, path);
    return value.is_number_integer() ? value.get<std::uint64_t>() : 0;
}

std::string in_seconds(driver::Ticks time) {
    return fmt::format("{}.{:03} s", time.count() / 1000, time.count() % 1000);
}

std::string time_of_day() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    localtime_r(&now, &parts);
    std::array<char, 16> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%H:%M:%S", &parts)};
}

Look shown(std::string path) {
    return
        [path = std::move(path)](const Json& item) { return Cell{as_text(value_at(item, path))}; };
}

Look id(std::string path) {
    return [path = std::move(path)](const Json& item) {
        const Json value = value_at(item, path);
        return Cell{is_zero(value) ? "-" : as_text(value)};
    };
}

Look trouble(std::string path) {
    return [path = std::move(path)](const Json& item) {
        const Json value = value_at(item, path);
        return Cell{as_text(value), is_zero(value) ? Mood::plain : Mood::attention};
    };
}

Look moment(std::string path) {
    return [path = std::move(path)](const Json& item) {
        return Cell{local_time(text_at(item, path))};
    };
}

}  // namespace tools
