// SPDX-License-Identifier: GPL-2.0-or-later
// One table of a TOML file, read key by key; whatever is left unread is an error.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "driver/base/ticks.hpp"

namespace tools::office {

// Everything that is wrong with a file.
struct TomlTroubles {
    std::string file;
    std::vector<std::string> all{};

    void add(const toml::node& node, std::string_view what) {
        all.push_back(fmt::format("{}:{}: {}", file, node.source().begin.line, what));
    }
};

class TomlTable {
  public:
    TomlTable(const toml::table& table, TomlTroubles& troubles)
        : table_(&table), troubles_(&troubles) {}

    // Leaves `value` alone when the key is not there. True when it was.
    bool read(std::string_view key, std::string& value) { return take(key, value, "a text"); }
    bool read(std::string_view key, bool& value) { return take(key, value, "true or false"); }
    bool read(std::string_view key, double& value) { return take(key, value, "a number"); }
    bool read(std::string_view key, std::vector<std::string>& value);
    template <class Integer>
    bool read_number(std::string_view key, Integer& value);
    // `key` ends in _ms.
    bool read(std::string_view key, driver::Ticks& value);

    [[nodiscard]] const toml::node* node(std::string_view key);
    [[nodiscard]] std::vector<const toml::table*> tables(std::string_view key);
    [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }
    void trouble(std::string_view what) { troubles_->add(*table_, what); }
    [[nodiscard]] TomlTroubles& troubles() { return *troubles_; }
    // Names the keys nobody has asked for.
    void finish();

  private:
    template <class Value>
    bool take(std::string_view key, Value& value, std::string_view what);

    const toml::table* table_;
    TomlTroubles* troubles_;
    std::set<std::string, std::less<>> asked_;
};

template <class Value>
bool TomlTable::take(std::string_view key, Value& value, std::string_view what) {
    const auto* found = node(key);
    if (found == nullptr) return false;
    const auto read = found->value<Value>();
    if (!read) {
        troubles_->add(*found, fmt::format("{}: must be {}", key, what));
        return false;
    }
    value = *read;
    return true;
}

template <class Integer>
bool TomlTable::read_number(std::string_view key, Integer& value) {
    std::int64_t number = 0;
    if (!take(key, number, "a whole number")) return false;
    if (number < 0) {
        troubles_->add(*node(key), fmt::format("{}: must not be negative", key));
        return false;
    }
    value = static_cast<Integer>(number);
    return true;
}

}  // namespace tools::office
