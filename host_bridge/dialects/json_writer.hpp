// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace host_bridge {

// Appends JSON to a string, members in the order they are written. Whatever octets a text has, what
// comes out is valid UTF-8: a wrong octet becomes U+FFFD.
class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    void begin_object();
    void end_object() { out_ += '}'; }
    void begin_array();
    void end_array() { out_ += ']'; }
    // A member's name; its value must follow. `snake_case` comes out as `snakeCase`.
    void key(std::string_view name);
    // A name that is data, as it stands.
    void key_as_is(std::string_view name);

    void value(std::string_view text);
    void value(const char* text) { value(std::string_view(text)); }
    void value(std::integral auto number) {
        if constexpr (std::same_as<decltype(number), bool>) {
            raw(number ? "true" : "false");
        } else if constexpr (std::signed_integral<decltype(number)>) {
            integer(number);
        } else {
            natural(number);
        }
    }
    void null() { raw("null"); }
    void raw(std::string_view json);

    template <class T>
    void member(std::string_view name, const T& what) {
        key(name);
        value(what);
    }

  private:
    void separate();
    void quote(std::string_view text);
    std::size_t quote_special(std::string_view text);
    void integer(std::int64_t number);
    void natural(std::uint64_t number);

    std::string& out_;
};

// `span_number` → "spanNumber".
std::string camel_case(std::string_view snake_case);

// How many octets the first character of `text` (not empty) has; 0 if it is no valid UTF-8.
std::size_t utf8_length(std::string_view text);

// RFC 3339 in UTC with milliseconds: 2026-01-02T03:04:05.678Z.
void append_time(std::string& out, std::int64_t utc_us);

}  // namespace host_bridge
