// SPDX-License-Identifier: GPL-2.0-or-later
// A day of a center in its journal, and what a store made of it.
#pragma once

#include <string>
#include <vector>

#include "host_bridge/stores/sqlite_store.hpp"
#include "tests/host_bridge/memory_log.hpp"

namespace host_bridge {

inline pbx::ContactView caller(std::uint64_t id, driver::Ticks since) {
    pbx::ContactView view;
    view.contact = {id};
    view.ani = "13800138000";
    view.dnis = "95500";
    view.since = since;
    return view;
}

// One call: offered, data attached, an agent's states, ended. Five records.
inline void a_call(MemoryLog& log, std::uint64_t id) {
    pbx::ContactView view = caller(id, log.now);
    log.tell(pbx::CallOffered{
        view, {id  },
         {      },
         { {1}, {1}, 1, {}}
    });
    log.pass(1s);
    view.data = {
        {"account", std::to_string(id)}
    };
    log.tell(pbx::DataAttached{view, "account"});
    log.tell(pbx::AgentChanged{
        "ann", "201", pbx::AgentState::talking, pbx::AgentState::ringing, {}, {id}, 2s});
    log.pass(60s);
    log.tell(pbx::AgentChanged{
        "ann", "201", pbx::AgentState::ready, pbx::AgentState::talking, {}, {id}, 60s});
    pbx::ContactEnded ended;
    ended.contact = view;
    ended.outcome = pbx::ContactOutcome::answered;
    ended.cause = pbx::Cause::normal_clearing;
    ended.device = {{1}, {1}, 1, {}};
    ended.had_ivr = id % 2 == 0;
    ended.port = {3};
    ended.agent = "ann";
    ended.station = "201";
    ended.talked = 60s;
    ended.lasted = 61s;
    log.tell(ended);
}

// All rows of a query, columns joined by '|'.
inline std::vector<std::string> rows_of(const std::filesystem::path& path, const std::string& sql) {
    std::vector<std::string> rows;
    auto database = Database::open(path);
    auto statement = database->prepare(sql);
    while (*statement->next()) rows.push_back(statement->text(0));
    return rows;
}

}  // namespace host_bridge
