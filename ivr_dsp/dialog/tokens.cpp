// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/tokens.hpp"

#include <fmt/format.h>

namespace ivr_dsp::dialog {
namespace {

using driver::Error;
using driver::Result;

// Longest first. Marks an expression may not use are here too, so that they are refused as a whole.
constexpr std::string_view marks[] = {">>>", "===", "!==", "<<", ">>", "<=", ">=", "==", "!=", "&&",
                                      "||",  "++",  "--",  "=>", "**", "(",  ")",  "+",  "-",  "*",
                                      "/",   "%",   "<",   ">",  "!",  "~",  "&",  "|",  "^",  "?",
                                      ":",   ".",   ",",   "=",  "[",  "]",  "{",  "}",  ";"};

Token taken(std::string_view& rest, TokenKind kind, std::size_t size) {
    const Token token{kind, rest.substr(0, size)};
    rest.remove_prefix(size);
    return token;
}

std::size_t digits_from(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

// Decimal only: 0x, octal and separators would be read differently by different eyes.
Result<Token> number(std::string_view& rest) {
    std::size_t size = digits_from(rest, 0);
    const bool leading_zero = rest.front() == '0' && size > 1;
    if (size + 1 < rest.size() && rest[size] == '.' && is_digit(rest[size + 1])) {
        size = digits_from(rest, size + 1);
    }
    if (size < rest.size() && (rest[size] == 'e' || rest[size] == 'E')) {
        std::size_t exponent = size + 1;
        if (exponent < rest.size() && (rest[exponent] == '+' || rest[exponent] == '-')) ++exponent;
        if (exponent < rest.size() && is_digit(rest[exponent])) size = digits_from(rest, exponent);
    }
    if (leading_zero || (size < rest.size() && continues_name(rest[size]))) {
        return Error{
            fmt::format("has the number {}: write it in decimal without leading zero, or "
                        "in quotes if it is a string of digits",
                        rest.substr(0, size + 1))};
    }
    return taken(rest, TokenKind::number, size);
}

Result<Token> quoted(std::string_view& rest) {
    const char quote = rest.front();
    for (std::size_t at = 1; at < rest.size(); ++at) {
        if (rest[at] == '\\') {
            ++at;
        } else if (rest[at] == quote) {
            return taken(rest, TokenKind::text, at + 1);
        }
    }
    return Error{fmt::format("has a text without its closing {}: add it", quote)};
}

}  // namespace

Result<Token> next_token(std::string_view& rest) {
    constexpr std::string_view white_space = " \t\r\n";
    rest.remove_prefix(std::min(rest.find_first_not_of(white_space), rest.size()));
    if (rest.empty()) return Token{};
    const char first = rest.front();
    if (is_digit(first)) return number(rest);
    if (first == '"' || first == '\'') return quoted(rest);
    if (starts_name(first)) {
        std::size_t size = 1;
        while (size < rest.size() && continues_name(rest[size])) ++size;
        return taken(rest, TokenKind::name, size);
    }
    for (const std::string_view mark : marks) {
        if (rest.starts_with(mark)) return taken(rest, TokenKind::mark, mark.size());
    }
    return Error{fmt::format("has the character {:?} outside a text: remove it",
                             fmt::string_view(&rest.front(), 1))};
}

}  // namespace ivr_dsp::dialog
