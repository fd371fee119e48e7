// SPDX-License-Identifier: GPL-2.0-or-later
// Members of a struct that lists them with FIELDS, set by name from a TOML table.
#pragma once

#include <limits>
#include <type_traits>

#include "driver/base/fields.hpp"
#include "tools/office/toml_table.hpp"

namespace tools::twin {

template <driver::HasFields T>
void read_fields(office::TomlTable& table, T& value);

namespace detail {

template <std::integral T>
void read_integer(office::TomlTable& table, std::string_view name, T& member) {
    const toml::node* node = table.node(name);
    if (node == nullptr) return;
    const auto number = node->value<std::int64_t>();
    constexpr auto least = static_cast<std::int64_t>(std::numeric_limits<T>::min());
    constexpr auto most = sizeof(T) < 8 ? static_cast<std::int64_t>(std::numeric_limits<T>::max())
                                        : std::numeric_limits<std::int64_t>::max();
    if (!number || *number < least || *number > most) {
        return table.troubles().add(
            *node, fmt::format("{}: must be a whole number from {} to {}", name, least, most));
    }
    member = static_cast<T>(*number);
}

template <driver::HasNames T>
void read_choice(office::TomlTable& table, std::string_view name, T& member) {
    std::string text;
    if (!table.read(name, text) || value_named(text, member)) return;
    std::string all;
    for (std::uint8_t i = 0; name_of(static_cast<T>(i)) != "?"; ++i) {
        all += (i == 0 ? "" : ", ") + std::string(name_of(static_cast<T>(i)));
    }
    table.troubles().add(*table.node(name), fmt::format("{}: must be one of {}", name, all));
}

template <class T>
void read_member(office::TomlTable& table, std::string_view name, T& member) {
    if constexpr (driver::HasFields<T>) {
        const toml::node* node = table.node(name);
        if (node == nullptr) return;
        if (!node->is_table()) {
            return table.troubles().add(*node, fmt::format("{}: must be a table", name));
        }
        office::TomlTable inner(*node->as_table(), table.troubles());
        read_fields(inner, member);
        inner.finish();
    } else if constexpr (std::is_same_v<T, bool>) {
        (void)table.read(name, member);
    } else if constexpr (driver::HasNames<T>) {
        read_choice(table, name, member);
    } else if constexpr (driver::IsDuration<T>) {
        auto count = member.count();
        read_integer(table, std::string(name) + "_ms", count);
        member = T(count);
    } else {
        read_integer(table, name, member);
    }
}

}  // namespace detail

// Members that the table does not name keep what they have.
template <driver::HasFields T>
void read_fields(office::TomlTable& table, T& value) {
    T::fields(value, [&table](std::string_view name, auto& member) {
        detail::read_member(table, name, member);
    });
}

}  // namespace tools::twin
