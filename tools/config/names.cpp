// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/names.hpp"

#include <ranges>
#include <set>

#include <fmt/format.h>

namespace tools {
namespace {

// How to make one.
std::string_view remedy(Thing thing) {
    switch (thing) {
        case Thing::station:
            return "add it to [[board.stations]]";
        case Thing::group:
            return "make it the group of some [[board.span]]";
        case Thing::menu:
            return "add it as [[menu]]";
        case Thing::queue:
            return "add it as [[queue]]";
        case Thing::mailbox:
            return "add it as [[mailbox]]";
        case Thing::span:
        case Thing::cable:
        case Thing::dahdi_span:
        case Thing::number:
        case Thing::agent:
        case Thing::dnis:
        case Thing::link:
        case Thing::device:
        case Thing::listener:
        case Thing::far_end:
            break;
    }
    return "add it";
}

}  // namespace

void Names::there_is(Thing thing, std::string_view name, const Place& place) {
    if (name.empty()) return;
    const auto [at, is_new] = there_[thing].emplace(name, place);
    if (!is_new) again_.push_back({thing, std::string(name), place});
}

void Names::there_are(Thing thing, std::string_view name, const Place& place) {
    there_[thing].emplace(name, place);
}

void Names::refers_to(Thing thing, std::string_view name, const Place& place) {
    references_.push_back({thing, std::string(name), place});
}

const std::map<std::string, Place, std::less<>>& Names::all(Thing thing) const {
    static const std::map<std::string, Place, std::less<>> none;
    const auto found = there_.find(thing);
    return found == there_.end() ? none : found->second;
}

void Names::check(Complaints& complaints) const {
    // Two ranges of stations may share thousands of numbers: the first says enough.
    std::set<std::pair<std::size_t, std::size_t>> told;
    for (const Use& again : again_) {
        const Place& first = there_.at(again.thing).find(again.name)->second;
        if (!told.emplace(first.line, again.place.line).second) continue;
        complaints.add(again.place,
                       fmt::format("{} \"{}\" is there already, as {} in line {}: choose another",
                                   name_of(again.thing), again.name, first.setting, first.line));
    }
    for (const Use& reference : references_) check(reference, complaints);
}

void Names::check(const Use& reference, Complaints& complaints) const {
    const auto& there = all(reference.thing);
    if (there.contains(reference.name)) return;
    const std::string_view meant = nearest(there | std::views::keys, reference.name);
    complaints.add(
        reference.place,
        fmt::format("there is no {} \"{}\": {}{}", name_of(reference.thing), reference.name,
                    remedy(reference.thing),
                    meant.empty() ? std::string() : fmt::format(", or write \"{}\"", meant)));
}

}  // namespace tools
