// SPDX-License-Identifier: GPL-2.0-or-later
// Which words and operators an expression may use. Everything else is refused by name.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace ivr_dsp::dialog {

using Words = std::span<const std::string_view>;

inline constexpr std::string_view literals[] = {"true",      "false", "null",
                                                "undefined", "NaN",   "Infinity"};
inline constexpr std::string_view functions[] = {"Number",   "String",     "Boolean",
                                                 "parseInt", "parseFloat", "isNaN"};
// Those whose result is exact, so that every machine finds the same.
inline constexpr std::string_view math_functions[] = {"abs",   "ceil", "floor",
                                                      "round", "max",  "min"};
// Those whose work is bounded by the length of the text: no search, no repetition, no pattern.
inline constexpr std::string_view methods[] = {"charAt", "charCodeAt",  "concat",     "slice",
                                               "substr", "substring",   "toFixed",    "toString",
                                               "trim",   "toLowerCase", "toUpperCase"};
inline constexpr std::string_view unary_marks[] = {"+", "-", "!", "~"};
inline constexpr std::string_view binary_marks[] = {
    ">>>", "===", "!==", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+",
    "-",   "*",   "/",   "%",  "<",  ">",  "&",  "|",  "^",  "?",  ":"};

inline bool is_one_of(Words words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Why a word of the language may not stand in an expression, "what: remedy"; empty when it may.
std::string refusal(std::string_view word);
// The language or these rules give the word a meaning, so a variable cannot have its name.
bool is_reserved(std::string_view word);

}  // namespace ivr_dsp::dialog
