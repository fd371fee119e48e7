// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/json_writer.hpp"

#include <algorithm>
#include <ctime>
#include <iterator>

#include <fmt/format.h>

namespace host_bridge {

namespace {

constexpr bool continues(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

// The smallest and largest second octet after `lead` (RFC 3629, section 4).
constexpr bool second_fits(unsigned lead, unsigned second) {
    switch (lead) {
        case 0xE0:
            return second >= 0xA0;
        case 0xED:
            return second <= 0x9F;
        case 0xF0:
            return second >= 0x90;
        case 0xF4:
            return second <= 0x8F;
        default:
            return true;
    }
}

constexpr bool is_plain(char c) {
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (std::size_t i = 1; i < length; ++i) {
        if (!continues(text, i)) return 0;
    }
    return second_fits(lead, static_cast<unsigned char>(text[1])) ? length : 0;
}

void JsonWriter::separate() {
    if (out_.empty()) return;
    const char before = out_.back();
    if (before != '{' && before != '[' && before != ':' && before != '\n') out_ += ',';
}

void JsonWriter::begin_object() {
    separate();
    out_ += '{';
}

void JsonWriter::begin_array() {
    separate();
    out_ += '[';
}

void JsonWriter::key(std::string_view name) {
    separate();
    out_ += '"';
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char next = i + 1 < name.size() ? name[i + 1] : '_';
        if (name[i] == '_' && next >= 'a' && next <= 'z') {
            out_ += static_cast<char>(name[++i] - 'a' + 'A');
        } else {
            out_ += name[i];
        }
    }
    out_ += "\":";
}

void JsonWriter::key_as_is(std::string_view name) {
    separate();
    quote(name);
    out_ += ':';
}

void JsonWriter::value(std::string_view text) {
    separate();
    quote(text);
}

void JsonWriter::raw(std::string_view json) {
    separate();
    out_ += json;
}

void JsonWriter::integer(std::int64_t number) {
    separate();
    out_ += fmt::format_int(number).c_str();
}

void JsonWriter::natural(std::uint64_t number) {
    separate();
    out_ += fmt::format_int(number).c_str();
}

void JsonWriter::quote(std::string_view text) {
    out_ += '"';
    while (!text.empty()) {
        const auto plain =
            static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin());
        out_ += text.substr(0, plain);
        text.remove_prefix(plain);
        if (!text.empty()) text.remove_prefix(quote_special(text));
    }
    out_ += '"';
}

std::size_t JsonWriter::quote_special(std::string_view text) {
    const std::size_t length = utf8_length(text);
    const char c = text.front();
    if (length == 0) {
        out_ += "\xEF\xBF\xBD";
        return 1;
    }
    if (c == '"' || c == '\\') {
        out_ += '\\';
        out_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
        fmt::format_to(std::back_inserter(out_), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
        out_ += text.substr(0, length);
    }
    return length;
}

std::string camel_case(std::string_view snake_case) {
    std::string quoted;
    JsonWriter(quoted).key(snake_case);
    return quoted.substr(1, quoted.size() - 3);
}

void append_time(std::string& out, std::int64_t utc_us) {
    std::int64_t seconds = utc_us / 1'000'000;
    std::int64_t rest = utc_us % 1'000'000;
    if (rest < 0) {
        rest += 1'000'000;
        --seconds;
    }
    std::tm utc{};
    const std::time_t when = seconds;
    if (gmtime_r(&when, &utc) == nullptr) utc = {};
    fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                   utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min,
                   utc.tm_sec, rest / 1000);
}

}  // namespace host_bridge
