// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/vocabulary.hpp"

#include <fmt/format.h>

namespace ivr_dsp::dialog {
namespace {

constexpr std::string_view loop_words[] = {"for",   "while",  "do",      "function",
                                           "class", "return", "yield",   "async",
                                           "await", "break",  "continue"};
constexpr std::string_view statement_words[] = {
    "var", "let",        "const",   "if",    "else",     "switch", "case",   "default", "throw",
    "try", "catch",      "finally", "with",  "debugger", "import", "export", "delete",  "void",
    "in",  "instanceof", "this",    "super", "new",      "enum",   "eval",   "Function"};
constexpr std::string_view unsteady_words[] = {"Date", "performance"};

}  // namespace

std::string refusal(std::string_view word) {
    if (is_one_of(loop_words, word)) {
        return fmt::format(
            "uses '{}': loops and functions are not allowed, write <if>, <assign> and <goto>",
            word);
    }
    if (is_one_of(statement_words, word)) {
        return fmt::format("uses '{}': only expressions are allowed, write <if>, <var> or <assign>",
                           word);
    }
    if (is_one_of(unsteady_words, word)) {
        return fmt::format("uses '{}', which answers differently each time: use a session variable",
                           word);
    }
    return {};
}

bool is_reserved(std::string_view word) {
    return !refusal(word).empty() || is_one_of(literals, word) || is_one_of(functions, word) ||
           word == "Math" || word == "session" || word == "typeof";
}

}  // namespace ivr_dsp::dialog
