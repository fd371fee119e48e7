// SPDX-License-Identifier: GPL-2.0-or-later
// A message or record names its members once; coding, printing and documenting all follow from
// that one list (pbx/journal/codec.hpp is the main reader).
//
//     struct Answered {
//         LegId leg;
//         Ticks at;
//         FIELDS(leg, at)
//     };
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

// NOLINTBEGIN(cppcoreguidelines-macro-usage)
#define TL_PARENS ()
#define TL_EXPAND(...) TL_EXPAND3(TL_EXPAND3(TL_EXPAND3(TL_EXPAND3(__VA_ARGS__))))
#define TL_EXPAND3(...) TL_EXPAND2(TL_EXPAND2(TL_EXPAND2(TL_EXPAND2(__VA_ARGS__))))
#define TL_EXPAND2(...) TL_EXPAND1(TL_EXPAND1(TL_EXPAND1(TL_EXPAND1(__VA_ARGS__))))
#define TL_EXPAND1(...) __VA_ARGS__
#define TL_EACH(macro, ...) __VA_OPT__(TL_EXPAND(TL_EACH_NEXT(macro, __VA_ARGS__)))
#define TL_EACH_NEXT(macro, first, ...) \
    macro(first) __VA_OPT__(TL_EACH_AGAIN TL_PARENS(macro, __VA_ARGS__))
#define TL_EACH_AGAIN() TL_EACH_NEXT
#define TL_VISIT_FIELD(member) visit(#member, self.member);

#define TL_ENUM_NAME(value) #value,

// An enumeration that knows the names of its values, in order from 0:
//     ENUM(LegPhase, offered, alerting, answered)
//     name_of(LegPhase::offered) == "offered";  value_named("answered", phase) sets phase
#define ENUM(Type, ...)                                                                     \
    enum class Type : std::uint8_t { __VA_ARGS__ };                                         \
    constexpr std::string_view name_of(Type value) {                                        \
        constexpr std::string_view names[] = {TL_EACH(TL_ENUM_NAME, __VA_ARGS__)};          \
        const auto at = static_cast<std::size_t>(value);                                    \
        return at < std::size(names) ? names[at] : std::string_view("?");                   \
    }                                                                                       \
    constexpr bool value_named(std::string_view name, Type& value) {                        \
        constexpr std::string_view names[] = {TL_EACH(TL_ENUM_NAME, __VA_ARGS__)};          \
        for (std::size_t i = 0; i < std::size(names); ++i) {                                \
            if (names[i] == name) return value = static_cast<Type>(i), true;                \
        }                                                                                   \
        return false;                                                                       \
    }

// Calls visit("name", member) for each member, in order; `self` may be const.
#define FIELDS(...)                                                 \
    template <class Self, class Visit>                              \
    static constexpr void fields([[maybe_unused]] Self& self,       \
                                 [[maybe_unused]] Visit&& visit) {  \
        TL_EACH(TL_VISIT_FIELD, __VA_ARGS__)                        \
    }
// NOLINTEND(cppcoreguidelines-macro-usage)
