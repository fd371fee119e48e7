// SPDX-License-Identifier: GPL-2.0-or-later
// What others may ask the call model.
#include <algorithm>
#include <ranges>

#include "pbx/call/call_model.hpp"

namespace pbx {

const Leg* CallModel::leg(LegId id) const {
    const auto found = legs_.find(id);
    return found == legs_.end() ? nullptr : &found->second;
}

const Call* CallModel::call(CallId id) const {
    const auto found = calls_.find(id);
    return found == calls_.end() ? nullptr : &found->second;
}

const Leg* CallModel::leg_on(LineId line) const {
    const Leg* newest = nullptr;
    const auto begin = legs_.lower_bound(LegId::incoming(line, 0));
    for (auto it = begin; it != legs_.end() && it->second.line == line; ++it) {
        if (!it->second.letting_go && (newest == nullptr || it->second.since >= newest->since)) {
            newest = &it->second;
        }
    }
    return newest;
}

bool CallModel::is_free(LineId line) const {
    if (!lines_.contains(line) || !in_service(line)) return false;
    const auto first = legs_.lower_bound(LegId::incoming(line, 0));
    return first == legs_.end() || first->second.line != line;
}

std::optional<LineId> CallModel::free_trunk(std::string_view group, SpanId last) const {
    std::optional<LineId> of_last;
    for (const Line& line : std::views::reverse(lines_.all())) {
        if (line.is_station() || line.group.view() != group || !is_free(line.device.line)) continue;
        if (line.device.span != last) return line.device.line;
        if (!of_last) of_last = line.device.line;
    }
    return of_last;
}

bool CallModel::any_in_service(std::string_view group) const {
    return std::ranges::any_of(lines_.all(), [&](const Line& line) {
        return !line.is_station() && line.group.view() == group && in_service(line.device.line);
    });
}

std::optional<LegId> CallModel::agent_of(const Call& call) const {
    for (const Party& party : std::views::reverse(call.parties)) {
        if (!party.supervises() && lines_[party.leg.line()].is_station()) return party.leg;
    }
    return std::nullopt;
}

std::size_t CallModel::calls_of(ContactId contact) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        calls_, [&](const auto& entry) { return entry.second.contact == contact; }));
}

}  // namespace pbx
