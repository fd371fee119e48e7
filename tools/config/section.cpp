// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/section.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tools {
namespace {

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

Section::Section(const toml::table& file, Complaints& complaints)
    : Section(&file, "", Kind::one, complaints) {}

Section::Section(const toml::table* table, std::string path, Kind kind, Complaints& complaints)
    : table_(table), path_(std::move(path)), kind_(kind), complaints_(&complaints) {}

std::string Section::heading() const {
    return kind_ == Kind::many ? fmt::format("[[{}]]", path_) : fmt::format("[{}]", path_);
}

std::string Section::inner(std::string_view key) const {
    return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

bool Section::has(std::string_view key) const {
    return table_ != nullptr && table_->contains(key);
}

Place Section::place(std::string_view key) const {
    const toml::node* node = table_ == nullptr ? nullptr : table_->get(key);
    if (node == nullptr) node = table_;
    const std::size_t line = node == nullptr ? 1 : node->source().begin.line;
    return {std::max<std::size_t>(line, 1),
            path_.empty() ? std::string(key) : fmt::format("{} {}", heading(), key)};
}

void Section::complain(std::string_view key, const std::string& what) const {
    complaints_->add(place(key), what);
}

std::optional<Position> Section::begin_of(std::string_view key) const {
    const toml::node* node = table_ == nullptr ? nullptr : table_->get(key);
    if (node == nullptr) return std::nullopt;
    return Position{node->source().begin.line, node->source().begin.column};
}

const toml::node* Section::find(std::string_view key) {
    known_.emplace(key);
    return table_ == nullptr ? nullptr : table_->get(key);
}

void Section::missing(std::string_view key, std::string_view kind) const {
    complain(key, table_ == nullptr
                      ? fmt::format("is missing: add a table {} with {} = {}", heading(), key, kind)
                      : fmt::format("is missing: add {} = {}", key, kind));
}

template <class Value>
std::optional<Value> Section::value(std::string_view key, std::string_view kind, bool required) {
    const toml::node* node = find(key);
    if (node == nullptr) {
        if (required) missing(key, kind);
        return std::nullopt;
    }
    std::optional<Value> found = node->value_exact<Value>();
    if (!found) complain(key, fmt::format("is of the wrong kind: write {} = {}", key, kind));
    return found;
}

std::string Section::text(std::string_view key, std::string fallback) {
    return value<std::string>(key, "\"…\"", false).value_or(std::move(fallback));
}

std::optional<std::string> Section::text(std::string_view key) {
    return value<std::string>(key, "\"…\"", true);
}

std::int64_t Section::number(std::string_view key, std::int64_t least, std::int64_t most,
                             std::optional<std::int64_t> fallback) {
    const auto found = value<std::int64_t>(key, fmt::format("{} to {}", least, most), !fallback);
    const std::int64_t otherwise = fallback.value_or(least);
    if (!found || (*found >= least && *found <= most)) return found.value_or(otherwise);
    complain(key, fmt::format("is {}: write {} to {}", *found, least, most));
    return otherwise;
}

std::int64_t Section::number_of(std::string_view key, std::initializer_list<std::int64_t> offered) {
    std::vector<std::int64_t> sorted(offered);
    std::ranges::sort(sorted);
    const std::string choices = fmt::format("{}", fmt::join(sorted, ", "));
    const std::int64_t fallback = *offered.begin();
    const auto found = value<std::int64_t>(key, "one of " + choices, false);
    if (!found || std::ranges::count(sorted, *found) > 0) return found.value_or(fallback);
    complain(key, fmt::format("is {}: write one of {}", *found, choices));
    return fallback;
}

driver::Ticks Section::seconds(std::string_view key, double least, double most,
                               driver::Ticks fallback) {
    const toml::node* node = find(key);
    if (node == nullptr) return fallback;
    const auto found = node->is_number() ? node->value<double>() : std::nullopt;
    if (found && *found >= least && *found <= most) {
        return driver::Ticks{std::llround(*found * 1000)};
    }
    const std::string range = fmt::format("{} to {} seconds", least, most);
    complain(key, found ? fmt::format("is {}: write {}", *found, range)
                        : fmt::format("is of the wrong kind: write {} = {}", key, range));
    return fallback;
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
        if (const auto text = item.value_exact<std::string>()) {
            all.push_back(*text);
        } else {
            complain(key, "holds something that is not text: put each item in quotes");
        }
    }
    return all;
}

std::vector<double> Section::numbers(std::string_view key, double least, double most) {
    const toml::node* node = find(key);
    std::vector<double> all;
    if (node == nullptr) return all;
    const toml::array* array = node->as_array();
    if (array == nullptr) {
        complain(key, fmt::format("is of the wrong kind: write {} = [1, 2]", key));
        return all;
    }
    for (const toml::node& item : *array) {
        const auto number = item.value<double>();
        if (number && *number >= least && *number <= most) {
            all.push_back(*number);
        } else {
            complain(key, fmt::format("holds something that is no number from {} to {}: correct it",
                                      least, most));
        }
    }
    return all;
}

pbx::Name Section::name(std::string_view key, const std::optional<std::string>& fallback) {
    const std::string otherwise = fallback.value_or("");
    const auto written = value<std::string>(key, "\"…\"", !fallback);
    if (!written || is_name(*written)) return written.value_or(otherwise);
    if (written->empty() && fallback && otherwise.empty()) return otherwise;
    complain(key, "\"" + *written + "\" is no name: write 1 to 31 letters, digits, - or _");
    return otherwise;
}

std::string Section::digits(std::string_view key, const std::optional<std::string>& fallback) {
    std::string otherwise = fallback.value_or("");
    const auto written = value<std::string>(key, "\"…\"", !fallback);
    if (!written || is_dialable(*written)) return written.value_or(otherwise);
    if (written->empty() && fallback) return {};
    complain(key, "\"" + *written + "\" cannot be dialled: write 1 to 23 of 0-9 * #");
    return otherwise;
}

std::vector<Section> Section::sections(std::string_view key) {
    std::vector<Section> all;
    const toml::node* node = find(key);
    if (node == nullptr) return all;
    const std::string path = inner(key);
    const auto add = [&](const toml::node& item) {
        const toml::table* table = item.as_table();
        if (table != nullptr) all.push_back({table, path, Kind::many, *complaints_});
        return table != nullptr;
    };
    if (add(*node)) return all;
    const toml::array* array = node->as_array();
    if (array != nullptr && std::ranges::all_of(*array, add)) return all;
    complain(key, fmt::format("is of the wrong kind: begin each with a line [[{}]]", path));
    return all;
}

Section Section::section(std::string_view key) {
    const toml::node* node = find(key);
    const toml::table* table = node == nullptr ? nullptr : node->as_table();
    if (node != nullptr && table == nullptr) {
        complain(key, fmt::format("is of the wrong kind: write one table [{}]", inner(key)));
    }
    return {table, inner(key), Kind::one, *complaints_};
}

void Section::done() const {
    if (table_ == nullptr) return;
    for (const auto& [key, node] : *table_) {
        if (known_.contains(key.str())) continue;
        const std::string_view meant = nearest(known_, key.str());
        complain(key.str(), meant.empty()
                                ? fmt::format("no such setting: remove it; known are {}",
                                              fmt::join(known_, ", "))
                                : fmt::format("no such setting: did you mean {}?", meant));
    }
}

}  // namespace tools
