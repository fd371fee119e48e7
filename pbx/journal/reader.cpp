// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/reader.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace pbx {

namespace fs = std::filesystem;
using driver::Error;
using driver::Result;

namespace {
constexpr auto any = [](const SegmentHeader&) { return true; };
}  // namespace

Result<Reader> Reader::open(const fs::path& journal, Scope scope) {
    Reader reader(journal, scope);
    if (reader.enter_oldest(any)) return reader;
    if (!reader.trouble_.empty()) return Error{reader.trouble_};
    return Error{
        fmt::format("{}: no journal here: start control first (trunkline run)", journal.native())};
}

void Reader::stand_at_front(Segment segment) {
    segment_ = std::move(segment);
    const SegmentHeader& header = segment_.header();
    position_ = segment_header_octets;
    limit_ = segment_header_octets;
    epoch_ = header.epoch;
    last_in_ = header.first_in - 1;
    last_out_ = header.first_out - 1;
    damaged_ = false;
}

// The newest segment that was begun and whose header is wanted.
template <class Wanted>
bool Reader::enter_newest(Wanted&& wanted) {
    const auto numbers = segments_in(journal_);
    for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
        auto segment = Segment::open(journal_, *number, Segment::Access::read);
        if (!segment) return false;
        if (segment->state() == SegmentState::prepared || !wanted(segment->header())) continue;
        stand_at_front(*std::move(segment));
        return true;
    }
    return false;
}

// The oldest one likewise. A damaged one on the way is trouble.
template <class Wanted>
bool Reader::enter_oldest(Wanted&& wanted) {
    for (const std::uint64_t number : segments_in(journal_)) {
        auto segment = Segment::open(journal_, number, Segment::Access::read);
        if (!segment) {
            // One that was removed just now has a successor.
            if (!fs::exists(segment_path(journal_, number))) continue;
            damage(segment.error());
            return false;
        }
        // Segments are begun in order: none behind this one had been, when this one had not.
        if (segment->state() == SegmentState::prepared) return false;
        if (!wanted(segment->header())) continue;
        stand_at_front(*std::move(segment));
        return true;
    }
    return false;
}

Reader::Next Reader::damage(std::string text) {
    damaged_ = true;
    trouble_ = std::move(text);
    return Next::damaged;
}

// The record at the place, which is below the limit.
Reader::Next Reader::look(Record& record, std::size_t& size) {
    const auto octets = std::as_bytes(segment_.octets()).subspan(position_, limit_ - position_);
    const Found found = read_record(octets, record, size);
    const std::uint64_t before = record.kind == RecordKind::in ? last_in_ : last_out_;
    if (found == Found::record && record.number == before + 1) return Next::record;
    return damage(
        fmt::format("{}: damaged at octet {}, where in record {} or out record {} should be: "
                    "restore the file from "
                    "a copy; readers may go on behind it",
                    segment_path(journal_, segment_.header().number).native(), position_,
                    last_in_ + 1, last_out_ + 1));
}

void Reader::pass(const Record& record, std::size_t size) {
    ++(record.kind == RecordKind::in ? last_in_ : last_out_);
    position_ += size;
}

// Next::record: there is more below a new limit.
Reader::Next Reader::at_limit() {
    const SegmentHeader& header = segment_.header();
    // Asked before the limit: what was committed before the segment was sealed is then seen, too.
    const SegmentState state = segment_.state();
    const std::uint64_t committed = header.committed.load(std::memory_order_acquire);
    if (committed > segment_.octets().size()) {
        return damage(fmt::format("{}: its header is damaged: restore the file from a copy",
                                  segment_path(journal_, header.number).native()));
    }
    if (committed > limit_) {
        limit_ = committed;
        return Next::record;
    }
    if (state == SegmentState::sealed || state == SegmentState::durable) return leave();
    if (segment_.removed()) return Next::removed;
    return state == SegmentState::closed ? Next::closed : Next::end;
}

// To the next segment: it was begun before this one was sealed.
Reader::Next Reader::leave() {
    const std::uint64_t number = segment_.header().number + 1;
    auto next = Segment::open(journal_, number, Segment::Access::read);
    if (!next && fs::exists(segment_path(journal_, number))) return damage(next.error());
    if (!next) {
        // The oldest are deleted first: the next one is not while this one stays.
        if (segment_.removed()) return Next::removed;
        return damage(fmt::format("{}: is missing: restore the file from a copy",
                                  segment_path(journal_, number).native()));
    }
    const SegmentHeader& header = next->header();
    const bool same_epoch = header.epoch == epoch_;
    if (same_epoch && (header.first_in != last_in_ + 1 || header.first_out != last_out_ + 1)) {
        return damage(
            fmt::format("{}: begins with in record {} and out record {}, but {} and {} are next: "
                        "restore the file "
                        "before it from a copy; readers may go on behind the gap",
                        segment_path(journal_, number).native(), header.first_in, header.first_out,
                        last_in_ + 1, last_out_ + 1));
    }
    stand_at_front(*std::move(next));
    return same_epoch ? Next::record : Next::new_epoch;
}

Reader::Next Reader::next(Record& record) {
    if (damaged_) return Next::damaged;
    for (;;) {
        while (position_ < limit_) {
            std::size_t size = 0;
            if (look(record, size) == Next::damaged) return Next::damaged;
            pass(record, size);
            if (scope_ == Scope::in_and_out || record.kind == RecordKind::out) return Next::record;
        }
        if (const Next more = at_limit(); more != Next::record) return more;
    }
}

bool Reader::seek_oldest() {
    return enter_oldest(any);
}
void Reader::seek_out(std::uint64_t number) {
    seek_number(RecordKind::out, number);
}
void Reader::seek_in(std::uint64_t number) {
    seek_number(RecordKind::in, number);
}

void Reader::seek_number(RecordKind kind, std::uint64_t number) {
    const bool in = kind == RecordKind::in;
    const bool entered = enter_newest([&](const SegmentHeader& header) {
        return (in ? header.first_in : header.first_out) <= number;
    });
    if (!entered) enter_oldest(any);
    for (;;) {
        if (position_ == limit_) {
            const Next more = at_limit();
            if (more != Next::record && more != Next::new_epoch) return;
            continue;
        }
        Record record;
        std::size_t size = 0;
        if (look(record, size) == Next::damaged) return;
        if (record.kind == kind && record.number >= number) return;
        pass(record, size);
    }
}

Reader::Seek Reader::seek(const Cursor& cursor) {
    const Seek seek = search(cursor);
    if (seek != Seek::found && seek != Seek::damaged) enter_oldest(any);
    return seek;
}

Reader::Seek Reader::search(const Cursor& cursor) {
    const auto has_it = [&cursor](const SegmentHeader& header) {
        return header.epoch == cursor.epoch && header.first_out <= cursor.out;
    };
    if (!enter_newest(has_it)) return search_front(cursor);
    while (last_out_ < cursor.out) {
        if (position_ == limit_) {
            const Next more = at_limit();
            if (more == Next::damaged) return Seek::damaged;
            if (more == Next::new_epoch) return Seek::other_epoch;
            if (more != Next::record) return Seek::beyond_end;
            continue;
        }
        Record record;
        std::size_t size = 0;
        if (look(record, size) == Next::damaged) return Seek::damaged;
        pass(record, size);
    }
    return Seek::found;
}

// Nothing that is kept of the cursor's epoch has been read yet.
Reader::Seek Reader::search_front(const Cursor& cursor) {
    if (cursor == Cursor{}) {
        if (!enter_oldest(any)) return damaged_ ? Seek::damaged : Seek::removed;
        return last_out_ == 0 ? Seek::found : Seek::removed;
    }
    const auto of_epoch = [&cursor](const SegmentHeader& header) {
        return header.epoch == cursor.epoch;
    };
    if (!enter_oldest(of_epoch)) return damaged_ ? Seek::damaged : Seek::other_epoch;
    return last_out_ == cursor.out ? Seek::found : Seek::removed;
}

}  // namespace pbx
