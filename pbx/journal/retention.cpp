// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/retention.hpp"

#include <algorithm>
#include <numeric>

namespace pbx {
namespace {

bool needs(const Cursor& cursor, const SegmentContent& segment, const SegmentContent& next) {
    if (segment.epoch != cursor.epoch) return segment.epoch > cursor.epoch;
    return next.first_out > cursor.out + 1;
}

}  // namespace

SegmentContent content_of(const Segment& segment) {
    const SegmentHeader& header = segment.header();
    return {header.number, header.size, header.epoch, header.first_in, header.first_out};
}

std::size_t removable(std::span<const SegmentContent> segments, const Retention& retention,
                      std::span<const NamedCursor> cursors, std::uint64_t oldest_in_needed) {
    std::uint64_t octets = std::accumulate(
        segments.begin(), segments.end(), std::uint64_t{0},
        [](std::uint64_t sum, const SegmentContent& segment) { return sum + segment.octets; });
    std::size_t count = 0;
    for (; count + 1 < segments.size(); ++count) {
        const SegmentContent& oldest = segments[count];
        const SegmentContent& next = segments[count + 1];
        octets -= oldest.octets;
        const bool enough_left =
            segments.size() - count - 1 >= retention.segments && octets >= retention.octets;
        const bool needed = next.first_in > oldest_in_needed ||
                            std::any_of(cursors.begin(), cursors.end(), [&](const auto& reader) {
                                return needs(reader.cursor, oldest, next);
                            });
        if (!enough_left || needed) break;
    }
    return count;
}

}  // namespace pbx
