// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/describe.hpp"

#include <algorithm>
#include <iterator>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include "driver/base/fields.hpp"

namespace pbx {
namespace {

bool is_plain(char c) {
    return c > ' ' && c != '"' && c != '\\' && c != 0x7F;
}

std::string quoted(std::string_view text) {
    if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
    std::string quotes = "\"";
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet < ' ' || octet == 0x7F) {
            fmt::format_to(std::back_inserter(quotes), "\\x{:02X}", octet);
            continue;
        }
        if (c == '"' || c == '\\') quotes += '\\';
        quotes += c;
    }
    return quotes + '"';
}

class FieldList {
  public:
    template <class T>
    void add_fields(const T& value, const std::string& path) {
        T::fields(value, [&](std::string_view name, const auto& member) {
            add(path.empty() ? std::string(name) : fmt::format("{}.{}", path, name), member);
        });
    }
    std::vector<std::string> list;

  private:
    template <class T>
    void add(const std::string& path, const T& value) {
        if constexpr (driver::HasFields<T>) {
            add_fields(value, path);
        } else if constexpr (driver::IsArray<T> || driver::IsVector<T>) {
            std::size_t at = 0;
            for (const auto& element : value) add(fmt::format("{}[{}]", path, at++), element);
        } else if constexpr (driver::IsVariant<T>) {
            std::visit([&](const auto& one) { add_alternative(path, one); }, value);
        } else {
            list.push_back(fmt::format("{}={}", path, text_of(value)));
        }
    }

    template <class T>
    void add_alternative(const std::string& path, const T& one) {
        list.push_back(fmt::format("{}={}", path, driver::type_name<T>()));
        add_fields(one, path);
    }

    template <class T>
    static std::string text_of(const T& value) {
        if constexpr (driver::HasNumber<T>) {
            return fmt::to_string(value.value);
        } else if constexpr (driver::HasNames<T>) {
            return std::string(name_of(value));
        } else if constexpr (driver::IsText<T> || std::is_same_v<T, std::string>) {
            return quoted(std::string_view(value));
        } else if constexpr (driver::IsDuration<T>) {
            return fmt::to_string(value.count());
        } else if constexpr (std::is_same_v<T, char>) {
            return quoted(std::string_view(&value, 1));
        } else if constexpr (std::is_enum_v<T>) {
            return fmt::to_string(static_cast<std::underlying_type_t<T>>(value));
        } else {
            return fmt::to_string(value);
        }
    }
};

template <class Variant>
std::vector<std::string> list_of(const Variant& record) {
    FieldList fields;
    std::visit([&fields](const auto& one) { fields.add_fields(one, {}); }, record);
    return std::move(fields.list);
}

template <class Variant>
std::string content_of(const driver::Result<Variant>& content) {
    return content ? fmt::to_string(fmt::join(fields_of(*content), " ")) : content.error();
}

}  // namespace

std::vector<std::string> fields_of(const In& record) {
    return list_of(record);
}
std::vector<std::string> fields_of(const Event& event) {
    return list_of(event);
}

std::string line_of(const Record& record) {
    const bool in = record.kind == RecordKind::in;
    return fmt::format("{} {} @{} {} {}", in ? "in" : "out", record.number, record.tick.count(),
                       name_of(record),
                       in ? content_of(in_of(record)) : content_of(event_of(record)));
}

}  // namespace pbx
