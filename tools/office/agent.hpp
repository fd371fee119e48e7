// SPDX-License-Identifier: GPL-2.0-or-later
// The hand of a scripted agent at a telephone: answers, talks, transfers, hangs up.
#pragma once

#include <optional>

#include "driver/base/state_table.hpp"
#include "tools/office/chance.hpp"
#include "tools/office/phone.hpp"
#include "tools/office/script.hpp"

namespace tools::office {

enum class AgentState : std::uint8_t {
    resting,
    reaching,  // it rings; the hand is on its way
    talking,
    recalling,   // has flashed, waits for dial tone
    dialling,    // the number of the one the caller shall have
    consulting,  // talks to that one
    logging_in,  // has lifted, waits for dial tone
    sending_code,
    hearing_confirm,  // of the code
};
enum class AgentEvent : std::uint8_t {
    rings,
    bell_over,
    arrived,
    log_in,
    flashed,
    dial_tone,
    dialled,
    somebody,
    done
};

inline constexpr auto agent_steps = driver::state_table<AgentState, AgentEvent>({
    {AgentState::resting,         AgentEvent::rings,     AgentState::reaching       },
    {AgentState::reaching,        AgentEvent::bell_over, AgentState::resting        },
    {AgentState::reaching,        AgentEvent::arrived,   AgentState::talking        },
    {AgentState::talking,         AgentEvent::flashed,   AgentState::recalling      },
    {AgentState::recalling,       AgentEvent::dial_tone, AgentState::dialling       },
    {AgentState::dialling,        AgentEvent::dialled,   AgentState::consulting     },
    {AgentState::resting,         AgentEvent::log_in,    AgentState::logging_in     },
    {AgentState::logging_in,      AgentEvent::dial_tone, AgentState::sending_code   },
    {AgentState::sending_code,    AgentEvent::dialled,   AgentState::hearing_confirm},
    {AgentState::talking,         AgentEvent::done,      AgentState::resting        },
    {AgentState::recalling,       AgentEvent::done,      AgentState::resting        },
    {AgentState::dialling,        AgentEvent::done,      AgentState::resting        },
    {AgentState::consulting,      AgentEvent::done,      AgentState::resting        },
    {AgentState::logging_in,      AgentEvent::done,      AgentState::resting        },
    {AgentState::sending_code,    AgentEvent::done,      AgentState::resting        },
    {AgentState::hearing_confirm, AgentEvent::done,      AgentState::resting        },
});
static_assert(agent_steps.has_one_answer_each());
static_assert(agent_steps.all_reach(AgentState::resting));

class Agent final : private PhoneEvents {
  public:
    // Takes the telephone into its hand.
    Agent(Phone& phone, AgentScript script, std::uint64_t seed);
    Agent(const Agent&) = delete;
    Agent& operator=(const Agent&) = delete;

    // Once a tick.
    void act(Ticks now);
    [[nodiscard]] AgentState state() const { return state_; }
    // The login code was dialled, and the station answered it by something else than an error tone.
    [[nodiscard]] bool logged_in() const { return logged_in_; }

  private:
    void rings(Phone& phone, Ticks now) override;
    void ring_stopped(Phone& phone, Ticks now) override;
    void hears(Phone& phone, const Sound& sound, const std::string& name, Ticks now) override;

    void step(AgentEvent event, Ticks now);
    void put_down(Ticks now);
    void talk(Ticks now);
    void recall(Ticks now);
    void consult(Ticks now);
    [[nodiscard]] bool is_over() const;

    Phone* phone_;
    AgentScript script_;
    Chance chance_;
    AgentState state_{};
    Ticks since_{};
    Ticks now_{};
    Ticks talk_time_{};
    std::optional<Ticks> somebody_at_;  // in this state
    bool may_log_in_{true};
    bool logged_in_{};
};

}  // namespace tools::office
