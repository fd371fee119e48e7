// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/twin/scenario.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include <fmt/ranges.h>

#include "tools/twin/lines.hpp"
#include "tools/twin/toml_fields.hpp"

namespace tools::twin {

using office::TomlTable;
using office::TomlTroubles;

namespace {

// Seconds, as in trunkline.toml; parts of them may be told.
bool read_seconds(TomlTable& table, std::string_view key, Ticks& value) {
    double seconds = 0;
    if (!table.read(key, seconds)) return false;
    if (!(seconds >= 0 && seconds <= 31'536'000)) {
        table.troubles().add(*table.node(key),
                             fmt::format("{}: must be a number of seconds, at most a year", key));
        return false;
    }
    value = Ticks{std::llround(seconds * 1000)};
    return true;
}

toml::table table_at(TomlTable& table, std::string_view key) {
    const toml::node* node = table.node(key);
    if (node == nullptr) return {};
    if (const toml::table* found = node->as_table()) return *found;
    table.troubles().add(*node, fmt::format("{}: must be a table", key));
    return {};
}

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
void check(const toml::table& table, TomlTroubles& troubles) {
    T scratch{};
    TomlTable reader(table, troubles);
    read_fields(reader, scratch);
    reader.finish();
}

bool read_span(TomlTable& table, Happening& happening) {
    SpanDisturbed span;
    if (!table.read_number("span", span.span.value)) return false;
    span.line = table_at(table, "line");
    span.exchange = table_at(table, "exchange");
    span.clock = table_at(table, "clock");
    check<driver::LineFaults>(span.line, table.troubles());
    check<office::TrunkFaults>(span.exchange, table.troubles());
    check<office::TrunkClockSetup>(span.clock, table.troubles());
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
    OfficeDisturbed office;
    TomlTable reader(settings, table.troubles());
    read_fields(reader, office.faults);
    reader.finish();
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

Json json_of(const toml::table& table) {
    Json object = Json::object();
    for (const auto& [key, value] : table) {
        const std::string name(key.str());
        if (const auto* number = value.as_integer()) object[name] = number->get();
        if (const auto* number = value.as_floating_point()) object[name] = number->get();
        if (const auto* yes = value.as_boolean()) object[name] = yes->get();
        if (const auto* text = value.as_string()) object[name] = text->get();
        if (const auto* inner = value.as_table()) object[name] = json_of(*inner);
    }
    return object;
}

// ── expectations ────────────────────────────────────────────────────────────────────────────────

EventExpected read_event(TomlTable& table, Ticks lasts) {
    EventExpected event;
    event.members = json_of(table_at(table, "with"));
    event.to = lasts;
    read_seconds(table, "from", event.from);
    read_seconds(table, "to", event.to);
    return event;
}

bool read_what(TomlTable& table, Expectation& expectation, Ticks lasts) {
    std::string name;
    for (const auto& [key, active] : {
             std::pair{"alarm",      true },
             std::pair{"alarm_over", false}
    }) {
        if (!table.read(key, name)) continue;
        EventExpected event = read_event(table, lasts);
        event.type = "system.alarm";
        event.members["alarm"] = name;
        event.members["active"] = active;
        expectation.what = std::move(event);
        return true;
    }
    if (table.read("event", name)) {
        EventExpected event = read_event(table, lasts);
        event.type = name;
        expectation.what = std::move(event);
        return true;
    }
    if (table.read("list", name)) {
        ItemExpected item{name, json_of(table_at(table, "with")), {}, lasts};
        table.read("member", item.member);
        if (!item.member.starts_with('/') || item.member.find('~') != std::string::npos) {
            table.trouble("list: say which member of the item: member = \"/status/slips\"");
        }
        read_seconds(table, "at", item.at);
        expectation.what = std::move(item);
        return true;
    }
    if (table.read("outside", name)) {
        expectation.what = OutsideExpected{name};
        return true;
    }
    NoOtherAlarm alarms;
    if (!table.read("only_alarms", alarms.alarms)) return false;
    expectation.what = std::move(alarms);
    return true;
}

Expectation read_expectation(TomlTable table, int line, Ticks lasts) {
    Expectation expectation;
    expectation.line = line;
    if (!read_what(table, expectation, lasts)) {
        table.trouble("expect: say what: alarm, alarm_over, event, list, outside or only_alarms");
    }
    double exactly = 0;
    if (table.read("exactly", exactly)) expectation.least = expectation.most = exactly;
    table.read("least", expectation.least);
    if (table.read("most", expectation.most) && !table.has("least")) {
        expectation.least = -std::numeric_limits<double>::infinity();
    }
    table.finish();
    return expectation;
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
