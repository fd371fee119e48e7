// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/script.hpp"

#include <fmt/format.h>

namespace tools::office {

CallerScript script_of(const Personality& personality, Ticks at) {
    CallerScript script{
        .name = "random", .ani = personality.ani, .dnis = personality.dnis, .at = at};
    script.steps.emplace_back(ExpectAnswer{});
    for (const auto& digits : personality.menu) {
        script.steps.emplace_back(ExpectPause{});
        script.steps.emplace_back(Press{digits});
    }
    script.steps.emplace_back(Queue{personality.waits, personality.patience});
    if (personality.hangs_up_first) {
        script.steps.emplace_back(Talk{.time = personality.talk});
    } else {
        script.steps.emplace_back(ExpectRelease{.within = Ticks(600'000)});
    }
    script.patience = Ticks(3'600'000);
    return script;
}

std::vector<CallerScript> draw(const Traffic& traffic, Chance& chance, Ticks from) {
    const Ticks mean_gap(static_cast<std::int64_t>(3'600'000.0 / traffic.per_hour));
    std::vector<CallerScript> scripts;
    Ticks at = from;
    for (std::uint32_t i = 0; i < traffic.calls; ++i) {
        at += chance.about(mean_gap);
        Personality who;
        who.ani = fmt::format("555{:07}", chance.below(10'000'000));
        who.dnis = traffic.dnis[chance.below(traffic.dnis.size())];
        who.menu = traffic.menus[chance.below(traffic.menus.size())];
        who.patience = Ticks(2'000) + chance.about(traffic.patience);
        who.talk = Ticks(1'000) + chance.about(traffic.talk);
        who.hangs_up_first = !chance.one_in(traffic.share_agent_ends);
        who.waits = !chance.one_in(traffic.share_leaving);
        scripts.push_back(script_of(who, at));
    }
    return scripts;
}

}  // namespace tools::office
