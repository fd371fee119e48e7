// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/alarms.hpp"

#include <algorithm>

namespace acd {

void Alarms::raise(std::string_view alarm, std::string_view about, const std::string& text) {
    const std::pair key{std::string(alarm), std::string(about)};
    if (!raised_.emplace(key, context_.now).second) return;
    context_.tell(pbx::AlarmChanged{alarm, true, text});
}

void Alarms::clear(std::string_view alarm, const std::string& text) {
    const auto over =
        std::erase_if(raised_, [&](const auto& one) { return one.first.first == alarm; });
    if (over > 0) context_.tell(pbx::AlarmChanged{alarm, false, text});
}

void Alarms::clear(std::string_view alarm, std::string_view about, const std::string& text) {
    if (raised_.erase({std::string(alarm), std::string(about)}) == 0 || is_raised(alarm)) return;
    context_.tell(pbx::AlarmChanged{alarm, false, text});
}

std::optional<Ticks> Alarms::since(std::string_view alarm) const {
    std::optional<Ticks> first;
    for (const auto& [key, at] : raised_) {
        if (key.first == alarm) first = std::min(first.value_or(at), at);
    }
    return first;
}

void Alarms::remember(pbx::Rested& rested) const {
    for (const auto& [key, at] : raised_) rested.alarms.push_back({key.first, key.second, at});
}

void Alarms::recall(const pbx::Rested& rested) {
    for (const pbx::RaisedAlarm& one : rested.alarms) {
        raised_[{std::string(one.alarm.view()), std::string(one.about.view())}] = one.since;
    }
}

}  // namespace acd
