// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/twin/scenario_tables.hpp"

#include <cmath>

namespace tools::twin {

using office::TomlTable;

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

namespace {

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

}  // namespace

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

}  // namespace tools::twin
