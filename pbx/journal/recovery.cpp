// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/recovery.hpp"

#include <algorithm>
#include <fstream>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "driver/base/fields.hpp"
#include "pbx/journal/record.hpp"

namespace pbx {
namespace {

namespace fs = std::filesystem;
using driver::Error;
using driver::Result;

// How far a segment holds records, and their last numbers.
struct Extent {
    std::uint64_t position{};
    std::uint64_t last_in{};
    std::uint64_t last_out{};
};

Extent extent_of(const Segment& segment) {
    const SegmentHeader& header = segment.header();
    Extent extent{segment_header_octets, header.first_in - 1, header.first_out - 1};
    for (;;) {
        Record record;
        std::size_t size = 0;
        const auto rest = std::as_bytes(segment.octets()).subspan(extent.position);
        if (read_record(rest, record, size) != Found::record) return extent;
        auto& last = record.kind == RecordKind::in ? extent.last_in : extent.last_out;
        if (record.number != last + 1) return extent;
        ++last;
        extent.position += size;
    }
}

// The segments of a directory, all of this version.
struct Segments {
    std::vector<Segment> begun;     // without a gap
    std::vector<Segment> prepared;  // made ahead, rising
};

Result<Segments> open_segments(const fs::path& journal) {
    Segments segments;
    std::uint64_t before = 0;
    for (const std::uint64_t number : segments_in(journal)) {
        auto segment = Segment::open(journal, number, Segment::Access::write);
        if (!segment) return Error{segment.error()};
        if (segment->state() == SegmentState::prepared) {
            segments.prepared.push_back(*std::move(segment));
            continue;
        }
        if (before != 0 && number != before + 1) {
            return Error{
                fmt::format("{}: is missing: restore the file from a copy, or move the journal's "
                            "directory aside "
                            "and begin a new one",
                            segment_path(journal, before + 1).native())};
        }
        before = number;
        segments.begun.push_back(*std::move(segment));
    }
    return segments;
}

// What was made ahead is as it was made only if the machine has run since: else the writer may have
// begun it, and its pages be on the disk without its header.
std::vector<Segment> still_good(const fs::path& journal, std::vector<Segment> prepared,
                                bool same_boot) {
    if (same_boot) return prepared;
    for (const Segment& one : prepared) remove_segment(journal, one.header().number);
    return {};
}

// From here on segments may not be on the disk as a whole: all before are durable.
std::size_t first_to_look_at(const std::vector<Segment>& segments) {
    std::size_t at = segments.size() - 1;
    while (at > 0 && segments[at - 1].state() != SegmentState::durable) --at;
    return at;
}

bool continues(const Extent& extent, const Segment& next) {
    const SegmentHeader& header = next.header();
    return header.first_in == extent.last_in + 1 && header.first_out == extent.last_out + 1;
}

// The machine stopped while `segments` were on their way to the disk: what comes after segment `at`
// was torn off.
std::uint64_t tear_off(const fs::path& journal, std::vector<Segment>& segments, std::size_t at) {
    std::uint64_t dropped = 0;
    while (segments.size() > at + 1) {
        dropped += segments.back().written() - segment_header_octets;
        remove_segment(journal, segments.back().header().number);
        segments.pop_back();
    }
    return dropped;
}

// What stands after the end must not be taken for records later.
std::uint64_t wipe_tail(const Segment& segment, std::uint64_t end) {
    const std::size_t written = segment.written();
    if (written <= end) return 0;
    const auto tail = segment.octets().subspan(end, written - end);
    std::fill(tail.begin(), tail.end(), std::byte{0});
    return tail.size();
}

Error damaged(const fs::path& journal, const Segment& segment, const Extent& extent) {
    return Error{
        fmt::format("{}: damaged at octet {}, where in record {} or out record {} should be: "
                    "restore the file from a copy, or move the journal's directory aside and "
                    "begin a new one",
                    segment_path(journal, segment.header().number).native(), extent.position,
                    extent.last_in + 1, extent.last_out + 1)};
}

void settle(const Segment& segment, const Extent& extent) {
    SegmentHeader& header = segment.header();
    header.last_in = extent.last_in;
    header.last_out = extent.last_out;
    header.committed = extent.position;
}

// Writing goes on behind `extent`, or in a new segment if the machine has stopped since.
JournalEnd end_at(JournalEnd end, Segment segment, const Extent& extent) {
    end.dropped_octets += wipe_tail(segment, extent.position);
    settle(segment, extent);
    if (end.same_boot || !end.in_order) segment.header().state = SegmentState::active;
    end.position = extent.position;
    end.last_in = extent.last_in;
    end.last_out = extent.last_out;
    end.replay_from = segment.header().replay_from;
    end.segment = std::move(segment);
    return end;
}

}  // namespace

Result<JournalEnd> find_end(const fs::path& journal, std::uint64_t boot) {
    auto found = open_segments(journal);
    if (!found) return Error{found.error()};
    std::vector<Segment>& segments = found->begun;
    JournalEnd end;
    end.same_boot = !segments.empty() && segments.back().header().boot == boot;
    end.prepared = still_good(journal, std::move(found->prepared), end.same_boot);
    if (segments.empty()) return end;
    end.in_order = segments.back().state() == SegmentState::closed;
    for (const Segment& segment : segments) end.kept.push_back(content_of(segment));
    const bool may_be_torn = !end.same_boot && !end.in_order;
    for (std::size_t at = first_to_look_at(segments);; ++at) {
        const Segment& segment = segments[at];
        const Extent extent = extent_of(segment);
        const bool last = at + 1 == segments.size();
        const bool whole = extent.position >= segment.header().committed &&
                           (last || continues(extent, segments[at + 1]));
        if (!whole && !may_be_torn) return damaged(journal, segment, extent);
        if (!whole) end.dropped_octets += tear_off(journal, segments, at);
        end.kept.resize(std::min(end.kept.size(), segments.size()));
        if (at + 1 == segments.size())
            return end_at(std::move(end), std::move(segments[at]), extent);
        settle(segment, extent);
        segment.header().state = SegmentState::sealed;
        if (segment.sync()) segment.header().state = SegmentState::durable;
    }
}

Result<std::uint64_t> this_boot() {
    constexpr const char* path = "/proc/sys/kernel/random/boot_id";
    std::string text;
    if (!std::getline(std::ifstream(path) >> std::ws, text)) {
        return Error{fmt::format("{}: cannot be read: mount /proc", path)};
    }
    return driver::digest_of(text);
}

}  // namespace pbx
