// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/style/floor_plan.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace style {
namespace {

struct Include {
    std::size_t line{};
    std::string_view header;
    bool quoted{};
};

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    return text;
}

std::optional<Include> include_in(std::string_view line) {
    line = trimmed(line);
    if (!line.starts_with('#')) return std::nullopt;
    line = trimmed(line.substr(1));
    if (!line.starts_with("include")) return std::nullopt;
    line = trimmed(line.substr(std::string_view("include").size()));
    if (line.empty() || (line.front() != '"' && line.front() != '<')) return std::nullopt;
    const bool quoted = line.front() == '"';
    const std::size_t end = line.find(quoted ? '"' : '>', 1);
    if (end == std::string_view::npos) return std::nullopt;
    return Include{0, line.substr(1, end - 1), quoted};
}

std::vector<Include> includes_of(std::string_view text) {
    std::vector<Include> includes;
    const auto lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto include = include_in(lines[i]);
        if (!include) continue;
        include->line = i + 1;
        includes.push_back(*include);
    }
    return includes;
}

bool is_in(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool is_in_any(std::string_view path, const Folders& folders) {
    return std::any_of(folders.begin(), folders.end(),
                       [&](std::string_view folder) { return is_in(path, folder); });
}

bool begins_with_any(std::string_view path, const Folders& beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view beginning) { return path.starts_with(beginning); });
}

std::optional<std::size_t> room_of(std::string_view path, const Folders& rooms) {
    for (std::size_t i = 0; i < rooms.size(); ++i) {
        if (is_in(path, rooms[i])) return i;
    }
    return std::nullopt;
}

// <vector> and <cstdint>, but not <unistd.h> or <fmt/format.h>.
bool is_standard(std::string_view header) {
    return std::all_of(header.begin(), header.end(), [](char c) {
        return c == '_' || (std::islower(static_cast<unsigned char>(c)) != 0) ||
               (std::isdigit(static_cast<unsigned char>(c)) != 0);
    });
}

std::string list_of(const Folders& words) {
    std::string list;
    for (const auto word : words) {
        if (!list.empty()) list += ", ";
        list += word;
    }
    return list;
}

class Checker {
  public:
    Checker(const SourceFile& file, const FloorPlan& plan) : file_(file), plan_(plan) {}

    std::vector<Finding> findings() {
        const auto room = room_of(file_.path, plan_.rooms);
        if (!room) {
            found(1, "a source file outside the rooms of the floor plan; move it into one");
            return findings_;
        }
        for (const auto& include : includes_of(file_.text)) {
            if (include.quoted) {
                check_own(include, *room);
            } else {
                check_fence(include);
            }
        }
        return findings_;
    }

  private:
    void found(std::size_t line, const std::string& text) {
        findings_.push_back({file_.path, line, text});
    }

    void check_own(const Include& include, std::size_t room) {
        const std::string what = "includes \"" + std::string(include.header) + "\": ";
        const auto other = room_of(include.header, plan_.rooms);
        if (!other) {
            found(include.line, what +
                                    "that names no room; write our own headers from the top of the "
                                    "tree and libraries' in <>");
            return;
        }
        if (*other > room) {
            found(include.line,
                  what + std::string(plan_.rooms[*other]) + " stands below " +
                      std::string(plan_.rooms[room]) +
                      " in the floor plan; let the other side include this one, or hand it over as "
                      "plain data or an interface of this room");
            return;
        }
        for (const auto& border : plan_.borders) check_border(include, border);
    }

    void check_border(const Include& include, const Border& border) {
        if (!is_in_any(file_.path, border.of) || !is_in_any(include.header, border.from)) return;
        if (is_in_any(include.header, border.of) || begins_with_any(include.header, border.only)) {
            return;
        }
        found(include.line, "includes \"" + std::string(include.header) +
                                "\": " + std::string(border.name) + " only " +
                                list_of(border.only) + "; let a message carry it");
    }

    void check_fence(const Include& include) {
        const std::string what = "includes <" + std::string(include.header) + ">: ";
        const Fence* nearest = nullptr;  // the longest that fits
        for (const auto& fence : plan_.fences) {
            const bool fits = include.header.starts_with(fence.header);
            if (fits && (nearest == nullptr || fence.header.size() > nearest->header.size())) {
                nearest = &fence;
            }
        }
        if (nearest == nullptr) {
            if (is_standard(include.header)) return;
            found(include.line,
                  what +
                      "a header of no library we use; use one we have, or give it a fence in "
                      "tests/style/floor_plan_test.cpp");
            return;
        }
        if (is_in(file_.path, "tests") || begins_with_any(file_.path, nearest->places)) return;
        found(include.line, what + "fenced in " +
                                (nearest->places.empty() ? "tests" : list_of(nearest->places)) +
                                "; ask that place for what you need");
    }

    const SourceFile& file_;
    const FloorPlan& plan_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> breaches(const SourceFile& file, const FloorPlan& plan) {
    return Checker(file, plan).findings();
}

}  // namespace style
