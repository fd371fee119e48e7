// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/resume.hpp"

namespace host_bridge {

std::uint64_t resume_after(const acd::Ledger& ledger, std::uint64_t epoch, std::uint64_t number) {
    const acd::Timeline& timeline = ledger.timeline();
    if (number == 0) return 0;
    if (number <= ledger.last_number() && timeline.at(number).epoch == epoch) return number;
    const auto first = timeline.first_after(epoch);
    return first ? *first - 1 : ledger.last_number();
}

}  // namespace host_bridge
