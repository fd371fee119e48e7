// SPDX-License-Identifier: GPL-2.0-or-later
// All that host does: links and stores, each a reader of the journal with a cursor of its own, and
// the way of commands to control. Run by tools/host on the machine's clocks, or step by step on a
// virtual clock, with the same classes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "driver/base/result.hpp"
#include "host_bridge/config.hpp"
#include "host_bridge/event_log.hpp"
#include "host_bridge/inbox.hpp"
#include "host_bridge/link_row.hpp"
#include "host_bridge/links/command_desk.hpp"
#include "host_bridge/links/event_loop.hpp"
#include "host_bridge/links/json_server.hpp"
#include "host_bridge/links/serial_link.hpp"
#include "host_bridge/stores/store_writer.hpp"

namespace host_bridge {

class HostBridge final : public LinkDirectory {
  public:
    // Reads the journal from its beginning to its end before it returns. Errors: a socket that
    // cannot be listened on, a database that cannot be written, a zone nobody knows. A serial
    // device that is not there is no error: the link is down until it is.
    static driver::Result<std::unique_ptr<HostBridge>> open(const HostBridgeConfig& config,
                                                            EventLog& log, Inbox& inbox,
                                                            const Moment& now);
    ~HostBridge();
    HostBridge(const HostBridge&) = delete;
    HostBridge& operator=(const HostBridge&) = delete;

    // One step of everything, without waiting and without threads: for virtual time, once per tick.
    void poll(const Moment& now);
    // On the machine's clocks until `stop()` says so; stores and cursors are written in threads of
    // their own.
    void run(const std::function<bool()>& stop);

    // A client inside this program: bytes in, bytes out, no socket. Outlived by the bridge.
    [[nodiscard]] JsonSession local_session(const std::string& client, const Moment& now);

    [[nodiscard]] const acd::Ledger& ledger() const { return ledger_; }
    [[nodiscard]] std::vector<LinkRow> links() const override;
    [[nodiscard]] const std::vector<std::unique_ptr<JsonServer>>& servers() const {
        return servers_;
    }

  private:
    static constexpr int most_records = 5000;            // of the ledger, per step
    static constexpr std::chrono::milliseconds step{2};  // of run(): the longest an event waits

    HostBridge(const HostBridgeConfig& config, EventLog& log, Inbox& inbox);
    driver::Result<void> listen(const HostBridgeConfig& config, const Moment& now);
    driver::Result<void> open_lines(const HostBridgeConfig& config);
    driver::Result<void> open_stores(const HostBridgeConfig& config);
    void add_line(const SerialLineConfig& config, std::unique_ptr<SerialFeed> feed,
                  const HostBridgeConfig& all);
    bool read_journal();
    void poll_links(const Moment& now);
    void tell_positions();
    [[nodiscard]] SessionServices services();

    EventLog& log_;
    acd::Ledger ledger_;
    std::unique_ptr<EventSource> source_;  // the ledger's
    CommandDesk commands_;
    EventLoop loop_;
    CursorKeeper cursors_;
    std::vector<std::unique_ptr<JsonServer>> servers_;
    std::vector<std::unique_ptr<SerialLink>> lines_;
    std::vector<std::unique_ptr<StoreWriter>> stores_;
    std::vector<std::string> store_names_;
};

}  // namespace host_bridge
