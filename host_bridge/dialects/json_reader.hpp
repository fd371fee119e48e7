// SPDX-License-Identifier: GPL-2.0-or-later
// Reads a JSON object into anything that lists its FIELDS, and notes the first thing wrong with it.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "host_bridge/dialects/json_requests.hpp"
#include "host_bridge/dialects/json_value.hpp"
#include "host_bridge/dialects/json_writer.hpp"

namespace host_bridge {

class FieldReader {
  public:
    // Members named in `required` must be there; `allowed` may be there besides the fields read.
    FieldReader(const Json& object, std::vector<std::string_view> required,
                std::vector<std::string_view> allowed)
        : object_(object), required_(std::move(required)), known_(std::move(allowed)) {}

    // One member. Left as it is when absent.
    template <class T>
    void operator()(std::string_view name, T& value) {
        known_.push_back(name);
        if (error_) return;
        const Json* member = find(name);
        if (member != nullptr) read(name, *member, value);
    }
    template <class T>
    void operator()(std::string_view name, std::optional<T>& value) {
        known_.push_back(name);
        if (error_ || find(name) == nullptr) return;
        value.emplace();
        read(name, *find(name), *value);
    }

    // After the last member: complains about members nobody reads.
    void finish();
    [[nodiscard]] const std::optional<RequestError>& error() const { return error_; }

  private:
    [[nodiscard]] const Json* find(std::string_view name);
    void read(std::string_view name, const Json& from, std::string& to);
    void read(std::string_view name, const Json& from, std::uint64_t& to);
    void read(std::string_view name, const Json& from, bool& to);
    void read(std::string_view name, const Json& from, std::vector<std::string>& to);
    template <std::size_t Room>
    void read(std::string_view name, const Json& from, driver::Text<Room>& to) {
        std::string text;
        read(name, from, text);
        if (!error_ && fits(name, text, Room)) to = text;
        if constexpr (std::is_same_v<driver::Text<Room>, driver::Number>) check_number(name, text);
        if constexpr (!std::is_same_v<driver::Text<Room>, pbx::Value>) check_plain(name, text);
    }
    template <class Tag, class Rep>
    void read(std::string_view name, const Json& from, driver::Id<Tag, Rep>& to) {
        std::uint64_t number = 0;
        read(name, from, number);
        if (number > std::numeric_limits<Rep>::max()) {
            complain(Mistake::wrong_value, name, "too large a number", "give an id from an event");
        }
        to.value = static_cast<Rep>(number);
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void read(std::string_view name, const Json& from, Enum& to) {
        std::string word;
        read(name, from, word);
        if (!error_ && !value_named(word, to)) {
            complain(Mistake::wrong_value, name, "'" + word + "' is not one of its values",
                     "give one of " + choices<Enum>());
        }
    }
    template <class Enum>
    static std::string choices() {
        std::string list;
        for (int i = 0; name_of(static_cast<Enum>(i)) != "?"; ++i) {
            list.append(i == 0 ? "" : ", ").append(name_of(static_cast<Enum>(i)));
        }
        return list;
    }

    bool fits(std::string_view name, std::string_view text, std::size_t room);
    void check_number(std::string_view name, std::string_view text);
    void check_plain(std::string_view name, std::string_view text);
    void complain(Mistake mistake, std::string_view name, std::string text, std::string remedy);

    const Json& object_;
    std::vector<std::string_view> required_;
    std::vector<std::string_view> known_;
    std::optional<RequestError> error_;
};

}  // namespace host_bridge
