// SPDX-License-Identifier: GPL-2.0-or-later
// The agents: where they sit, what state they are in, and why.
#pragma once

#include <optional>
#include <vector>

#include "acd/center/context.hpp"
#include "acd/distributor/agent_states.hpp"
#include "acd/distributor/distributor.hpp"
#include "driver/base/result.hpp"
#include "pbx/call/call_model.hpp"
#include "pbx/journal/records.hpp"

namespace acd {

class AgentDesk {
  public:
    AgentDesk(Context& context, const pbx::CallModel& calls);

    // ── what agents ask, by host link or station code ───────────────────────────────────────────
    // Errors say what stands in the way.
    driver::Result<void> log_in(AgentId agent, const pbx::Number& station);
    // logged_off, not_ready, ready or after_call_work. During a call it takes effect after the
    // call.
    driver::Result<void> request(AgentId agent, AgentState wanted, const pbx::Name& reason);

    // ── what happens to them ────────────────────────────────────────────────────────────────────
    void reserve(AgentId agent, ContactId contact);
    void ring(AgentId agent);
    void answer(AgentId agent, ContactId contact);
    // The caller went away before the agent answered.
    void withdraw(AgentId agent);
    // The agent did not answer, or could not: taken out of the queues until ready again.
    void no_answer(AgentId agent, const pbx::Name& reason);
    // The agent's station is in use for a call that no queue sent.
    void seize(AgentId agent, ContactId contact);
    // The agent's station has left its last call.
    void off_call(AgentId agent);
    void work_over(AgentId agent);

    // Nobody is busy or working after a call.
    [[nodiscard]] bool all_rest() const;
    void remember(pbx::Rested& rested) const;
    void recall(const pbx::Rested& rested);

    // ── looking ─────────────────────────────────────────────────────────────────────────────────
    [[nodiscard]] std::optional<AgentId> find(std::string_view name) const;
    [[nodiscard]] std::optional<AgentId> at(const pbx::Number& station) const;
    [[nodiscard]] const pbx::Number& station(AgentId agent) const { return seat(agent).station; }
    [[nodiscard]] const pbx::Name& name(AgentId agent) const { return config(agent).name; }
    [[nodiscard]] AgentState state(AgentId agent) const { return seat(agent).state; }
    // The agent's name if one sits there, for events.
    [[nodiscard]] pbx::Name name_at(const pbx::Number& station) const;
    // Those who can be offered a caller now: ready, and the station free.
    [[nodiscard]] std::vector<FreeAgent> free() const;

  private:
    struct Seat {
        AgentState state{AgentState::logged_off};
        pbx::Number station;
        pbx::Name reason;
        ContactId contact;
        Ticks since{};
        Ticks idle_since{};
        bool from_queue{};                     // the present call came from a queue
        bool was_ready{};                      // what to go back to after a call of one's own
        std::optional<AgentState> after_call;  // asked for while busy
        pbx::Name after_reason;
    };
    Seat& seat(AgentId agent) { return seats_[agent.value - 1U]; }
    [[nodiscard]] const Seat& seat(AgentId agent) const { return seats_[agent.value - 1U]; }
    [[nodiscard]] const AgentConfig& config(AgentId agent) const {
        return context_.config.agents[agent.value - 1U];
    }
    // Takes the step if the table has it; tells. False: a surprise, counted.
    bool move(AgentId agent, AgentStep step, const pbx::Name& reason = {});
    void log_out(AgentId agent);
    driver::Result<void> refuse(AgentId agent, std::string_view why) const;

    Context& context_;
    const pbx::CallModel& calls_;
    std::vector<Seat> seats_;
    std::uint64_t surprises_{};
};

}  // namespace acd
