// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/distributor/distributor.hpp"

#include <algorithm>
#include <tuple>

namespace acd {
namespace {

bool serves(const FreeAgent& agent, QueueId queue) {
    return std::ranges::find(agent.queues, queue) != agent.queues.end();
}

const FreeAgent* longest_idle(std::span<const FreeAgent> agents, QueueId queue) {
    const FreeAgent* best = nullptr;
    for (const FreeAgent& agent : agents) {
        if (!serves(agent, queue)) continue;
        if (best == nullptr ||
            std::tie(agent.idle_since, agent.agent) < std::tie(best->idle_since, best->agent)) {
            best = &agent;
        }
    }
    return best;
}

bool comes_before(const Waiting& a, const Waiting& b) {
    return std::tie(a.priority, a.arrived, a.contact) < std::tie(b.priority, b.arrived, b.contact);
}

}  // namespace

std::optional<Match> choose(std::span<const Waiting> waiting, std::span<const FreeAgent> agents) {
    if (agents.empty()) return std::nullopt;
    const Waiting* first = nullptr;
    const FreeAgent* agent = nullptr;
    for (const Waiting& caller : waiting) {
        if (first != nullptr && !comes_before(caller, *first)) continue;
        if (const FreeAgent* found = longest_idle(agents, caller.queue)) {
            first = &caller;
            agent = found;
        }
    }
    if (first == nullptr) return std::nullopt;
    return Match{first->contact, first->queue, agent->agent};
}

}  // namespace acd
