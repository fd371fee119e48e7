// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/agent_desk.hpp"

#include <algorithm>

namespace acd {
namespace {

bool is_busy(AgentState state) {
    return state == AgentState::reserved || state == AgentState::ringing ||
           state == AgentState::talking;
}

std::string quoted(const pbx::Number& number) {
    return "\"" + std::string(number.view()) + "\"";
}

}  // namespace

AgentDesk::AgentDesk(Context& context, const pbx::CallModel& calls)
    : context_(context), calls_(calls), seats_(context.config.agents.size()) {}

driver::Result<void> AgentDesk::refuse(AgentId agent, std::string_view why) const {
    return driver::Error{"agent " + std::string(name(agent).view()) + " " + std::string(why)};
}

driver::Result<void> AgentDesk::log_in(AgentId agent, const pbx::Number& station) {
    if (!calls_.lines().station(station)) {
        return refuse(agent, "cannot log in at " + quoted(station) + ": no such station");
    }
    if (const auto there = at(station); there && *there != agent) {
        return refuse(agent, "cannot log in at " + quoted(station) + ": agent " +
                                 std::string(name(*there).view()) + " sits there, log out first");
    }
    Seat& seat = this->seat(agent);
    if (seat.state != AgentState::logged_off) {
        if (seat.station == station) return {};
        return refuse(agent, "is logged in at " + quoted(seat.station) + ": log out there first");
    }
    seat.station = station;
    seat.after_call.reset();
    move(agent, AgentStep::log_in, "logged in");
    if (context_.config.ready_on_log_in) move(agent, AgentStep::make_ready);
    return {};
}

driver::Result<void> AgentDesk::request(AgentId agent, AgentState wanted, const pbx::Name& reason) {
    Seat& seat = this->seat(agent);
    if (seat.state == AgentState::logged_off) {
        if (wanted == AgentState::logged_off) return {};
        return refuse(agent, "is logged off: log in first, naming a station");
    }
    if (is_busy(seat.state)) {
        if (wanted == AgentState::ready) {
            seat.after_call.reset();
            seat.was_ready = true;
        } else {
            seat.after_call = wanted;
            seat.after_reason = reason;
        }
        return {};
    }
    switch (wanted) {
        case AgentState::logged_off:
            log_out(agent);
            return {};
        case AgentState::not_ready:
            move(agent, AgentStep::make_not_ready, reason);
            return {};
        case AgentState::ready:
            if (seat.state != AgentState::ready) move(agent, AgentStep::make_ready);
            return {};
        case AgentState::after_call_work:
            if (seat.state != wanted) return refuse(agent, "has no call to work after");
            context_.timers.cancel({TimerKind::after_call_work, agent.value});
            return {};
        case AgentState::reserved:
        case AgentState::ringing:
        case AgentState::talking:
            break;
    }
    return refuse(agent,
                  "cannot ask for that state: ask for ready, not_ready, after_call_work or "
                  "logged_off");
}

void AgentDesk::log_out(AgentId agent) {
    if (move(agent, AgentStep::log_out)) seat(agent).station = {};
}

void AgentDesk::reserve(AgentId agent, ContactId contact) {
    Seat& seat = this->seat(agent);
    seat.contact = contact;
    seat.from_queue = true;
    seat.was_ready = true;
    move(agent, AgentStep::reserve);
}

void AgentDesk::ring(AgentId agent) {
    move(agent, AgentStep::ring);
}

void AgentDesk::answer(AgentId agent, ContactId contact) {
    seat(agent).contact = contact;
    move(agent, AgentStep::answer);
}

void AgentDesk::withdraw(AgentId agent) {
    Seat& seat = this->seat(agent);
    const Ticks idle_since = seat.idle_since;
    seat.contact = ContactId{};
    if (!move(agent, AgentStep::withdraw)) return;
    seat.idle_since = idle_since;  // not the agent's fault: keeps its place among the idle
    if (const auto wanted = std::exchange(seat.after_call, std::nullopt)) {
        (void)request(agent, *wanted, seat.after_reason);
    }
}

void AgentDesk::no_answer(AgentId agent, const pbx::Name& reason) {
    Seat& seat = this->seat(agent);
    seat.contact = ContactId{};
    const auto wanted = std::exchange(seat.after_call, std::nullopt);
    move(agent, AgentStep::no_answer, reason);
    if (wanted == AgentState::logged_off) log_out(agent);
}

void AgentDesk::seize(AgentId agent, ContactId contact) {
    Seat& seat = this->seat(agent);
    if (is_busy(seat.state) || seat.state == AgentState::logged_off) return;
    seat.was_ready = seat.state != AgentState::not_ready;
    seat.from_queue = false;
    seat.contact = contact;
    context_.timers.cancel({TimerKind::after_call_work, agent.value});
    move(agent, AgentStep::seize);
}

void AgentDesk::off_call(AgentId agent) {
    Seat& seat = this->seat(agent);
    if (seat.state != AgentState::talking) return;
    const auto wanted = std::exchange(seat.after_call, std::nullopt);
    if (wanted == AgentState::logged_off) {
        seat.contact = ContactId{};
        log_out(agent);
    } else if (wanted == AgentState::not_ready) {
        seat.contact = ContactId{};
        move(agent, AgentStep::make_not_ready, seat.after_reason);
    } else if (seat.from_queue && (config(agent).after_call_work > Ticks{} || wanted)) {
        move(agent, AgentStep::work_after_call);
        if (!wanted) {
            context_.after({TimerKind::after_call_work, agent.value},
                           config(agent).after_call_work);
        }
    } else {
        seat.contact = ContactId{};
        move(agent, seat.was_ready ? AgentStep::finish : AgentStep::make_not_ready, seat.reason);
    }
}

void AgentDesk::work_over(AgentId agent) {
    if (seat(agent).state != AgentState::after_call_work) return;
    seat(agent).contact = ContactId{};
    move(agent, AgentStep::make_ready);
}

bool AgentDesk::move(AgentId agent, AgentStep step, const pbx::Name& reason) {
    Seat& seat = this->seat(agent);
    const auto next = agent_steps.next(seat.state, step);
    if (!next) {
        ++surprises_;
        return false;
    }
    const AgentState before = seat.state;
    if (*next != AgentState::after_call_work) {
        context_.timers.cancel({TimerKind::after_call_work, agent.value});
    }
    seat.state = *next;
    if (*next == AgentState::ready) seat.idle_since = context_.now;
    if (*next == AgentState::ready || *next == AgentState::not_ready) seat.contact = ContactId{};
    if (*next == AgentState::not_ready || *next == AgentState::ready) seat.reason = reason;
    const pbx::Name said = *next == AgentState::not_ready ? seat.reason : pbx::Name{};
    const bool known = seat.since != Ticks{};  // else: away since before the center began
    context_.tell(pbx::AgentChanged{name(agent), seat.station, *next, before, said, seat.contact,
                                    known ? context_.now - seat.since : Ticks{}});
    seat.since = context_.now;
    return true;
}

std::optional<AgentId> AgentDesk::find(std::string_view name) const {
    const auto& agents = context_.config.agents;
    const auto found = std::ranges::find_if(
        agents, [&](const AgentConfig& agent) { return agent.name.view() == name; });
    if (found == agents.end()) return std::nullopt;
    return AgentId{static_cast<std::uint16_t>(found - agents.begin() + 1)};
}

std::optional<AgentId> AgentDesk::at(const pbx::Number& station) const {
    if (station.empty()) return std::nullopt;
    const auto found = std::ranges::find(seats_, station, &Seat::station);
    if (found == seats_.end()) return std::nullopt;
    return AgentId{static_cast<std::uint16_t>(found - seats_.begin() + 1)};
}

pbx::Name AgentDesk::name_at(const pbx::Number& station) const {
    const auto agent = at(station);
    return agent ? name(*agent) : pbx::Name{};
}

std::vector<FreeAgent> AgentDesk::free() const {
    std::vector<FreeAgent> result;
    for (std::size_t i = 0; i < seats_.size(); ++i) {
        const Seat& seat = seats_[i];
        if (seat.state != AgentState::ready) continue;
        const auto line = calls_.lines().station(seat.station);
        if (!line || !calls_.is_free(*line)) continue;
        const AgentId id{static_cast<std::uint16_t>(i + 1)};
        result.push_back({id, config(id).queues, seat.idle_since});
    }
    return result;
}

bool AgentDesk::all_rest() const {
    return std::ranges::all_of(seats_, [](const Seat& seat) {
        return seat.state == AgentState::logged_off || seat.state == AgentState::not_ready ||
               seat.state == AgentState::ready;
    });
}

void AgentDesk::remember(pbx::Rested& rested) const {
    for (std::size_t i = 0; i < seats_.size(); ++i) {
        const Seat& seat = seats_[i];
        rested.agents.push_back({context_.config.agents[i].name, seat.state, seat.station,
                                 seat.reason, seat.since, seat.idle_since});
    }
}

// By name: the configuration may have changed since. An agent whose station is gone is logged off.
void AgentDesk::recall(const pbx::Rested& rested) {
    for (const pbx::RestingAgent& agent : rested.agents) {
        const auto id = find(agent.agent.view());
        if (!id || !calls_.lines().station(agent.station)) continue;
        Seat& seat = this->seat(*id);
        seat.state = agent.state;
        seat.station = agent.station;
        seat.reason = agent.reason;
        seat.since = agent.since;
        seat.idle_since = agent.idle_since;
    }
}

}  // namespace acd
