// SPDX-License-Identifier: GPL-2.0-or-later
// How control takes up where it ended.
#include <algorithm>

#include "driver/base/log.hpp"
#include "tools/control/control_program.hpp"
#include "tools/control/replay_journal.hpp"
#include "tools/program/program.hpp"
#include "tools/program/version.hpp"

namespace tools {

using driver::Error;
using driver::log_info;
using driver::log_warning;
using driver::Result;

// Tells control all its journal has since its last rest. False: the journal cannot be used to go
// on.
Result<bool> ControlProgram::replay() {
    const std::int64_t begun = machine_ns();
    const auto report =
        replay_journal(control_, settings_.journal.directory,
                       std::max<std::uint64_t>(1, journal_.recovery().replay_from), writer_);
    if (!report) return Error{report.error()};
    if (!report->difference.empty()) {
        log_warning("control", "the journal cannot be gone on from: {}", report->difference);
        return false;
    }
    log_info("control", "replayed {} records in {} ms", report->in_records,
             (machine_ns() - begun) / 1'000'000);
    return control_.is_configured();
}

Result<void> ControlProgram::recover(const pbx::Configured& configured) {
    const pbx::Recovery& found = journal_.recovery();
    rested_at_ = found.replay_from;
    if (found.fresh) return begin(configured, 0);
    if (found.dropped_octets > 0) {
        log_warning("control", "the last stop tore {} octets off the journal",
                    found.dropped_octets);
    }
    const auto replayed = replay();
    if (!replayed) return Error{replayed.error()};
    const bool machine_restarted = found.new_epoch || machine_ticks() < control_.now();
    if (!*replayed || machine_restarted) return begin(configured, lost_ids);
    (void)control_.take(machine_ticks(), pbx::Resumed{std::string(version)});
    if (control_.configured().digest == configured.digest) return {};
    log_info("control", "the configuration has changed: it takes effect when no call is up");
    return control_.take(machine_ticks(), configured);
}

Result<void> ControlProgram::begin(const pbx::Configured& configured, std::uint64_t skipped_ids) {
    pbx::Began began;
    began.epoch = journal_.recovery().epoch;
    began.seed = began.epoch;
    began.version = version;
    if (control_.is_configured()) {
        began.first_contact = control_.center().contacts().next_id() + skipped_ids;
        began.first_call = control_.center().calls().next_id() + skipped_ids;
    }
    journal_.writer().replay_starts_here();
    const Ticks now = machine_ticks();
    (void)control_.take(now, began);
    return control_.take(now, configured);
}

}  // namespace tools
