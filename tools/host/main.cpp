// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline-host: links, serial lines and records; a reader of the journal.
#include "driver/base/log.hpp"
#include "host_bridge/host_bridge.hpp"
#include "host_bridge/journal_log.hpp"
#include "tools/config/plans.hpp"
#include "tools/host/control_inbox.hpp"
#include "tools/program/program.hpp"

namespace {

using driver::Error;
using driver::Result;

constexpr std::int64_t retry_ns = 200'000'000;

// Control makes the journal; a host started at the same time waits for it.
Result<std::unique_ptr<host_bridge::JournalLog>> open_journal(const tools::Settings& settings) {
    bool told = false;
    for (;;) {
        auto log = host_bridge::JournalLog::open(settings.journal.directory);
        if (log || tools::stop_asked()) return log;
        if (!told) driver::log_info("host", "waits for control's journal: {}", log.error());
        told = true;
        tools::sleep_until_ns(tools::machine_ns() + retry_ns);
    }
}

Result<void> run(const std::string& file) {
    const auto settings = tools::settings_on_disk(file);
    if (!settings) return Error{settings.error()};
    auto log = open_journal(*settings);
    if (tools::stop_asked()) return {};
    if (!log) return Error{log.error()};
    tools::ControlInbox inbox(settings->control_socket());
    auto bridge =
        host_bridge::HostBridge::open(settings->host, **log, inbox, host_bridge::machine_moment());
    if (!bridge) return Error{bridge.error()};
    driver::log_info("host", "runs");
    (*bridge)->run([&] {
        inbox.look();
        return tools::stop_asked();
    });
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    return tools::run_with_configuration(
        "trunkline-host", "Host links, serial lines and records of a Trunkline call center.", argc,
        argv, run);
}
