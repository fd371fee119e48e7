// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/report.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "driver/base/invariant.hpp"

namespace bench {
namespace {

constexpr std::size_t columns = 6;
using Row = std::array<std::string, columns>;

// Five digits are more than a repetition agrees on.
std::string number(double value) {
    return fmt::format("{:.5g}", value);
}

Row row_of(const Figure& figure) {
    if (figure.peer.empty()) return {figure.name, number(figure.value), figure.unit, "-", "-", "-"};
    std::string peer = figure.peer;
    std::replace(peer.begin(), peer.end(), ' ', '_');
    return {figure.name, number(figure.value),      figure.unit,
            peer,        number(figure.peer_value), fmt::format("{:.3f}", figure.ratio())};
}

}  // namespace

double median(std::vector<double> values) {
    INVARIANT(!values.empty());
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    if (values.size() % 2 == 1) return values[middle];
    return (values[middle - 1] + values[middle]) / 2;
}

void Figures::add(const Measured& measured) {
    const auto [entry, is_new] = series_.try_emplace(measured.name);
    if (is_new) order_.push_back(measured.name);
    entry->second.unit = measured.unit;
    entry->second.values.push_back(measured.value);
}

std::vector<Figure> Figures::all() const {
    std::vector<Figure> figures;
    for (const auto& name : order_) {
        if (name.find('|') != std::string::npos) continue;
        const Series& ours = series_.find(name)->second;
        const Figure alone{name, ours.unit, median(ours.values), {}, {}};
        const std::size_t before = figures.size();
        for (const auto& peer : order_) {
            if (!peer.starts_with(name + '|')) continue;
            Figure figure = alone;
            figure.peer = peer.substr(name.size() + 1);
            figure.peer_value = median(series_.find(peer)->second.values);
            figures.push_back(std::move(figure));
        }
        if (figures.size() == before) figures.push_back(alone);
    }
    return figures;
}

std::string filter_for(std::span<const std::string> prefixes) {
    if (prefixes.empty()) return ".*";
    std::string alternatives;
    for (const auto& prefix : prefixes) {
        if (!alternatives.empty()) alternatives += '|';
        for (const char c : prefix) {
            if (std::string_view(".[]{}()\\*+?|^$").find(c) != std::string_view::npos) {
                alternatives += '\\';
            }
            alternatives += c;
        }
    }
    return "^(" + alternatives + ").*";
}

std::optional<std::vector<Measured>> read_measured(std::istream& lines,
                                                   std::span<const std::string> prefixes) {
    std::vector<Measured> all;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        Measured one;
        if (!(words >> one.value >> one.unit >> std::ws && std::getline(words, one.name))) {
            return std::nullopt;
        }
        const bool wanted = std::any_of(prefixes.begin(), prefixes.end(), [&](const auto& prefix) {
            return one.name.starts_with(prefix);
        });
        if (wanted || prefixes.empty()) all.push_back(std::move(one));
    }
    return all;
}

std::string as_lines(std::span<const Figure> figures) {
    std::vector<Row> rows{
        {"name", "value", "unit", "peer", "peer_value", "ratio"}
    };
    for (const auto& figure : figures) rows.push_back(row_of(figure));
    std::array<std::size_t, columns> width{};
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < columns; ++i) width[i] = std::max(width[i], row[i].size());
    }
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i + 1 < columns; ++i) {
            text += fmt::format("{:<{}} ", row[i], width[i]);
        }
        text += row[columns - 1] + '\n';
    }
    return text;
}

std::string as_json(std::span<const Figure> figures) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& figure : figures) {
        nlohmann::ordered_json entry{
            {"name",  figure.name },
            {"value", figure.value},
            {"unit",  figure.unit }
        };
        if (!figure.peer.empty()) {
            entry["peer"] = figure.peer;
            entry["peer_value"] = figure.peer_value;
            entry["ratio"] = figure.ratio();
        }
        list.push_back(std::move(entry));
    }
    return list.dump(2) + '\n';
}

}  // namespace bench
