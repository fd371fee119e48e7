// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/ledger/agent_book.hpp"

namespace acd {

using pbx::AgentState;

namespace {

void add_time(AgentRow& row, AgentState state, driver::Ticks lasted) {
    switch (state) {
        case AgentState::logged_off:
            return;
        case AgentState::not_ready:
            row.not_ready_time += lasted;
            break;
        case AgentState::ready:
            row.ready_time += lasted;
            break;
        case AgentState::reserved:
            row.reserved_time += lasted;
            break;
        case AgentState::ringing:
            row.ringing_time += lasted;
            break;
        case AgentState::talking:
            row.talking_time += lasted;
            break;
        case AgentState::after_call_work:
            row.after_call_work_time += lasted;
            break;
    }
    row.logged_on_time += lasted;
}

}  // namespace

void AgentBook::changed(driver::Ticks tick, const pbx::AgentChanged& event) {
    AgentRow& row = agents_[std::string(event.agent.view())];
    row.agent = event.agent;
    row.station = event.station;
    row.reason = event.reason;
    row.contact = event.contact;
    add_time(row, event.before, event.lasted);
    row.state = event.state;
    row.since = tick;
    if (event.state == AgentState::ringing) ++row.offered;
    if (event.before != AgentState::ringing) return;
    if (event.state == AgentState::talking) ++row.handled;
    if (event.state == AgentState::not_ready) ++row.missed;
}

void AgentBook::log_all_off(driver::Ticks tick) {
    for (auto& [name, row] : agents_) {
        row.state = AgentState::logged_off;
        row.station = {};
        row.reason = {};
        row.contact = {};
        row.since = tick;
    }
}

std::vector<AgentRow> AgentBook::rows() const {
    std::vector<AgentRow> rows;
    for (const auto& [name, row] : agents_) rows.push_back(row);
    return rows;
}

AgentRow AgentBook::row(std::string_view agent) const {
    const auto found = agents_.find(agent);
    if (found != agents_.end()) return found->second;
    AgentRow never_seen;
    never_seen.agent = agent;
    return never_seen;
}

}  // namespace acd
