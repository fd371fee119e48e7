// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/toml_table.hpp"

namespace tools::office {

const toml::node* TomlTable::node(std::string_view key) {
    asked_.emplace(key);
    return table_->get(key);
}

bool TomlTable::read(std::string_view key, driver::Ticks& value) {
    std::int64_t ms = value.count();
    if (!read_number(key, ms)) return false;
    value = driver::Ticks(ms);
    return true;
}

bool TomlTable::read(std::string_view key, std::vector<std::string>& value) {
    const auto* found = node(key);
    if (found == nullptr) return false;
    const auto* array = found->as_array();
    std::vector<std::string> texts;
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        if (const auto text = (*array)[i].value<std::string>()) texts.push_back(*text);
    }
    if (array == nullptr || texts.size() != array->size()) {
        troubles_->add(*found, fmt::format("{}: must be a list of texts", key));
        return false;
    }
    value = std::move(texts);
    return true;
}

std::vector<const toml::table*> TomlTable::tables(std::string_view key) {
    std::vector<const toml::table*> all;
    const auto* found = node(key);
    if (found == nullptr) return all;
    const auto* array = found->as_array();
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        if (const auto* table = (*array)[i].as_table()) all.push_back(table);
    }
    if (array == nullptr || all.size() != array->size()) {
        troubles_->add(*found, fmt::format("{}: must be a list of tables", key));
    }
    return all;
}

void TomlTable::finish() {
    for (const auto& [key, value] : *table_) {
        if (asked_.contains(key.str())) continue;
        troubles_->add(value,
                       fmt::format("{}: unknown here: remove it, or see the README", key.str()));
    }
}

}  // namespace tools::office
