// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firstcall/traffic.hpp"

#include <fmt/format.h>

#include "tools/firstcall/scene.hpp"

namespace tools::firstcall {

using driver::Ticks;
using namespace std::chrono_literals;

namespace {

constexpr double share_leaving = 0.1;
constexpr double share_agent_ends = 0.4;

office::CallerScript caller(office::Chance& chance, const Options& options) {
    office::CallerScript script;
    script.dnis = service_number;
    script.patience = 3600s;
    const Ticks talk =
        chance.between(Ticks{options.shortest_s * 1000}, Ticks{options.longest_s * 1000});
    const bool waits = !chance.one_in(share_leaving);
    const bool agent_ends = chance.one_in(share_agent_ends);
    auto& steps = script.steps;
    steps.emplace_back(office::ExpectAnswer{});
    steps.emplace_back(office::ExpectPrompt{.prompt = "basic-pbx-ivr-main"});
    steps.emplace_back(office::Wait{chance.between(1s, 4s)});
    steps.emplace_back(office::Press{chance.below(2) == 0 ? "1" : "2"});
    steps.emplace_back(office::Queue{.waits = waits, .patience = chance.between(20s, 90s)});
    if (agent_ends) {
        steps.emplace_back(office::ExpectRelease{.within = agent_talk(options) + 10s});
    } else {
        steps.emplace_back(office::Talk{.time = talk});
    }
    return script;
}

}  // namespace

Ticks agent_talk(const Options& options) {
    return Ticks{options.longest_s * 1000} + 3s;
}

std::string ani_of(std::uint32_t caller) {
    return fmt::format("139{:07}", caller);
}

std::vector<office::CallerScript> draw_callers(const Options& options) {
    office::Chance chance(options.seed);
    const Ticks mean_gap{static_cast<std::int64_t>(3'600'000.0 / options.rate)};
    std::vector<office::CallerScript> callers;
    Ticks at = 500ms;
    for (std::uint32_t i = 1; i <= options.calls; ++i) {
        at += chance.about(mean_gap);
        office::CallerScript script = caller(chance, options);
        script.name = fmt::format("caller {}", i);
        script.ani = ani_of(i);
        script.at = at;
        callers.push_back(std::move(script));
    }
    return callers;
}

}  // namespace tools::firstcall
