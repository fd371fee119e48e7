// SPDX-License-Identifier: GPL-2.0-or-later
// One event of each kind, no member left at its default.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "pbx/journal/commands.hpp"

namespace host_bridge {

namespace detail {

struct FillIn {
    template <class T>
    void operator()(std::string_view name, T& value) {
        if constexpr (requires { T::fields(value, *this); }) {
            T::fields(value, *this);
        } else if constexpr (std::is_same_v<T, driver::Ticks>) {
            value = driver::Ticks(1500);
        } else if constexpr (std::is_same_v<T, driver::Number>) {
            value = "95500";
        } else if constexpr (requires { value.view(); }) {
            value = std::string(name).append(" \"é\"");
        } else if constexpr (std::is_same_v<T, std::string>) {
            value = std::string(name).append(" text");
        } else if constexpr (requires { value.value; }) {
            value.value = 7;
        } else if constexpr (requires { value.push_back({}); }) {
            value.resize(1);
            (*this)(name, value.front());
        } else {
            value = static_cast<T>(1);
        }
    }
};

template <std::size_t... Index>
std::vector<pbx::Event> every_event(std::index_sequence<Index...>) {
    std::vector<pbx::Event> events;
    const auto add = [&]<class One>(One one) {
        FillIn fill;
        One::fields(one, fill);
        events.emplace_back(one);
    };
    (add(std::variant_alternative_t<Index, pbx::Event>{}), ...);
    return events;
}

}  // namespace detail

inline std::vector<pbx::Event> every_event() {
    return detail::every_event(std::make_index_sequence<std::variant_size_v<pbx::Event>>());
}

}  // namespace host_bridge
