// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/routing/dial_plan.hpp"

#include <algorithm>

namespace pbx {
namespace {

struct Match {
    Dialled dialled{Dialled::wrong};
    std::size_t literals{};
};

// How far `digits` agree with `pattern`.
Match match(std::string_view pattern, std::string_view digits) {
    Match result;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '.')
            return {digits.size() > i ? Dialled::maybe : Dialled::more, result.literals};
        if (i == digits.size()) return {Dialled::more, result.literals};
        if (pattern[i] == 'x') {
            if (digits[i] < '0' || digits[i] > '9') return {};
        } else if (pattern[i] != digits[i]) {
            return {};
        } else {
            ++result.literals;
        }
    }
    if (digits.size() == pattern.size()) result.dialled = Dialled::complete;
    return result;
}

}  // namespace

DialPlan::DialPlan(std::vector<Route> incoming, std::vector<Route> inside, Features features,
                   Outside outside)
    : incoming_(std::move(incoming)),
      inside_(std::move(inside)),
      features_(std::move(features)),
      outside_(std::move(outside)) {}

std::optional<Destination> DialPlan::incoming(std::string_view dnis) const {
    const Route* best = nullptr;
    std::size_t literals = 0;
    for (const Route& route : incoming_) {
        const Match found = match(route.pattern, dnis);
        if (found.dialled != Dialled::complete && found.dialled != Dialled::maybe) continue;
        if (best == nullptr || found.literals > literals) {
            best = &route;
            literals = found.literals;
        }
    }
    if (best == nullptr) return std::nullopt;
    return best->to;
}

// Feature codes: log-in is followed by the agent's number and #; the others stand alone.
Outcome DialPlan::feature(std::string_view digits) const {
    const std::pair<const std::string*, Feature> simple[] = {
        {&features_.log_out,   Feature::log_out  },
        {&features_.ready,     Feature::ready    },
        {&features_.not_ready, Feature::not_ready},
    };
    for (const auto& [code, feature] : simple) {
        if (!code->empty() && digits == *code)
            return {
                Dialled::complete, ToFeature{feature, {}}
            };
    }
    if (!features_.messages.empty() && digits == features_.messages) {
        return {Dialled::complete, ToMessages{}};
    }
    const std::string& log_in = features_.log_in;
    if (!log_in.empty() && digits.starts_with(log_in)) {
        const auto rest = digits.substr(log_in.size());
        if (rest.ends_with('#') && rest.size() > 1) {
            return {
                Dialled::complete, ToFeature{Feature::log_in, rest.substr(0, rest.size() - 1)}
            };
        }
        return {rest.ends_with('#') ? Dialled::wrong : Dialled::more, {}};
    }
    const bool could_be = std::ranges::any_of(
        std::initializer_list<const std::string*>{&log_in, &features_.messages, simple[0].first,
                                                  simple[1].first, simple[2].first},
        [&](const std::string* code) { return !code->empty() && code->starts_with(digits); });
    return {could_be ? Dialled::more : Dialled::wrong, {}};
}

Outcome DialPlan::inside(std::string_view digits) const {
    if (digits.empty()) return {Dialled::more, {}};
    Outcome best = feature(digits);
    if (best.dialled == Dialled::complete) return best;
    bool more = best.dialled == Dialled::more;  // something else goes on from here
    std::optional<std::size_t> literals;        // of the best route so far
    for (const Route& route : inside_) {
        const Match found = match(route.pattern, digits);
        more = more || found.dialled == Dialled::more || found.dialled == Dialled::maybe;
        if (found.dialled != Dialled::complete && found.dialled != Dialled::maybe) continue;
        if (literals && found.literals <= *literals) continue;
        best = {found.dialled, route.to};
        literals = found.literals;
    }
    const std::string& prefix = outside_.prefix;
    if (!prefix.empty() && digits.starts_with(prefix) && digits.size() > prefix.size()) {
        if (!literals) {
            const Number number(digits.substr(prefix.size()));
            return {
                Dialled::maybe, ToNumber{number, outside_.group}
            };
        }
        more = true;
    }
    more = more || (!prefix.empty() && prefix.starts_with(digits));
    if (!literals) return {more ? Dialled::more : Dialled::wrong, {}};
    return {more ? Dialled::maybe : best.dialled, best.to};
}

}  // namespace pbx
