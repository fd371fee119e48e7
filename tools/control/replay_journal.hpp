// SPDX-License-Identifier: GPL-2.0-or-later
// Control takes up where it died: it is told its own journal.
#pragma once

#include <cstdint>
#include <filesystem>

#include "acd/center/control.hpp"
#include "driver/base/result.hpp"
#include "pbx/journal/replay.hpp"
#include "tools/control/journal_writer.hpp"

namespace tools {

// Tells `control` every in record from number `from` on and compares what it says with the out
// records; then its records go to `writer`, first what its death left unwritten. With a difference
// in the report it cannot go on from there, and nothing was written. Error: the journal cannot be
// read.
driver::Result<pbx::ReplayReport> replay_journal(acd::Control& control,
                                                 const std::filesystem::path& journal,
                                                 std::uint64_t from, JournalWriter& writer);

}  // namespace tools
