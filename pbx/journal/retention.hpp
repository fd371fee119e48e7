// SPDX-License-Identifier: GPL-2.0-or-later
// Which old segments may go: a pure choice; the keeper does it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "pbx/journal/cursor.hpp"
#include "pbx/journal/segment.hpp"

namespace pbx {

// At least so much is kept, even when nobody needs it.
struct Retention {
    std::uint64_t segments{16};
    std::uint64_t octets{std::uint64_t{1} << 30U};
};

// What one segment holds: records from these numbers on, up to those of the next segment.
struct SegmentContent {
    std::uint64_t number{};
    std::uint64_t octets{};
    std::uint64_t epoch{};
    std::uint64_t first_in{};
    std::uint64_t first_out{};
};
SegmentContent content_of(const Segment& segment);

// How many of the oldest may be removed. `segments` in order, the one being written last; that one
// always stays, and so does all that holds in records from `oldest_in_needed` on (0: all are
// needed) or out records after any of `cursors`.
std::size_t removable(std::span<const SegmentContent> segments, const Retention& retention,
                      std::span<const NamedCursor> cursors, std::uint64_t oldest_in_needed);

}  // namespace pbx
