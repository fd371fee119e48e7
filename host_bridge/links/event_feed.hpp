// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "acd/ledger/ledger.hpp"
#include "host_bridge/event_log.hpp"

namespace host_bridge {

// One client's cursor: events as lines of JSON, made when the client can take them and not before.
class EventFeed {
  public:
    EventFeed(EventLog& log, const acd::Ledger& ledger) : log_(log), ledger_(ledger) {}

    // Events with numbers from `from` on, of these types; none means all.
    void start(std::uint64_t from, std::vector<std::string> types);
    [[nodiscard]] bool started() const { return source_ != nullptr; }
    // Appends lines until `out` has `room` octets or more, or there are no more events. Records
    // gone from the journal are told as stream.gap.
    void fill(std::string& out, std::size_t room);
    // The number of the next event; 0 if not started.
    [[nodiscard]] std::uint64_t next() const { return next_; }
    [[nodiscard]] std::uint64_t sent() const { return sent_; }

  private:
    static constexpr int most_skipped = 4096;  // of other types in one go: the loop must go on

    [[nodiscard]] bool wanted(std::string_view type) const;

    EventLog& log_;
    const acd::Ledger& ledger_;
    std::unique_ptr<EventSource> source_;
    std::vector<std::string> types_;
    std::uint64_t next_{};
    std::uint64_t sent_{};
};

}  // namespace host_bridge
