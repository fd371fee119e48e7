// SPDX-License-Identifier: GPL-2.0-or-later
// Fills anything that lists its FIELDS with chance, from a seed: every kind of field, both ends of
// every range now and then.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "driver/base/fields.hpp"

namespace support {

class RandomValue {
  public:
    explicit RandomValue(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    template <class T>
    void fill(T& value) {
        if constexpr (driver::HasFields<T>) {
            T::fields(value, [this](std::string_view, auto& member) { this->fill(member); });
        } else if constexpr (driver::HasNumber<T>) {
            fill(value.value);
        } else if constexpr (driver::HasNames<T>) {
            do {
                value = static_cast<T>(below(256));
            } while (name_of(value) == "?");
        } else if constexpr (driver::IsText<T>) {
            value = T(octets(below(T::room + 1)));
        } else if constexpr (std::is_same_v<T, std::string>) {
            value = octets(below(8) == 0 ? 1000 : below(40));
        } else if constexpr (driver::IsVector<T>) {
            value.resize(below(5));
            for (auto& element : value) fill(element);
        } else if constexpr (driver::IsArray<T>) {
            for (auto& element : value) fill(element);
        } else if constexpr (driver::IsVariant<T>) {
            fill_alternative(value, below(std::variant_size_v<T>));
        } else if constexpr (driver::IsDuration<T>) {
            value = T(number<typename T::rep>());
        } else if constexpr (std::is_same_v<T, bool>) {
            value = below(2) == 1;
        } else if constexpr (std::is_enum_v<T>) {
            value = static_cast<T>(number<std::underlying_type_t<T>>());
        } else {
            value = number<T>();
        }
    }

    template <class Variant>
    void fill_alternative(Variant& value, std::size_t index) {
        fill_one_of(value, index, std::make_index_sequence<std::variant_size_v<Variant>>());
    }

  private:
    template <class Variant, std::size_t... At>
    void fill_one_of(Variant& value, std::size_t index, std::index_sequence<At...>) {
        const auto try_one = [&](auto at) {
            if (at == index) fill(value.template emplace<at>());
        };
        (try_one(std::integral_constant<std::size_t, At>()), ...);
    }

    template <class T>
    T number() {
        switch (below(4)) {
            case 0:
                return std::numeric_limits<T>::max();
            case 1:
                return std::numeric_limits<T>::min();
            case 2:
                return static_cast<T>(below(100));
            default:
                return static_cast<T>(random_());
        }
    }

    std::string octets(std::uint64_t count) {
        std::string text;
        for (; count > 0; --count) text += static_cast<char>(below(256));
        return text;
    }

    std::mt19937_64 random_;
};

}  // namespace support
