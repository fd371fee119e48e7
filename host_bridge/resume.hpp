// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "acd/ledger/ledger.hpp"

namespace host_bridge {

// After which record a reader goes on that has done with `number` of `epoch`. The same one, unless
// the machine stopped uncleanly and the journal lost its end: then after the last record that both
// know, because the numbers behind it were given out again.
std::uint64_t resume_after(const acd::Ledger& ledger, std::uint64_t epoch, std::uint64_t number);

}  // namespace host_bridge
