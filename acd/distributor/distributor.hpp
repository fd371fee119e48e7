// SPDX-License-Identifier: GPL-2.0-or-later
// Who gets whom: a pure choice. Nothing is changed here, and nothing but the arguments decides.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"

namespace acd {

using driver::AgentId;
using driver::ContactId;
using driver::QueueId;
using driver::Ticks;

// A caller waiting in a queue and not being offered to anybody.
struct Waiting {
    ContactId contact;
    QueueId queue;
    std::uint8_t priority{};  // of the queue; 0 is served first
    Ticks arrived{};          // kept when a refused offer brings the caller back
};
// An agent in state ready whose station can be rung.
struct FreeAgent {
    AgentId agent;
    std::span<const QueueId> queues;  // those the agent serves
    Ticks idle_since{};
};
struct Match {
    ContactId contact;
    QueueId queue;
    AgentId agent;
    friend bool operator==(const Match&, const Match&) = default;
};

// Serves the caller who comes first by (priority, arrival, contact number) over all queues some
// free agent serves, with the agent of that queue idle longest (ties: lower agent number). Nothing
// if no caller can be served.
std::optional<Match> choose(std::span<const Waiting> waiting, std::span<const FreeAgent> agents);

}  // namespace acd
