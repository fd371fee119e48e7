// SPDX-License-Identifier: GPL-2.0-or-later
// One table of trunkline.toml, read setting by setting. Whatever is wrong is noted with its line
// and a remedy, and reading goes on, so that all mistakes are told at once.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "driver/base/fields.hpp"
#include "driver/base/ticks.hpp"
#include "pbx/journal/events.hpp"

namespace tools {

// Mistakes found so far: "trunkline.toml:12: [[queue]] ring: is 0: write 1 to 600 seconds".
class Complaints {
  public:
    explicit Complaints(std::string file) : file_(std::move(file)) {}
    void add(std::size_t line, const std::string& what);
    [[nodiscard]] bool none() const { return lines_.empty(); }
    [[nodiscard]] std::size_t count() const { return lines_.size(); }
    // One mistake a line, in the order of the file.
    [[nodiscard]] std::string text() const;

  private:
    std::string file_;
    std::multimap<std::size_t, std::string> lines_;
};

class Section {
  public:
    // `name` as people write it: "[center]", "[[queue]]". A missing table reads as empty.
    Section(const toml::table* table, std::string name, std::size_t line, Complaints& complaints);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::size_t line() const { return line_; }
    // The line of a setting, or of the table if it is not there.
    [[nodiscard]] std::size_t line_of(std::string_view key) const;
    void complain(std::string_view key, const std::string& what) const;

    // Each reads one setting; a missing one gives `fallback`, or is a mistake if there is none.
    std::string text(std::string_view key, std::optional<std::string> fallback = {});
    std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most,
                        std::optional<std::int64_t> fallback = {});
    driver::Ticks seconds(std::string_view key, double least, double most,
                          std::optional<driver::Ticks> fallback = {});
    bool yes(std::string_view key, bool fallback);
    std::vector<std::string> texts(std::string_view key);
    // 1 to 31 letters, digits, - or _.
    pbx::Name name(std::string_view key, std::optional<std::string> fallback = {});
    // 1 to 23 of 0-9 * #.
    std::string digits(std::string_view key, std::optional<std::string> fallback = {});
    template <class Choice>
    Choice choice(std::string_view key, std::optional<Choice> fallback, std::string_view offered);

    // Sections within: [[board.span]]. A single table counts as one.
    std::vector<Section> sections(std::string_view key);
    Section section(std::string_view key);
    // Settings nobody asked for are mistakes; the nearest known name is offered.
    void done() const;

  private:
    const toml::node* find(std::string_view key);
    template <class Value>
    std::optional<Value> value(std::string_view key, std::string_view kind, bool required);

    const toml::table* table_;
    std::string name_;
    std::size_t line_;
    Complaints* complaints_;
    std::set<std::string, std::less<>> known_;
};

template <class Choice>
Choice Section::choice(std::string_view key, std::optional<Choice> fallback,
                       std::string_view offered) {
    const std::string written =
        text(key, fallback ? std::optional<std::string>(name_of(*fallback)) : std::nullopt);
    Choice chosen{};
    if (!written.empty() && !value_named(written, chosen)) {
        complain(key, "\"" + written + "\" is none of the choices: write " + std::string(offered));
    }
    return chosen;
}

}  // namespace tools
