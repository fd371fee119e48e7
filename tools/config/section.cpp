// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/section.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tools {
namespace {

// How many letters must be changed, added or left out to get from one word to the other.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({changed, row[j] + 1, row[j - 1] + 1}));
        }
    }
    return row.back();
}

bool is_name(std::string_view text) {
    return !text.empty() && pbx::Name::fits(text) && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

bool is_dialable(std::string_view text) {
    return !text.empty() && pbx::Number::fits(text) && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || c == '*' || c == '#';
    });
}

}  // namespace

void Complaints::add(std::size_t line, const std::string& what) {
    lines_.emplace(line, line > 0 ? fmt::format("{}:{}: {}", file_, line, what)
                                  : fmt::format("{}: {}", file_, what));
}

std::string Complaints::text() const {
    std::string all;
    for (const auto& [line, text] : lines_) all += (all.empty() ? "" : "\n") + text;
    return all;
}

Section::Section(const toml::table* table, std::string name, std::size_t line,
                 Complaints& complaints)
    : table_(table), name_(std::move(name)), line_(line), complaints_(&complaints) {}

bool Section::has(std::string_view key) const {
    return table_ != nullptr && table_->contains(key);
}

std::size_t Section::line_of(std::string_view key) const {
    const toml::node* node = table_ == nullptr ? nullptr : table_->get(key);
    return node == nullptr ? line_ : node->source().begin.line;
}

void Section::complain(std::string_view key, const std::string& what) const {
    complaints_->add(line_of(key), fmt::format("{} {}: {}", name_, key, what));
}

const toml::node* Section::find(std::string_view key) {
    known_.emplace(key);
    return table_ == nullptr ? nullptr : table_->get(key);
}

template <class Value>
std::optional<Value> Section::value(std::string_view key, std::string_view kind, bool required) {
    const toml::node* node = find(key);
    if (node == nullptr) {
        if (required) complain(key, fmt::format("is missing: add {} = {}", key, kind));
        return std::nullopt;
    }
    if (const auto found = node->value_exact<Value>()) return found;
    complain(key, fmt::format("is of the wrong kind: write {} = {}", key, kind));
    return std::nullopt;
}

std::string Section::text(std::string_view key, std::optional<std::string> fallback) {
    return value<std::string>(key, "\"…\"", !fallback).value_or(fallback.value_or(std::string{}));
}

std::int64_t Section::number(std::string_view key, std::int64_t least, std::int64_t most,
                             std::optional<std::int64_t> fallback) {
    const auto found = value<std::int64_t>(key, fmt::format("{} to {}", least, most), !fallback);
    if (!found) return fallback.value_or(least);
    if (*found < least || *found > most) {
        complain(key, fmt::format("is {}: write {} to {}", *found, least, most));
        return least;
    }
    return *found;
}

driver::Ticks Section::seconds(std::string_view key, double least, double most,
                               std::optional<driver::Ticks> fallback) {
    const toml::node* node = find(key);
    if (node == nullptr) {
        if (!fallback)
            complain(key, fmt::format("is missing: write {} to {} seconds", least, most));
        return fallback.value_or(driver::Ticks{});
    }
    const auto found = node->value<double>();
    if (!found || !(*found >= least && *found <= most)) {
        complain(key, fmt::format("must be {} to {} seconds", least, most));
        return fallback.value_or(driver::Ticks{});
    }
    return driver::Ticks{std::llround(*found * 1000)};
}

bool Section::yes(std::string_view key, bool fallback) {
    return value<bool>(key, "true or false", false).value_or(fallback);
}

std::vector<std::string> Section::texts(std::string_view key) {
    const toml::node* node = find(key);
    std::vector<std::string> all;
    if (node == nullptr) return all;
    const toml::array* array = node->as_array();
    if (array == nullptr) {
        complain(key, fmt::format("is of the wrong kind: write {} = [\"…\", \"…\"]", key));
        return all;
    }
    for (const toml::node& item : *array) {
        const auto text = item.value_exact<std::string>();
        if (text) {
            all.push_back(*text);
        } else {
            complain(key, "holds something that is not text: put each item in quotes");
        }
    }
    return all;
}

pbx::Name Section::name(std::string_view key, std::optional<std::string> fallback) {
    const bool may_be_empty = fallback && fallback->empty();
    const std::string written = text(key, std::move(fallback));
    if (has(key) && !is_name(written) && !(may_be_empty && written.empty())) {
        complain(key, "\"" + written + "\" is no name: write 1 to 31 letters, digits, - or _");
    }
    return written;
}

std::string Section::digits(std::string_view key, std::optional<std::string> fallback) {
    std::string written = text(key, std::move(fallback));
    if (has(key) && !is_dialable(written)) {
        complain(key, "\"" + written + "\" cannot be dialled: write 1 to 23 of 0-9 * #");
    }
    return written;
}

std::vector<Section> Section::sections(std::string_view key) {
    std::vector<Section> all;
    const toml::node* node = find(key);
    if (node == nullptr) return all;
    const std::string name = name_.empty()
                                 ? fmt::format("[[{}]]", key)
                                 : fmt::format("[[{}.{}]]", name_.substr(2, name_.size() - 4), key);
    if (const toml::table* table = node->as_table()) {
        all.emplace_back(table, name, table->source().begin.line, *complaints_);
        return all;
    }
    if (const toml::array* array = node->as_array()) {
        for (const toml::node& item : *array) {
            const toml::table* table = item.as_table();
            if (table == nullptr) break;
            all.emplace_back(table, name, table->source().begin.line, *complaints_);
        }
        if (all.size() == array->size()) return all;
    }
    complain(key, fmt::format("is of the wrong kind: begin each with a line {}", name));
    return all;
}

Section Section::section(std::string_view key) {
    const toml::node* node = find(key);
    const toml::table* table = node == nullptr ? nullptr : node->as_table();
    const std::string name = fmt::format("[{}]", key);
    if (node != nullptr && table == nullptr) {
        complain(key, fmt::format("is of the wrong kind: write it once, as {}", name));
    }
    return {table, name, table == nullptr ? 0 : table->source().begin.line, *complaints_};
}

void Section::done() const {
    if (table_ == nullptr) return;
    for (const auto& [key, node] : *table_) {
        if (known_.contains(key.str())) continue;
        const auto nearest = std::ranges::min_element(
            known_, {}, [&](const std::string& known) { return distance(known, key.str()); });
        const bool near = nearest != known_.end() && distance(*nearest, key.str()) <= 3;
        const std::string remedy =
            near ? fmt::format("did you mean {}?", *nearest)
                 : fmt::format("remove it; known are {}", fmt::join(known_, ", "));
        complaints_->add(node.source().begin.line,
                         fmt::format("{} {}: no such setting: {}", name_, key.str(), remedy));
    }
}

}  // namespace tools
