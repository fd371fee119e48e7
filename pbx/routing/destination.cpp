// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/routing/destination.hpp"

#include <algorithm>
#include <charconv>

namespace pbx {
namespace {

constexpr std::string_view forms =
    "write menu:NAME, queue:NAME, station:NUMBER, number:DIGITS, fax:NAME, mailbox:NUMBER, "
    "messages:NUMBER, messages:own or release:CAUSE";

driver::Error wrong(std::string_view text, std::string_view why) {
    return {"destination \"" + std::string(text) + "\" " + std::string(why) + ": " +
            std::string(forms)};
}

bool all_dialable(std::string_view digits) {
    return !digits.empty() && std::ranges::all_of(digits, [](char c) {
        return (c >= '0' && c <= '9') || c == '*' || c == '#';
    });
}

driver::Result<Destination> release_with(std::string_view text, std::string_view cause) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(cause.data(), cause.data() + cause.size(), value);
    if (error != std::errc{} || end != cause.data() + cause.size() || value < 1 || value > 127) {
        return wrong(text, "needs a Q.850 cause from 1 to 127");
    }
    return Destination{ToRelease{static_cast<Cause>(value)}};
}

}  // namespace

driver::Result<Destination> parse_destination(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return wrong(text, "has no kind");
    const auto kind = text.substr(0, colon);
    const auto target = text.substr(colon + 1);
    if (kind == "menu" || kind == "queue" || kind == "fax") {
        if (target.empty() || !Name::fits(target))
            return wrong(text, "needs a name of 1 to 31 letters");
        if (kind == "menu") return Destination{ToMenu{target}};
        if (kind == "fax") return Destination{ToFax{target}};
        return Destination{ToQueue{target}};
    }
    if (kind == "messages" && target == "own") return Destination{ToMessages{}};
    if (kind == "station" || kind == "number" || kind == "mailbox" || kind == "messages") {
        if (!all_dialable(target) || !Number::fits(target))
            return wrong(text, "needs 1 to 23 digits");
        if (kind == "station") return Destination{ToStation{target}};
        if (kind == "mailbox") return Destination{ToMailbox{target}};
        if (kind == "messages") return Destination{ToMessages{target}};
        return Destination{
            ToNumber{target, {}}
        };
    }
    if (kind == "release") return release_with(text, target);
    return wrong(text, "is of no known kind");
}

std::string_view kind_of(const Destination& destination) {
    constexpr std::string_view kinds[] = {"menu",    "queue", "station", "number",  "release",
                                          "feature", "fax",   "mailbox", "messages"};
    return kinds[destination.index()];
}

std::string target_of(const Destination& destination) {
    struct Target {
        std::string operator()(const ToMenu& to) const { return std::string(to.menu.view()); }
        std::string operator()(const ToQueue& to) const { return std::string(to.queue.view()); }
        std::string operator()(const ToStation& to) const { return std::string(to.station.view()); }
        std::string operator()(const ToNumber& to) const { return std::string(to.number.view()); }
        std::string operator()(const ToRelease& to) const {
            return std::to_string(static_cast<unsigned>(to.cause));
        }
        std::string operator()(const ToMailbox& to) const { return std::string(to.mailbox.view()); }
        std::string operator()(const ToMessages& to) const {
            return to.mailbox.empty() ? "own" : std::string(to.mailbox.view());
        }
        std::string operator()(const ToFeature& to) const {
            return std::string(name_of(to.feature));
        }
        std::string operator()(const ToFax& to) const { return std::string(to.box.view()); }
    };
    return std::visit(Target{}, destination);
}

}  // namespace pbx
