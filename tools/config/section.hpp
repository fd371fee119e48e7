// SPDX-License-Identifier: GPL-2.0-or-later
// One table of trunkline.toml, read setting by setting. Whatever is wrong is noted with its line
// and a remedy, and reading goes on, so that all mistakes are told at once.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "driver/base/fields.hpp"
#include "driver/base/ticks.hpp"
#include "pbx/journal/events.hpp"
#include "tools/config/complaints.hpp"
#include "tools/config/without_secrets.hpp"

namespace tools {

class Section {
  public:
    // The whole file, whose tables are sections within.
    Section(const toml::table& file, Complaints& complaints);

    // Whether the file says anything about it.
    [[nodiscard]] bool has(std::string_view key) const;
    // Of a setting; of the table if the setting is not there.
    [[nodiscard]] Place place(std::string_view key) const;
    void complain(std::string_view key, const std::string& what) const;
    // Where its value begins; nothing if it is missing.
    [[nodiscard]] std::optional<Position> begin_of(std::string_view key) const;

    // Each reads one setting. A missing one gives `fallback`, or is a mistake if there is none; a
    // wrong one is a mistake and gives `fallback` or nothing much.
    std::string text(std::string_view key, std::string fallback);
    // Without a fallback: nothing if it is missing or no text, which is told.
    std::optional<std::string> text(std::string_view key);
    std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most,
                        std::optional<std::int64_t> fallback = {});
    // One of the numbers offered, which begin with the fallback.
    std::int64_t number_of(std::string_view key, std::initializer_list<std::int64_t> offered);
    driver::Ticks seconds(std::string_view key, double least, double most, driver::Ticks fallback);
    bool yes(std::string_view key, bool fallback);
    std::vector<std::string> texts(std::string_view key);
    // None if it is missing.
    std::vector<double> numbers(std::string_view key, double least, double most);
    // 1 to 31 letters, digits, - or _. Empty only if the fallback is.
    pbx::Name name(std::string_view key, const std::optional<std::string>& fallback = {});
    // 1 to 23 of 0-9 * #. Where there is a fallback, empty means none.
    std::string digits(std::string_view key, const std::optional<std::string>& fallback = {});
    template <class Choice>
    Choice choice(std::string_view key, Choice fallback, std::string_view offered);

    // Tables within: [[board.span]]. One that is written [board.span] counts, too.
    std::vector<Section> sections(std::string_view key);
    // The one table [center]; empty if it is missing.
    Section section(std::string_view key);
    // Settings nobody asked for are mistakes; the nearest known name is offered.
    void done() const;

  private:
    // Tables of which there is one, [center], and of which there may be many, [[queue]].
    enum class Kind { one, many };
    Section(const toml::table* table, std::string path, Kind kind, Complaints& complaints);
    [[nodiscard]] std::string heading() const;
    [[nodiscard]] std::string inner(std::string_view key) const;
    const toml::node* find(std::string_view key);
    void missing(std::string_view key, std::string_view kind) const;
    template <class Value>
    std::optional<Value> value(std::string_view key, std::string_view kind, bool required);

    const toml::table* table_;  // nullptr: the file has no such table
    std::string path_;          // "board.span"; empty for the file
    Kind kind_;
    Complaints* complaints_;
    std::set<std::string, std::less<>> known_;
};

template <class Choice>
Choice Section::choice(std::string_view key, Choice fallback, std::string_view offered) {
    const std::string written = text(key, std::string(name_of(fallback)));
    Choice chosen = fallback;
    if (!value_named(written, chosen)) {
        complain(key, "\"" + written + "\" is none of the choices: write " + std::string(offered));
    }
    return chosen;
}

}  // namespace tools
