// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/twin/scenario.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include <fmt/ranges.h>

#include "tools/twin/lines.hpp"
#include "tools/twin/scenario_tables.hpp"
#include "tools/twin/toml_fields.hpp"

namespace tools::twin {

using office::TomlTable;
using office::TomlTroubles;

namespace {

// "to_center.cut = true, from_center.cut = true"
std::string words_of(const toml::table& table, const std::string& prefix) {
    std::vector<std::string> words;
    for (const auto& [key, value] : table) {
        const std::string name = prefix + std::string(key.str());
        if (const toml::table* inner = value.as_table()) {
            words.push_back(words_of(*inner, name + "."));
        } else {
            std::ostringstream text;
            value.visit([&text](const auto& one) {
                if constexpr (toml::is_value<decltype(one)>) text << one;
            });
            words.push_back(name + " = " + text.str());
        }
    }
    return fmt::format("{}", fmt::join(words, ", "));
}

template <class T>
T read_all_fields(const toml::table& table, TomlTroubles& troubles) {
    T value{};
    TomlTable reader(table, troubles);
    read_fields(reader, value);
    reader.finish();
    return value;
}

bool read_span(TomlTable& table, Happening& happening) {
    SpanDisturbed span;
    if (!table.read_number("span", span.span.value)) return false;
    span.line = table_at(table, "line");
    span.exchange = table_at(table, "exchange");
    span.clock = table_at(table, "clock");
    const auto line = read_all_fields<driver::LineFaults>(span.line, table.troubles());
    if (const auto checked = check(line); !checked) table.trouble("line: " + checked.error());
    (void)read_all_fields<office::TrunkFaults>(span.exchange, table.troubles());
    (void)read_all_fields<office::TrunkClockSetup>(span.clock, table.troubles());
    std::vector<std::string> words;
    for (const auto& [settings, name] : {
             std::pair{&span.line,     ""         },
             std::pair{&span.exchange, "exchange."},
             std::pair{&span.clock,    "clock."   }
    }) {
        if (!settings->empty()) words.push_back(words_of(*settings, name));
    }
    if (words.empty()) {
        table.trouble("happening: say what: line = {…}, exchange = {…} or clock = {…}");
    }
    happening.words = fmt::format("span {}: {}", span.span.value, fmt::join(words, ", "));
    happening.what = std::move(span);
    return true;
}

bool read_office(TomlTable& table, Happening& happening) {
    if (!table.has("office")) return false;
    const toml::table settings = table_at(table, "office");
    const OfficeDisturbed office{read_all_fields<office::OfficeFaults>(settings, table.troubles())};
    happening.words = "outside: " + words_of(settings, "");
    happening.what = office;
    return true;
}

bool read_board(TomlTable& table, Happening& happening) {
    BoardPulled board;
    if (!table.read_number("pull_board", board.board)) return false;
    if (board.board == 0) table.trouble("pull_board: boards count from 1");
    happening.words = fmt::format("board {} is pulled out", board.board);
    happening.what = board;
    return true;
}

bool read_stall(TomlTable& table, Happening& happening) {
    TicksStalled stall;
    if (!read_seconds(table, "stall", stall.lasts)) return false;
    table.read("lost", stall.lost);
    happening.words = fmt::format("no tick for {} ms{}", stall.lasts.count(),
                                  stall.lost ? ", and what came is lost" : "");
    happening.what = stall;
    return true;
}

bool read_kill(TomlTable& table, Happening& happening) {
    std::string killed;
    if (!table.read("kill", killed)) return false;
    if (killed != "control") table.trouble("kill: only \"control\" can be killed here");
    happening.words = "control is killed";
    happening.what = ControlKilled{};
    return true;
}

Happening read_happening(TomlTable table) {
    Happening happening;
    if (!read_seconds(table, "at", happening.at)) table.trouble("happening: say when: at = 10.5");
    Ticks until{};
    if (read_seconds(table, "until", until)) {
        happening.until = until;
        if (until <= happening.at) table.trouble("until: must be after at");
    }
    const bool is_known = read_span(table, happening) || read_office(table, happening) ||
                          read_board(table, happening) || read_stall(table, happening) ||
                          read_kill(table, happening);
    if (!is_known) table.trouble("happening: say what: span, office, pull_board, stall or kill");
    const bool is_moment = std::holds_alternative<TicksStalled>(happening.what) ||
                           std::holds_alternative<ControlKilled>(happening.what);
    if (happening.until && is_moment) table.trouble("until: this is over at once");
    table.finish();
    return happening;
}

void read_center(TomlTable& table, Scenario& scenario, const std::filesystem::path& folder) {
    std::string center;
    if (table.read("center", center)) scenario.center = folder / center;
    table.read_number("spans", scenario.spans);
    table.read_number("agents", scenario.agents);
    std::string line = "e1";
    table.read("line", line);
    scenario.t1 = line == "t1";
    if (line != "e1" && line != "t1") table.trouble("line: must be e1 or t1");
    if (scenario.spans < 1 || scenario.spans > 64 || scenario.agents > 900) {
        table.trouble("the demo's center has 1 to 64 spans and at most 900 agents");
    }
    const bool demo = table.has("spans") || table.has("agents") || table.has("line");
    if (!center.empty() && demo) {
        table.trouble("center: spans, line and agents are those of that file: remove them here");
    }
}

Scenario read_all(TomlTable& table, const std::filesystem::path& file) {
    Scenario scenario;
    scenario.name = file.string();
    scenario.title = file.stem().string();
    table.read("title", scenario.title);
    read_seconds(table, "lasts", scenario.lasts);
    table.read("wait_for_lines", scenario.waits);
    table.read("both_network", scenario.both_network);
    double ppm = 0;
    if (table.read("oscillator_ppm", ppm)) {
        if (!(ppm >= -100 && ppm <= 100)) table.trouble("oscillator_ppm: must be -100 to 100");
        scenario.oscillator_ppb = static_cast<std::int32_t>(std::lround(ppm * 1000));
    }
    read_seconds(table, "line_lost_after", scenario.line_lost_after);
    read_center(table, scenario, file.parent_path());
    // The demo's center has its agents under [[agent]]; `agents` is how many.
    scenario.people = office::read_scenario(table);
    scenario.seed = scenario.people.seed.value_or(scenario.seed);
    for (const toml::table* one : table.tables("happening")) {
        scenario.happenings.push_back(read_happening({*one, table.troubles()}));
    }
    std::ranges::stable_sort(scenario.happenings, {}, &Happening::at);
    for (const toml::table* one : table.tables("expect")) {
        scenario.expectations.push_back(read_expectation(
            {*one, table.troubles()}, static_cast<int>(one->source().begin.line), scenario.lasts));
    }
    return scenario;
}

}  // namespace

driver::Result<Scenario> parse_scenario(std::string_view text, const std::filesystem::path& file) {
    TomlTroubles troubles{file.string()};
    try {
        const toml::table root = toml::parse(text, file.string());
        TomlTable table(root, troubles);
        auto scenario = read_all(table, file);
        table.finish();
        if (troubles.all.empty()) return scenario;
    } catch (const toml::parse_error& error) {
        troubles.all.push_back(fmt::format("{}:{}: {}", file.string(), error.source().begin.line,
                                           error.description()));
    }
    return driver::Error{fmt::format("{}", fmt::join(troubles.all, "\n"))};
}

driver::Result<Scenario> read_scenario(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return driver::Error{file.string() + ": cannot be read: check name and rights"};
    }
    return parse_scenario(std::string(std::istreambuf_iterator<char>(stream), {}), file);
}

}  // namespace tools::twin
