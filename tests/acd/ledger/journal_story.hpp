// SPDX-License-Identifier: GPL-2.0-or-later
// A journal told event by event, and the ledger that reads it.
#pragma once

#include <string_view>

#include "acd/ledger/ledger.hpp"

namespace acd {

using namespace std::chrono_literals;

struct JournalStory {
    Ledger ledger;
    std::uint64_t number{};
    driver::Ticks now{};

    void tell(const pbx::Event& event) { ledger.apply(++number, now, event); }
    void pass(driver::Ticks time) { now += time; }

    static pbx::ContactView contact(std::uint64_t id) {
        pbx::ContactView view;
        view.contact = {id};
        view.ani = "13800138000";
        view.dnis = "95500";
        return view;
    }
    static pbx::Device trunk(std::uint16_t timeslot) {
        return {{timeslot}, {1}, static_cast<std::uint8_t>(timeslot), {}};
    }
    static pbx::Device station(std::uint16_t line, std::string_view own_number) {
        return {{line}, {}, 0, own_number};
    }
    static pbx::LegId leg(std::uint16_t line) { return pbx::LegId::incoming({line}, 1); }

    void started(std::uint64_t epoch) { tell(pbx::SystemStarted{epoch, "test"}); }
    void enters(std::uint64_t id, std::string_view queue) {
        tell(pbx::QueueEntered{contact(id), queue, 1});
    }
    void leaves(std::uint64_t id, std::string_view queue, pbx::QueueExit exit,
                driver::Ticks waited) {
        tell(pbx::QueueLeft{contact(id), queue, exit, {}, waited});
    }
    void agent(std::string_view name, pbx::AgentState before, pbx::AgentState state,
               driver::Ticks lasted, std::string_view reason = {}) {
        tell(pbx::AgentChanged{name, "201", state, before, reason, {}, lasted});
    }
    void offered(std::uint64_t id, std::uint64_t call, std::uint16_t timeslot) {
        tell(pbx::CallOffered{contact(id), {call}, leg(timeslot), trunk(timeslot)});
    }
    void rings(std::uint64_t id, std::uint64_t call, std::uint16_t line,
               std::string_view own_number) {
        tell(pbx::CallDelivered{
            contact(id), {call}, leg(line), station(line, own_number), "ann", "sales"});
    }
    void answers(std::uint64_t id, std::uint64_t call, std::uint16_t line,
                 std::string_view own_number) {
        tell(pbx::CallEstablished{
            contact(id), {call}, leg(line), station(line, own_number), "ann", "sales", 2s});
    }
    const CallRow& call(std::uint64_t id) const { return ledger.calls().at({id}); }
};

}  // namespace acd
