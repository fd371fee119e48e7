// SPDX-License-Identifier: GPL-2.0-or-later
// The part of ECMAScript a menu may use: one expression over declared variables. No loop, no
// function of its own, no object, no assignment, no regular expression and nothing that answers
// differently at another time or on another machine; so an expression always ends, after work
// bounded by its length, and replay gives what the first run gave.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/base/result.hpp"
#include "ivr_dsp/dialog/value.hpp"

namespace ivr_dsp::dialog {

inline constexpr std::size_t longest_expression = 500;

// An expression whose every word is known to be harmless.
struct Expression {
    std::string source;              // a function for the script engine; its parameters v0, v1 …
    std::vector<std::string> names;  // … stand for these: "account", "session.ani"
    std::optional<Value> constant;   // set when it is a literal
    bool is_name{};                  // set when it is just names[0]: neither needs the engine
};

// Errors: "what: remedy". Balanced, and alternating values and operators; what remains of the
// syntax
// (`?` without `:`) is for the engine to find.
driver::Result<Expression> parse_expression(std::string_view text);

// Nothing, or why `name` cannot be a variable: "what: remedy".
std::optional<std::string> why_not_a_variable(std::string_view name);

}  // namespace ivr_dsp::dialog
