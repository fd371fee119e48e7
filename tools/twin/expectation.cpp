// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/twin/expectation.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/ranges.h>

namespace tools::twin {
namespace {

std::string time_of(Ticks at) {
    return fmt::format("{:.3f}", static_cast<double>(at.count()) / 1000);
}

std::string how_many(const Expectation& expectation) {
    const auto [least, most] = std::pair(expectation.least, expectation.most);
    if (least == most) return fmt::format("{}", least);
    if (std::isinf(most)) return fmt::format("at least {}", least);
    if (std::isinf(least)) return fmt::format("at most {}", most);
    return fmt::format("{} to {}", least, most);
}

std::string words(const EventExpected& event, const std::string& number) {
    return fmt::format("{} × {} {} from {} to {}", number, event.type, event.members.dump(),
                       time_of(event.from), time_of(event.to));
}

std::string words(const ItemExpected& item, const std::string& number) {
    return fmt::format("{} of {} {} is {} at {}", item.member, item.list, item.members.dump(),
                       number, time_of(item.at));
}

std::string words(const OutsideExpected& outside, const std::string& number) {
    return fmt::format("{} of the world outside is {}", outside.member, number);
}

std::string words(const NoOtherAlarm& alarms, const std::string& /*number*/) {
    return fmt::format("no alarm but: {}", fmt::join(alarms.alarms, ", "));
}

// ── judging ─────────────────────────────────────────────────────────────────────────────────────

bool fits(const Expectation& expectation, double number) {
    return number >= expectation.least && number <= expectation.most;
}

void look_at(const Json& where, const std::string& pointer, Judgement& judgement) {
    const Json::json_pointer place(pointer);
    if (!where.contains(place)) {
        judgement.text = "there is no " + pointer;
        return;
    }
    const Json& found = where.at(place);
    if (found.is_boolean()) {
        judgement.found = found.get<bool>() ? 1 : 0;
    } else if (found.is_number()) {
        judgement.found = found.get<double>();
    } else {
        judgement.text = found.dump();
        return;
    }
    judgement.met = fits(*judgement.expectation, judgement.found);
}

void judge(const EventExpected& event, const Outcome& outcome, Judgement& judgement) {
    for (const Heard& one : outcome.heard) {
        const bool counts = one.at >= event.from && one.at <= event.to &&
                            one.event.value("type", std::string{}) == event.type &&
                            has_members(one.event, event.members);
        if (counts) ++judgement.found;
    }
    judgement.met = fits(*judgement.expectation, judgement.found);
}

void judge(const ItemExpected& item, const Outcome& outcome, Judgement& judgement) {
    judgement.text = "there is no such item";
    for (const Looked& looked : outcome.looked) {
        if (looked.expectation != judgement.expectation || !looked.items) continue;
        for (const Json& one : *looked.items) {
            if (!has_members(one, item.members)) continue;
            judgement.text.clear();
            look_at(one, item.member, judgement);
        }
    }
}

void judge(const OutsideExpected& outside, const Outcome& outcome, Judgement& judgement) {
    look_at(outcome.outside, "/" + outside.member, judgement);
}

void judge(const NoOtherAlarm& expected, const Outcome& outcome, Judgement& judgement) {
    judgement.met = true;
    for (const Heard& one : outcome.heard) {
        if (one.at < Ticks{} || one.event.value("type", std::string{}) != "system.alarm") continue;
        const std::string alarm = one.event.value("alarm", std::string{});
        const bool known = std::ranges::any_of(
            expected.alarms, [&alarm](const auto& pattern) { return stands_for(pattern, alarm); });
        if (known) continue;
        judgement.met = false;
        judgement.text = alarm;
    }
}

}  // namespace

Judgement judge(const Expectation& expectation, const Outcome& outcome) {
    Judgement judgement{&expectation, false, 0, {}};
    std::visit([&](const auto& what) { judge(what, outcome, judgement); }, expectation.what);
    return judgement;
}

bool has_members(const Json& item, const Json& members) {
    for (const auto& [name, value] : members.items()) {
        const auto found = item.find(name);
        if (found == item.end()) return false;
        const bool same = value.is_object() ? has_members(*found, value) : *found == value;
        if (!same) return false;
    }
    return true;
}

bool stands_for(std::string_view pattern, std::string_view name) {
    if (!pattern.ends_with('*')) return pattern == name;
    return name.starts_with(pattern.substr(0, pattern.size() - 1));
}

std::string sentence(const Expectation& expectation) {
    return std::visit([&](const auto& what) { return words(what, how_many(expectation)); },
                      expectation.what);
}

}  // namespace tools::twin
