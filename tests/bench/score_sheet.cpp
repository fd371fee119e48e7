// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/bench/score.hpp"

namespace score {
namespace {

constexpr std::size_t columns = 5;
using Cells = std::array<std::string, columns>;

std::string text_of(const Value& value) {
    const bool whole = value.value == static_cast<double>(static_cast<long long>(value.value));
    return whole ? fmt::format("{:.0f} {}", value.value, value.unit)
                 : fmt::format("{:.4g} {}", value.value, value.unit);
}

Cells cells_of(const Row& row) {
    return {row.what, row.limit, text_of(row.ours), row.kept ? "yes" : "NO",
            row.peer ? text_of(*row.peer) : "-"};
}

// Columns count characters, not octets of UTF-8.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & '\xC0') != '\x80'; }));
}

std::string line_of(const Cells& cells, const std::array<std::size_t, columns>& widths) {
    std::string line = "|";
    for (std::size_t i = 0; i < columns; ++i) {
        line += ' ' + cells[i] + std::string(widths[i] - width_of(cells[i]), ' ') + " |";
    }
    return line + '\n';
}

std::string table_of(const Scored& scored) {
    std::vector<Cells> lines{
        {"what", "limit", "ours", "kept", std::string(scored.section->peer)}
    };
    for (const Row& row : scored.rows) lines.push_back(cells_of(row));
    std::array<std::size_t, columns> widths{};
    for (const Cells& cells : lines) {
        for (std::size_t i = 0; i < columns; ++i) {
            widths[i] = std::max(widths[i], width_of(cells[i]));
        }
    }
    std::string text = line_of(lines.front(), widths) + '|';
    for (const std::size_t width : widths) text += std::string(width + 2, '-') + '|';
    text += '\n';
    for (std::size_t i = 1; i < lines.size(); ++i) text += line_of(lines[i], widths);
    return text;
}

nlohmann::ordered_json json_of(const Value& value) {
    return {
        {"value", value.value},
        {"unit",  value.unit }
    };
}

nlohmann::ordered_json json_of(const Row& row) {
    nlohmann::ordered_json entry{
        {"what",  row.what         },
        {"limit", row.limit        },
        {"kept",  row.kept         },
        {"ours",  json_of(row.ours)}
    };
    if (row.peer) entry["peer"] = json_of(*row.peer);
    return entry;
}

}  // namespace

Value counted(long n, long of) {
    return {static_cast<double>(n), fmt::format("of {}", of)};
}

std::string as_markdown(const Sheet& sheet) {
    std::string text = fmt::format(
        "# Score sheet\n\nMeasured {} at revision {}, seed {}{}, by `./tools/bench score`.\n",
        sheet.date, sheet.revision, sheet.settings.seed,
        sheet.settings.part == 1 ? "" : fmt::format(", 1 in {} trials", sheet.settings.part));
    for (const Scored& scored : sheet.sections) {
        text += fmt::format("\n## {}\n\n", scored.section->title) + table_of(scored);
    }
    return text;
}

std::string as_json(const Sheet& sheet) {
    nlohmann::ordered_json all{
        {"date",     sheet.date         },
        {"revision", sheet.revision     },
        {"seed",     sheet.settings.seed},
        {"part",     sheet.settings.part}
    };
    auto& sections = all["sections"] = nlohmann::ordered_json::array();
    for (const Scored& scored : sheet.sections) {
        nlohmann::ordered_json entry{
            {"name",  scored.section->name },
            {"title", scored.section->title},
            {"peer",  scored.section->peer }
        };
        auto& rows = entry["rows"] = nlohmann::ordered_json::array();
        for (const Row& row : scored.rows) rows.push_back(json_of(row));
        sections.push_back(std::move(entry));
    }
    return all.dump(2) + '\n';
}

}  // namespace score
