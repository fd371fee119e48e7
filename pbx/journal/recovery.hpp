// SPDX-License-Identifier: GPL-2.0-or-later
// Finds where a journal ends after whatever happened to its writer. What has a right check sum and
// the next number is a record; the first that has not is the end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "driver/base/result.hpp"
#include "pbx/journal/retention.hpp"
#include "pbx/journal/segment.hpp"

namespace pbx {

// Where writing goes on.
struct JournalEnd {
    Segment segment;                   // the last one that was begun; none in an empty directory
    std::vector<SegmentContent> kept;  // all that were begun, that one included
    std::vector<Segment> prepared;     // made ahead and not begun; none if the machine has stopped
    std::uint64_t position{};          // octets of it that hold whole records
    std::uint64_t last_in{};
    std::uint64_t last_out{};
    std::uint64_t replay_from{};
    bool same_boot{};  // the machine has run since
    bool in_order{};   // the writer closed the journal
    std::uint64_t
        dropped_octets{};  // of records the machine did not bring to the disk, or half written
};

// Removes what a stop of the machine tore off or made doubtful. Error, naming file and
// remedy: a foreign or missing segment, damage that no stop explains.
driver::Result<JournalEnd> find_end(const std::filesystem::path& journal, std::uint64_t boot);

// Which start of the machine this is, as the kernel names it.
driver::Result<std::uint64_t> this_boot();

}  // namespace pbx
