// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "acd/ledger/timeline.hpp"
#include "host_bridge/event_log.hpp"
#include "host_bridge/stores/database.hpp"

namespace host_bridge {

// Which rows an event makes. Inside a transaction that somebody else begins and ends.
class RowWriter {
  public:
    static driver::Result<RowWriter> prepare(Database& database);
    // `clock`: the newest mark that is not after the record.
    [[nodiscard]] driver::Result<void> write(const OutRecord& record, const acd::Mark& clock);
    [[nodiscard]] std::uint64_t rows() const { return rows_; }

  private:
    struct Statements {
        Statement contact;
        Statement end_contact;
        Statement data;
        Statement clear_data;
        Statement clear_one;
        Statement call_record;
        Statement agent_state;
    };
    explicit RowWriter(Statements statements) : sql_(std::move(statements)) {}

    driver::Result<void> note(const pbx::ContactView& contact, const acd::Mark& clock);
    driver::Result<void> attach(const pbx::DataAttached& event, const acd::Mark& clock);
    driver::Result<void> end(const OutRecord& record, const pbx::ContactEnded& event,
                             const acd::Mark& clock);
    driver::Result<void> call_record(const OutRecord& record, const pbx::ContactEnded& event,
                                     const acd::Mark& clock);
    driver::Result<void> agent(const OutRecord& record, const pbx::AgentChanged& event,
                               const acd::Mark& clock);

    Statements sql_;
    std::uint64_t rows_{};
};

}  // namespace host_bridge
