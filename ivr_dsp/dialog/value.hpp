// SPDX-License-Identifier: GPL-2.0-or-later
// What a variable of a menu can hold. Objects do not exist: values are copied, so nothing two
// sessions hold can be the same thing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace ivr_dsp::dialog {

struct Undefined {
    friend bool operator==(const Undefined&, const Undefined&) = default;
};
using Value = std::variant<Undefined, bool, double, std::string>;

// No text in a menu is longer: what an expression costs is bounded by it.
inline constexpr std::size_t longest_text = 1000;

// ECMAScript's rules (ECMA-262 ToBoolean).
bool is_true(const Value& value);
// As handed out by <exit> and <transfer>. Undefined is empty; a whole number has no point.
std::string text_of(const Value& value);
// A number, or text of digits only, that is whole and fits; nothing for anything else.
std::optional<std::uint32_t> whole_number(const Value& value);
// Not UTF-8 → question marks, cut to `longest_text`. Text from outside passes here.
std::string cleaned(std::string_view text);

}  // namespace ivr_dsp::dialog
