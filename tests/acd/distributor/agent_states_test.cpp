// SPDX-License-Identifier: GPL-2.0-or-later
// Every state an agent can be in, and everything that can happen there.
#include "acd/distributor/agent_states.hpp"

#include <map>
#include <set>
#include <string>

#include <CppUTest/TestHarness.h>

using acd::agent_steps;
using acd::AgentState;
using acd::AgentStep;

namespace {

using State = AgentState;
using Step = AgentStep;
using Answers = std::map<Step, State>;

constexpr State states[] = {State::logged_off,     State::not_ready, State::ready,
                            State::reserved,       State::ringing,   State::talking,
                            State::after_call_work};
constexpr Step steps[] = {Step::log_in,  Step::log_out,  Step::make_ready, Step::make_not_ready,
                          Step::reserve, Step::withdraw, Step::ring,       Step::no_answer,
                          Step::answer,  Step::seize,    Step::finish,     Step::work_after_call};

// What is allowed in each state, written down by hand; everything else is refused.
Answers allowed_in(State state) {
    switch (state) {
        case State::logged_off:
            return {
                {Step::log_in, State::not_ready}
            };
        case State::not_ready:
            return {
                {Step::log_out,        State::logged_off},
                {Step::make_ready,     State::ready     },
                {Step::make_not_ready, State::not_ready }, // with another reason
                {Step::seize,          State::talking   }
            };
        case State::ready:
            return {
                {Step::log_out,        State::logged_off},
                {Step::make_not_ready, State::not_ready },
                {Step::seize,          State::talking   },
                {Step::reserve,        State::reserved  }
            };
        case State::reserved:
            return {
                {Step::ring,      State::ringing  },
                {Step::answer,    State::talking  },
                {Step::withdraw,  State::ready    },
                {Step::no_answer, State::not_ready}
            };
        case State::ringing:
            return {
                {Step::answer,    State::talking  },
                {Step::withdraw,  State::ready    },
                {Step::no_answer, State::not_ready}
            };
        case State::talking:
            return {
                {Step::work_after_call, State::after_call_work},
                {Step::finish,          State::ready          },
                {Step::make_not_ready,  State::not_ready      },
                {Step::log_out,         State::logged_off     }
            };
        case State::after_call_work:
            return {
                {Step::make_ready,     State::ready     },
                {Step::make_not_ready, State::not_ready },
                {Step::log_out,        State::logged_off},
                {Step::seize,          State::talking   }
            };
    }
    return {};
}

}  // namespace

TEST_GROUP(AgentStates){};

TEST(AgentStates, answer_every_step_as_written_down_or_refuse_it) {
    int pairs = 0;
    for (const State state : states) {
        const Answers allowed = allowed_in(state);
        for (const Step step : steps) {
            const auto next = agent_steps.next(state, step);
            const auto expected = allowed.find(step);
            const std::string where =
                std::string(name_of(state)) + " on " + std::string(name_of(step));
            CHECK_EQUAL_TEXT(expected != allowed.end(), next.has_value(), where.c_str());
            if (next) CHECK_TEXT(*next == expected->second, where.c_str());
            ++pairs;
        }
    }
    LONGS_EQUAL(7 * 12, pairs);
}

TEST(AgentStates, are_all_here) {
    STRCMP_EQUAL("?", std::string(name_of(static_cast<State>(std::size(states)))).c_str());
    STRCMP_EQUAL("?", std::string(name_of(static_cast<Step>(std::size(steps)))).c_str());
}

TEST(AgentStates, are_never_left_for_good) {
    for (const State from : states) {
        for (const State to : states) {
            CHECK(from == to || agent_steps.can_reach(from, to));
        }
    }
}

TEST(AgentStates, ring_only_who_was_ready) {
    for (const State state : states) {
        const bool offers = agent_steps.next(state, Step::reserve).has_value();
        CHECK(offers == (state == State::ready));
    }
}
