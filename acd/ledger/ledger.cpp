// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/ledger/ledger.hpp"

namespace acd {

void Ledger::apply(std::uint64_t number, driver::Ticks tick, const pbx::Event& event) {
    if (number <= last_number_) return;
    last_number_ = number;
    last_tick_ = tick;
    if (const auto* started = std::get_if<pbx::SystemStarted>(&event)) begin_epoch(*started);
    timeline_.apply(number, tick, event);
    plant_.apply(tick, event);
    calls_.apply(tick, event);
    faxes_.apply(tick, event);
    if (const auto* entered = std::get_if<pbx::QueueEntered>(&event))
        queues_.entered(tick, *entered);
    if (const auto* left = std::get_if<pbx::QueueLeft>(&event)) queues_.left(*left);
    if (const auto* agent = std::get_if<pbx::AgentChanged>(&event)) agents_.changed(tick, *agent);
}

// After an unclean stop of the machine nothing that lived is left; what was counted stays.
void Ledger::begin_epoch(const pbx::SystemStarted& event) {
    if (event.epoch == timeline_.epoch()) return;
    calls_.clear();
    plant_.clear();
    faxes_.clear();
    queues_.lost_all();
    agents_.log_all_off(last_tick_);
}

std::vector<SpanRow> Ledger::spans() const {
    std::vector<SpanRow> rows;
    for (const auto& [id, row] : plant_.spans()) rows.push_back(row);
    return rows;
}

std::vector<LineRow> Ledger::lines() const {
    std::map<pbx::LineId, LineRow> rows = plant_.lines();
    for (const auto& [id, call] : calls_.calls()) {
        for (const PartyRow& party : call.parties) {
            LineRow& row = rows.try_emplace(party.device.line, LineRow{party.device, true, {}, {}})
                               .first->second;
            row.call = id;
            row.since = party.since;
        }
    }
    std::vector<LineRow> list;
    for (const auto& [id, row] : rows) list.push_back(row);
    return list;
}

std::vector<AlarmRow> Ledger::alarms() const {
    std::vector<AlarmRow> rows;
    for (const auto& [name, row] : plant_.alarms()) rows.push_back(row);
    return rows;
}

}  // namespace acd
