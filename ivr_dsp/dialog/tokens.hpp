// SPDX-License-Identifier: GPL-2.0-or-later
// The words and marks of an expression.
#pragma once

#include <cstdint>
#include <string_view>

#include "driver/base/result.hpp"

namespace ivr_dsp::dialog {

enum class TokenKind : std::uint8_t { end, number, text, name, mark };
struct Token {
    TokenKind kind{};
    std::string_view text;  // as written; a text with its quotes
};

// Takes the next token from the front of `rest`. Errors: "what: remedy".
driver::Result<Token> next_token(std::string_view& rest);

constexpr bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool continues_name(char c) {
    return starts_name(c) || is_digit(c);
}

}  // namespace ivr_dsp::dialog
