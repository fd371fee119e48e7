// SPDX-License-Identifier: GPL-2.0-or-later
// A value as octets, by one rule for everything that lists its FIELDS:
//   integers, enumerations, char  their size, little endian          bool  one octet, 0 or 1
//   ids, LegId                    their number                       Ticks eight octets
//   Text                          one octet length, the octets       std::string  four octets
//   length std::vector                   two octets count, the elements     std::array   the
//   elements std::variant                  one octet index, the alternative   structs      their
//   FIELDS
// Equal values have equal octets, and only octets that some value encodes to are decoded.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "driver/base/fields.hpp"
#include "driver/base/invariant.hpp"

namespace pbx {

static_assert(std::endian::native == std::endian::little,
              "numbers are copied as they are in memory");

namespace detail {

// Where octets go; passed by value and returned, so that it lives in a register.
struct SizeCounter {
    std::size_t size{};
    [[nodiscard]] SizeCounter put(const void*, std::size_t octets) const { return {size + octets}; }
};

struct Copier {
    std::byte* at;
    [[nodiscard]] Copier put(const void* from, std::size_t octets) const {
        // An empty text may have no octets to point to.
        if (octets > 0) std::memcpy(at, from, octets);
        return {at + octets};
    }
};

template <class Length, class Out>
Out put_length(Out out, std::size_t length) {
    INVARIANT(length <= std::numeric_limits<Length>::max());
    const auto number = static_cast<Length>(length);
    return out.put(&number, sizeof number);
}

template <class Out, class T>
Out put(Out out, const T& value) {
    if constexpr (driver::HasFields<T>) {
        T::fields(value, [&out](std::string_view, const auto& member) { out = put(out, member); });
        return out;
    } else if constexpr (driver::HasNumber<T>) {
        return put(out, value.value);
    } else if constexpr (driver::IsText<T>) {
        const std::string_view text = value.view();
        return put_length<std::uint8_t>(out, text.size()).put(text.data(), text.size());
    } else if constexpr (std::is_same_v<T, std::string>) {
        return put_length<std::uint32_t>(out, value.size()).put(value.data(), value.size());
    } else if constexpr (driver::IsVector<T> || driver::IsArray<T>) {
        if constexpr (driver::IsVector<T>) out = put_length<std::uint16_t>(out, value.size());
        for (const auto& element : value) out = put(out, element);
        return out;
    } else if constexpr (driver::IsVariant<T>) {
        out = put_length<std::uint8_t>(out, value.index());
        return std::visit([out](const auto& alternative) { return put(out, alternative); }, value);
    } else if constexpr (driver::IsDuration<T>) {
        return put(out, value.count());
    } else {
        static_assert(std::is_integral_v<T> || std::is_enum_v<T>, "not a kind of field we know");
        return out.put(&value, sizeof value);
    }
}

// Takes values from the front of some octets. Never looks past their end.
class Decoder {
  public:
    explicit Decoder(std::span<const std::byte> octets) : rest_(octets) {}
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

    template <class T>
    [[nodiscard]] bool get(T& value) {
        if constexpr (driver::HasFields<T>) {
            bool ok = true;
            T::fields(value, [&](std::string_view, auto& member) { ok = ok && get(member); });
            return ok;
        } else if constexpr (driver::HasNumber<T>) {
            return get(value.value);
        } else if constexpr (driver::IsText<T>) {
            return get_text(value);
        } else if constexpr (std::is_same_v<T, std::string>) {
            return get_string(value);
        } else if constexpr (driver::IsVector<T>) {
            return get_vector(value);
        } else if constexpr (driver::IsArray<T>) {
            bool ok = true;
            for (auto& element : value) ok = ok && get(element);
            return ok;
        } else if constexpr (driver::IsVariant<T>) {
            std::uint8_t index{};
            return get(index) && get_alternative(value, index);
        } else if constexpr (driver::IsDuration<T>) {
            typename T::rep count{};
            const bool ok = get(count);
            value = T(count);
            return ok;
        } else {
            return get_plain(value);
        }
    }

    template <class Variant>
    [[nodiscard]] bool get_alternative(Variant& value, std::size_t index) {
        return get_one_of(value, index, std::make_index_sequence<std::variant_size_v<Variant>>());
    }

  private:
    bool take(void* to, std::size_t octets) {
        if (rest_.size() < octets) return false;
        if (octets > 0) std::memcpy(to, rest_.data(), octets);
        rest_ = rest_.subspan(octets);
        return true;
    }

    template <class T>
    bool get_plain(T& value) {
        if constexpr (std::is_same_v<T, bool>) {
            std::uint8_t octet{};
            if (!take(&octet, 1) || octet > 1) return false;
            value = octet == 1;
            return true;
        } else if constexpr (driver::HasNames<T>) {
            return take(&value, sizeof value) && name_of(value) != "?";
        } else {
            static_assert(std::is_integral_v<T> || std::is_enum_v<T>,
                          "not a kind of field we know");
            return take(&value, sizeof value);
        }
    }

    template <class Text>
    bool get_text(Text& value) {
        std::uint8_t length{};
        if (!take(&length, 1) || length > Text::room || length > rest_.size()) return false;
        value = Text(std::string_view(reinterpret_cast<const char*>(rest_.data()), length));
        rest_ = rest_.subspan(length);
        return true;
    }

    bool get_string(std::string& value) {
        std::uint32_t length{};
        if (!take(&length, sizeof length) || length > rest_.size()) return false;
        value.assign(reinterpret_cast<const char*>(rest_.data()), length);
        rest_ = rest_.subspan(length);
        return true;
    }

    // Grows only with elements that are really there.
    template <class Vector>
    bool get_vector(Vector& value) {
        std::uint16_t count{};
        if (!take(&count, sizeof count)) return false;
        value.clear();
        for (; count > 0; --count) {
            if (!get(value.emplace_back())) return false;
        }
        return true;
    }

    template <class Variant, std::size_t... At>
    bool get_one_of(Variant& value, std::size_t index, std::index_sequence<At...>) {
        return ((At == index && get(value.template emplace<At>())) || ...);
    }

    std::span<const std::byte> rest_;
};

}  // namespace detail

template <class T>
[[nodiscard]] std::size_t encoded_size(const T& value) {
    return detail::put(detail::SizeCounter{}, value).size;
}

// Writes encoded_size(value) octets to `to`.
template <class T>
void encode(const T& value, std::byte* to) {
    detail::put(detail::Copier{to}, value);
}

// False if `octets` are not exactly what some T encodes to; `value` is then any T.
template <class T>
[[nodiscard]] bool decode(std::span<const std::byte> octets, T& value) {
    detail::Decoder decoder(octets);
    return decoder.get(value) && decoder.at_end();
}

// The same for a variant whose index is known from elsewhere, as a record's type is.
template <class Variant>
[[nodiscard]] bool decode_alternative(std::span<const std::byte> octets, std::size_t index,
                                      Variant& value) {
    detail::Decoder decoder(octets);
    return decoder.get_alternative(value, index) && decoder.at_end();
}

}  // namespace pbx
