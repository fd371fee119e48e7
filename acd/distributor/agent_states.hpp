// SPDX-License-Identifier: GPL-2.0-or-later
// The states of an agent and every step between them.
#pragma once

#include "driver/base/state_table.hpp"
#include "pbx/journal/events.hpp"

namespace acd {

using pbx::AgentState;

// `seize`: the agent's station is in use for a call of its own.
ENUM(AgentStep, log_in, log_out, make_ready, make_not_ready, reserve, withdraw, ring, no_answer,
     answer, seize, finish, work_after_call)

inline constexpr auto agent_steps = driver::state_table<AgentState, AgentStep>({
    {AgentState::logged_off,      AgentStep::log_in,          AgentState::not_ready      },
    {AgentState::not_ready,       AgentStep::log_out,         AgentState::logged_off     },
    {AgentState::not_ready,       AgentStep::make_ready,      AgentState::ready          },
    {AgentState::not_ready,       AgentStep::make_not_ready,  AgentState::not_ready      },
    {AgentState::not_ready,       AgentStep::seize,           AgentState::talking        },
    {AgentState::ready,           AgentStep::log_out,         AgentState::logged_off     },
    {AgentState::ready,           AgentStep::make_not_ready,  AgentState::not_ready      },
    {AgentState::ready,           AgentStep::seize,           AgentState::talking        },
    {AgentState::ready,           AgentStep::reserve,         AgentState::reserved       },
    {AgentState::reserved,        AgentStep::ring,            AgentState::ringing        },
    {AgentState::reserved,        AgentStep::answer,          AgentState::talking        },
    {AgentState::reserved,        AgentStep::withdraw,        AgentState::ready          },
    {AgentState::reserved,        AgentStep::no_answer,       AgentState::not_ready      },
    {AgentState::ringing,         AgentStep::answer,          AgentState::talking        },
    {AgentState::ringing,         AgentStep::withdraw,        AgentState::ready          },
    {AgentState::ringing,         AgentStep::no_answer,       AgentState::not_ready      },
    {AgentState::talking,         AgentStep::work_after_call, AgentState::after_call_work},
    {AgentState::talking,         AgentStep::finish,          AgentState::ready          },
    {AgentState::talking,         AgentStep::make_not_ready,  AgentState::not_ready      },
    {AgentState::talking,         AgentStep::log_out,         AgentState::logged_off     },
    {AgentState::after_call_work, AgentStep::make_ready,      AgentState::ready          },
    {AgentState::after_call_work, AgentStep::make_not_ready,  AgentState::not_ready      },
    {AgentState::after_call_work, AgentStep::log_out,         AgentState::logged_off     },
    {AgentState::after_call_work, AgentStep::seize,           AgentState::talking        },
});
static_assert(agent_steps.has_one_answer_each());
static_assert(agent_steps.all_reach(AgentState::ready), "an agent must never stay stuck");
static_assert(agent_steps.all_reach(AgentState::logged_off));

}  // namespace acd
