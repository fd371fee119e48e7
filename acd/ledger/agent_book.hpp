// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "pbx/journal/events.hpp"

namespace acd {

// One agent: how it is now, and sums since the journal began. The times of all states but
// logged_off add up to the time logged on, exactly; the state that lasts still is not yet in them.
struct AgentRow {
    pbx::Name agent;
    pbx::Number station;
    pbx::AgentState state{};
    pbx::Name reason;
    pbx::ContactId contact;
    driver::Ticks since{};
    std::uint64_t offered{};  // times it rang
    std::uint64_t handled{};  // times it then answered
    std::uint64_t missed{};   // times it rang out; a caller who gave up is not counted
    driver::Ticks not_ready_time{};
    driver::Ticks ready_time{};
    driver::Ticks reserved_time{};
    driver::Ticks ringing_time{};
    driver::Ticks talking_time{};  // hold included
    driver::Ticks after_call_work_time{};
    driver::Ticks logged_on_time{};
    FIELDS(agent, station, state, reason, contact, since, offered, handled, missed, not_ready_time,
           ready_time, reserved_time, ringing_time, talking_time, after_call_work_time,
           logged_on_time)

    [[nodiscard]] bool balances() const {
        return logged_on_time == not_ready_time + ready_time + reserved_time + ringing_time +
                                     talking_time + after_call_work_time;
    }
};

class AgentBook {
  public:
    void changed(driver::Ticks tick, const pbx::AgentChanged& event);
    // The machine began anew: nobody is logged on.
    void log_all_off(driver::Ticks tick);

    [[nodiscard]] std::vector<AgentRow> rows() const;  // by name
    [[nodiscard]] AgentRow row(std::string_view agent) const;

  private:
    std::map<std::string, AgentRow, std::less<>> agents_;
};

}  // namespace acd
