// SPDX-License-Identifier: GPL-2.0-or-later
// Who gets whom.
#include "acd/distributor/distributor.hpp"

#include <algorithm>
#include <array>
#include <random>

#include <fmt/format.h>

#include <CppUTest/TestHarness.h>

using acd::choose;
using acd::ContactId;
using acd::FreeAgent;
using acd::Match;
using acd::QueueId;
using acd::Ticks;
using acd::Waiting;

namespace {

bool serves(const FreeAgent& agent, QueueId queue) {
    return std::ranges::count(agent.queues, queue) > 0;
}

// The rule in its own words: sort the callers by priority, arrival and number; the first whom
// anybody serves is served; of those who serve him, the one idle longest, then the lowest number.
std::optional<Match> oracle(std::vector<Waiting> waiting, std::vector<FreeAgent> agents) {
    std::ranges::sort(waiting, [](const Waiting& a, const Waiting& b) {
        if (a.priority != b.priority) return a.priority < b.priority;
        if (a.arrived != b.arrived) return a.arrived < b.arrived;
        return a.contact < b.contact;
    });
    std::ranges::sort(agents, [](const FreeAgent& a, const FreeAgent& b) {
        if (a.idle_since != b.idle_since) return a.idle_since < b.idle_since;
        return a.agent < b.agent;
    });
    for (const Waiting& caller : waiting) {
        for (const FreeAgent& agent : agents) {
            if (serves(agent, caller.queue))
                return Match{caller.contact, caller.queue, agent.agent};
        }
    }
    return std::nullopt;
}

constexpr QueueId sales{1};
constexpr QueueId support{2};
const std::vector<QueueId> nothing{};
const std::vector<QueueId> only_sales{sales};
const std::vector<QueueId> only_support{support};
const std::vector<QueueId> both{support, sales};
const std::array<std::span<const QueueId>, 4> skills{nothing, only_sales, only_support, both};

}  // namespace

TEST_GROUP(Distributor) {
    std::vector<Waiting> waiting;
    std::vector<FreeAgent> agents;

    void caller(std::uint64_t contact, QueueId queue, int priority, int arrived) {
        waiting.push_back({{contact}, queue, static_cast<std::uint8_t>(priority), Ticks{arrived}});
    }
    void agent(std::uint16_t number, std::span<const QueueId> queues, int idle_since) {
        agents.push_back({{number}, queues, Ticks{idle_since}});
    }
    void gets(std::uint64_t contact, std::uint16_t number) {
        const auto match = choose(waiting, agents);
        CHECK(match.has_value());
        LONGS_EQUAL(contact, match->contact.value);
        LONGS_EQUAL(number, match->agent.value);
    }
};

TEST(Distributor, chooses_nobody_where_there_is_nobody) {
    CHECK(!choose({}, {}));
    caller(1, sales, 0, 10);
    CHECK(!choose(waiting, {}));
    agent(1, only_support, 0);
    CHECK(!choose(waiting, agents));
    CHECK(!choose({}, agents));
}

TEST(Distributor, serves_who_came_first) {
    caller(1, sales, 0, 20);
    caller(2, sales, 0, 10);
    agent(1, only_sales, 0);
    gets(2, 1);
}

TEST(Distributor, serves_the_urgent_queue_before_who_came_first) {
    caller(1, sales, 1, 10);
    caller(2, support, 0, 20);
    agent(1, both, 0);
    gets(2, 1);
}

TEST(Distributor, serves_who_can_be_served_when_the_first_cannot) {
    caller(1, support, 0, 10);
    caller(2, sales, 9, 20);
    agent(1, only_sales, 0);
    gets(2, 1);
}

TEST(Distributor, gives_the_caller_to_the_agent_idle_longest) {
    caller(1, sales, 0, 10);
    agent(1, only_sales, 8);
    agent(2, both, 5);
    agent(3, only_support, 1);
    gets(1, 2);
}

TEST(Distributor, settles_ties_by_the_lower_number) {
    caller(7, sales, 0, 10);
    caller(4, support, 0, 10);
    agent(9, both, 5);
    agent(3, both, 5);
    gets(4, 3);
}

// Two callers and two agents in every way they can differ: 2 queues, 2 priorities, 2 moments each;
// 4 kinds of skill and 2 moments each; and in both orders.
TEST(Distributor, keeps_its_rule_in_every_small_case) {
    int cases = 0;
    for (unsigned bits = 0; bits < 1U << 12U; ++bits) {
        const auto bit = [bits](unsigned at) { return static_cast<int>((bits >> at) & 1U); };
        waiting.clear();
        agents.clear();
        for (unsigned i = 0; i < 2; ++i) {
            caller(i + 1, bit(3 * i) == 0 ? sales : support, bit(3 * i + 1), bit(3 * i + 2));
            agent(static_cast<std::uint16_t>(i + 1), skills[(bits >> (6 + 3 * i)) & 3U],
                  bit(8 + 3 * i));
        }
        for (int order = 0; order < 4; ++order) {
            const auto expected = oracle(waiting, agents);
            CHECK_TEXT(choose(waiting, agents) == expected, fmt::format("case {}", bits).c_str());
            if (expected) {
                CHECK(std::ranges::count(waiting, expected->contact, &Waiting::contact) == 1);
            }
            if (order % 2 == 0) {
                std::ranges::reverse(waiting);
            } else {
                std::ranges::reverse(agents);
            }
            ++cases;
        }
    }
    LONGS_EQUAL(4 << 12, cases);
}

TEST(Distributor, keeps_its_rule_in_crowds) {
    const unsigned seed = std::random_device{}();
    std::mt19937 random(seed);
    const auto below = [&](unsigned limit) { return static_cast<int>(random() % limit); };
    for (int round = 0; round < 2000; ++round) {
        waiting.clear();
        agents.clear();
        const int callers = below(12);
        for (int i = 0; i < callers; ++i) {
            caller(static_cast<std::uint64_t>(callers - i), below(2) == 0 ? sales : support,
                   below(3), below(4));
        }
        for (int i = below(6); i > 0; --i) {
            agent(static_cast<std::uint16_t>(i), skills[static_cast<std::size_t>(below(4))],
                  below(3));
        }
        CHECK_TEXT(choose(waiting, agents) == oracle(waiting, agents),
                   fmt::format("seed {}, round {}", seed, round).c_str());
    }
}
