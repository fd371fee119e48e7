// SPDX-License-Identifier: GPL-2.0-or-later
// A message or record names its members once; coding, printing and documenting all follow from
// that one list (pbx/journal/codec.hpp is the main reader).
//
//     struct Answered {
//         LegId leg;
//         Ticks at;
//         FIELDS(leg, at)
//     };
//
// It also gives a number that changes when the layout of a message changes: two programs, or a
// program and a file, compare it before they believe each other's octets.
#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "driver/base/text.hpp"

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
#define ENUM(Type, ...)                                                            \
    enum class Type : std::uint8_t { __VA_ARGS__ };                                \
    constexpr std::string_view name_of(Type value) {                               \
        constexpr std::string_view names[] = {TL_EACH(TL_ENUM_NAME, __VA_ARGS__)}; \
        const auto at = static_cast<std::size_t>(value);                           \
        return at < std::size(names) ? names[at] : std::string_view("?");          \
    }                                                                              \
    constexpr bool value_named(std::string_view name, Type& value) {               \
        constexpr std::string_view names[] = {TL_EACH(TL_ENUM_NAME, __VA_ARGS__)}; \
        for (std::size_t i = 0; i < std::size(names); ++i) {                       \
            if (names[i] == name) return value = static_cast<Type>(i), true;       \
        }                                                                          \
        return false;                                                              \
    }

// Calls visit("name", member) for each member, in order; `self` may be const.
#define FIELDS(...)                                                                             \
    template <class Self, class Visit>                                                          \
    static constexpr void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) { \
        TL_EACH(TL_VISIT_FIELD, __VA_ARGS__)                                                    \
    }
// NOLINTEND(cppcoreguidelines-macro-usage)

namespace driver {

// What kind of thing a field is.

// A struct that lists its members with FIELDS.
template <class T>
concept HasFields = requires(T& one) {
    T::fields(one, [](std::string_view, const auto&) {});
};
// An enumeration made with ENUM: only the named values exist.
template <class T>
concept HasNames = std::is_enum_v<T> && requires(T one) {
    { name_of(one) } -> std::same_as<std::string_view>;
};
// An Id, LegId or the like: one integer that must not be mistaken for another.
template <class T>
concept HasNumber = !HasFields<T> && requires(T one) {
    requires std::integral<decltype(one.value)>;
};

namespace detail {
template <class T>
inline constexpr bool is_text = false;
template <std::size_t Room>
inline constexpr bool is_text<Text<Room>> = true;
template <class T>
inline constexpr bool is_array = false;
template <class T, std::size_t Size>
inline constexpr bool is_array<std::array<T, Size>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_variant = false;
template <class... Ts>
inline constexpr bool is_variant<std::variant<Ts...>> = true;
template <class T>
inline constexpr bool is_duration = false;
template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;
}  // namespace detail

template <class T>
concept IsText = detail::is_text<T>;
template <class T>
concept IsArray = detail::is_array<T>;
template <class T>
concept IsVector = detail::is_vector<T>;
template <class T>
concept IsVariant = detail::is_variant<T>;
template <class T>
concept IsDuration = detail::is_duration<T>;

// The type's own name without its namespace: "LegChanged".
template <class T>
constexpr std::string_view type_name() {
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("T = ") + 4);
    text = text.substr(0, text.find_first_of(";]"));
    const auto colon = text.rfind(':');
    return colon == text.npos ? text : text.substr(colon + 1);
}

// FNV-1a, 64 bits.
constexpr std::uint64_t digest_of(std::string_view text,
                                  std::uint64_t so_far = 0xCBF29CE484222325U) {
    for (const char c : text) so_far = (so_far ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return so_far;
}
constexpr std::uint64_t digest_of(std::uint64_t number, std::uint64_t so_far) {
    for (unsigned shift = 0; shift < 64; shift += 8) {
        so_far = (so_far ^ ((number >> shift) & 0xFFU)) * 0x100000001B3U;
    }
    return so_far;
}

template <class T>
constexpr std::uint64_t layout_digest(std::uint64_t so_far = digest_of(""));

namespace detail {
template <class Variant, std::size_t... At>
constexpr std::uint64_t digest_alternatives(std::uint64_t so_far, std::index_sequence<At...>) {
    ((so_far = digest_of(type_name<std::variant_alternative_t<At, Variant>>(), so_far),
      so_far = layout_digest<std::variant_alternative_t<At, Variant>>(so_far)),
     ...);
    return so_far;
}

template <class Enum>
constexpr std::uint64_t digest_names(std::uint64_t so_far) {
    for (std::size_t at = 0; name_of(static_cast<Enum>(at)) != "?"; ++at) {
        so_far = digest_of(name_of(static_cast<Enum>(at)), digest_of(",", so_far));
    }
    return so_far;
}

// Everything that is one number, by size and kind.
template <class T>
constexpr std::uint64_t digest_plain(std::uint64_t so_far) {
    static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>, "not a kind of field we know");
    const std::string_view kind = std::is_same_v<T, bool>   ? "bool"
                                  : std::is_same_v<T, char> ? "char"
                                  : std::is_signed_v<T>     ? "signed"
                                                            : "unsigned";
    return digest_of(sizeof(T), digest_of(kind, so_far));
}
}  // namespace detail

// Digest of T's members: their names, types and order, and the names of enumerators; all the way
// down.
template <class T>
constexpr std::uint64_t layout_digest(std::uint64_t so_far) {
    if constexpr (HasFields<T>) {
        T one{};
        T::fields(one, [&so_far](std::string_view name, auto& member) {
            so_far = layout_digest<std::remove_cvref_t<decltype(member)>>(digest_of(name, so_far));
        });
        return digest_of("}", so_far);
    } else if constexpr (HasNames<T>) {
        return detail::digest_names<T>(digest_of("names", so_far));
    } else if constexpr (HasNumber<T>) {
        return layout_digest<decltype(T::value)>(digest_of("number", so_far));
    } else if constexpr (IsText<T>) {
        return digest_of(T::room, digest_of("text", so_far));
    } else if constexpr (IsArray<T>) {
        return layout_digest<typename T::value_type>(
            digest_of(std::tuple_size_v<T>, digest_of("array", so_far)));
    } else if constexpr (IsVector<T>) {
        return layout_digest<typename T::value_type>(digest_of("vector", so_far));
    } else if constexpr (IsVariant<T>) {
        return detail::digest_alternatives<T>(digest_of("variant", so_far),
                                              std::make_index_sequence<std::variant_size_v<T>>());
    } else if constexpr (std::is_same_v<T, std::string>) {
        return digest_of("string", so_far);
    } else if constexpr (IsDuration<T>) {
        return digest_of(T::period::den, layout_digest<typename T::rep>(digest_of("time", so_far)));
    } else {
        return detail::digest_plain<T>(so_far);
    }
}

}  // namespace driver
