// SPDX-License-Identifier: GPL-2.0-or-later
// What a journal looks like after its program was killed, its machine lost power, or somebody
// touched its files.
#include <algorithm>
#include <fstream>
#include <optional>

#include "pbx/journal/check.hpp"
#include "pbx/journal/journal.hpp"
#include "pbx/journal/reader.hpp"
#include "tests/pbx/journal/numbered.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace fs = std::filesystem;
using pbx::Journal;
using pbx::Reader;
using pbx::Segment;
using pbx::SegmentState;
using Next = pbx::Reader::Next;
using Seek = pbx::Reader::Seek;

TEST_GROUP(Recovery) {
    support::ScratchDirectory scratch;
    pbx::JournalOptions options{.directory = scratch.path() / "journal",
                                .segment_octets = pbx::smallest_segment,
                                .sync_period = std::chrono::milliseconds(50),
                                .boot = 1};
    std::optional<Journal> journal;

    void open() {
        auto opened = Journal::open(options);
        CHECK_TEXT(!!opened, opened ? "" : opened.error().c_str());
        journal.emplace(*std::move(opened));
    }
    std::string refusal() const {
        const auto opened = Journal::open(options);
        CHECK(!opened);
        return opened ? "" : opened.error();
    }
    // A program appends and dies without a word.
    void write_and_die(int calls) {
        support::Child writer([&] {
            auto opened = Journal::open(options);
            if (!opened) return 1;
            for (; calls > 0; --calls) {
                numbered::append_calls(opened->writer(), 1);
                if (calls % 64 == 0) opened->keeper().work();
            }
            ::_exit(0);
        });
        LONGS_EQUAL(0, writer.wait());
    }
    void the_machine_starts_again() {
        ++options.boot;
    }

    Segment segment(std::uint64_t number) const {
        auto opened = Segment::open(options.directory, number, Segment::Access::write);
        CHECK_TEXT(!!opened, opened ? "" : opened.error().c_str());
        return *std::move(opened);
    }
    // The last segment with records.
    std::uint64_t last_segment() const {
        std::uint64_t last = 0;
        for (const auto number : pbx::segments_in(options.directory)) {
            if (segment(number).state() != SegmentState::prepared) last = number;
        }
        return last;
    }
    // The disk kept old octets there: zeros.
    static void lose(const Segment& segment, std::uint64_t from, std::uint64_t to) {
        const auto lost = segment.octets().subspan(from, to - from);
        std::fill(lost.begin(), lost.end(), std::byte{0});
    }
    numbered::ReadUp read_all() const {
        auto reader = Reader::open(options.directory, Reader::Scope::in_and_out);
        CHECK_TEXT(!!reader, reader ? "" : reader.error().c_str());
        numbered::ReadUp all{};
        for (;;) {
            const auto some = numbered::read_up(*reader);
            all = {all.in + some.in, all.out + some.out, all.right && some.right, some.last};
            if (some.last != Next::new_epoch) return all;
        }
    }
    void reads(std::uint64_t in, std::uint64_t out) const {
        const auto all = read_all();
        CHECK(all.right);
        LONGS_EQUAL(in, all.in);
        LONGS_EQUAL(out, all.out);
        CHECK(all.last == Next::end || all.last == Next::closed);
    }
};

// ── the program was killed ──────────────────────────────────────────────────────────────────────

TEST(Recovery, a_killed_program_loses_nothing_and_keeps_the_epoch) {
    write_and_die(1000);
    open();
    const auto& found = journal->recovery();
    CHECK(!found.fresh);
    CHECK(!found.in_order);
    CHECK(!found.new_epoch);
    LONGS_EQUAL(1, found.epoch);
    LONGS_EQUAL(1000, found.last_in);
    LONGS_EQUAL(2000, found.last_out);
    LONGS_EQUAL(0, found.dropped_octets);
    numbered::append_calls(journal->writer(), 500);
    reads(1500, 3000);
}

TEST(Recovery, a_half_written_record_is_dropped_and_told) {
    write_and_die(10);
    const Segment last = segment(1);
    const auto end = last.header().committed.load();
    std::fill_n(last.octets().begin() + static_cast<std::ptrdiff_t>(end), 77, std::byte{0x55});
    open();
    LONGS_EQUAL(77, journal->recovery().dropped_octets);
    LONGS_EQUAL(20, journal->recovery().last_out);
    numbered::append_calls(journal->writer(), 1);
    journal.reset();
    open();
    LONGS_EQUAL(0, journal->recovery().dropped_octets);
    reads(11, 22);
}

TEST(Recovery, a_whole_record_that_was_not_yet_published_is_taken) {
    write_and_die(10);
    const Segment last = segment(1);
    auto& committed = last.header().committed;
    pbx::Record record;
    std::size_t size = 0;
    std::uint64_t at = pbx::segment_header_octets;
    std::uint64_t before = 0;
    for (; at < committed; at += size) {
        CHECK(pbx::read_record(last.octets().subspan(at), record, size) == pbx::Found::record);
        before = at;
    }
    committed = before;
    open();
    LONGS_EQUAL(20, journal->recovery().last_out);
    reads(10, 20);
}

TEST(Recovery, killed_between_two_segments) {
    write_and_die(400);
    const auto last = last_segment();
    CHECK(last > 2);
    // It had begun the next and not yet sealed the one before.
    segment(last - 1).header().state = SegmentState::active;
    open();
    LONGS_EQUAL(400, journal->recovery().last_in);
    CHECK(segment(last - 1).state() == SegmentState::durable);
    numbered::append_calls(journal->writer(), 1);
    reads(401, 802);
}

TEST(Recovery, what_was_being_made_is_no_obstacle) {
    write_and_die(10);
    std::ofstream(options.directory / "next.unfinished") << "half";
    open();
    numbered::append_calls(journal->writer(), 500);
    reads(510, 1020);
}

// ── the machine lost power ──────────────────────────────────────────────────────────────────────

TEST(Recovery, after_a_power_cut_the_epoch_changes_even_when_nothing_was_lost) {
    write_and_die(100);
    the_machine_starts_again();
    options.epoch = 77;
    open();
    CHECK(journal->recovery().new_epoch);
    LONGS_EQUAL(77, journal->recovery().epoch);
    LONGS_EQUAL(200, journal->recovery().last_out);
    LONGS_EQUAL(201, numbered::append_event(journal->writer()));
    auto reader = Reader::open(options.directory, Reader::Scope::out);
    CHECK(!!reader);
    CHECK(numbered::read_up(*reader).last == Next::new_epoch);
    CHECK((reader->cursor() == pbx::Cursor{77, 200}));
    pbx::Record record;
    CHECK(reader->next(record) == Next::record);
    LONGS_EQUAL(201, record.number);
    CHECK((reader->cursor() == pbx::Cursor{77, 201}));
    CHECK(reader->seek({77, 200}) == Seek::found);
}

TEST(Recovery, an_epoch_never_falls_back) {
    write_and_die(1);
    the_machine_starts_again();
    open();
    LONGS_EQUAL(2, journal->recovery().epoch);
    journal.reset();
    open();
    LONGS_EQUAL(2, journal->recovery().epoch);
}

TEST(Recovery, what_the_disk_did_not_get_is_dropped_and_its_readers_resynchronise) {
    write_and_die(100);
    const Segment last = segment(1);
    const auto end = last.header().committed.load();
    lose(last, end - 3000, end - 1000);
    the_machine_starts_again();
    open();
    CHECK(journal->recovery().new_epoch);
    CHECK(journal->recovery().dropped_octets >= 1000);
    const auto kept = journal->recovery().last_out;
    CHECK(kept > 100 && kept < 200);
    auto reader = Reader::open(options.directory, Reader::Scope::out);
    CHECK(!!reader);
    CHECK(reader->seek({1, 200}) == Seek::other_epoch);
    CHECK(reader->seek({1, kept}) == Seek::found);
    LONGS_EQUAL(kept + 1, numbered::append_event(journal->writer()));
    reads(journal->recovery().last_in, kept + 1);
}

TEST(Recovery, segments_after_a_tear_are_dropped_too) {
    write_and_die(700);
    const auto last = last_segment();
    CHECK(last > 3);
    // The one before the last two was on its way to the disk as well.
    const Segment torn = segment(last - 2);
    torn.header().state = SegmentState::sealed;
    segment(last - 1).header().state = SegmentState::sealed;
    lose(torn, 30'000, 34'096);
    the_machine_starts_again();
    open();
    CHECK(journal->recovery().dropped_octets > pbx::smallest_segment);
    const auto in = journal->recovery().last_in;
    const auto out = journal->recovery().last_out;
    CHECK(in > 0 && in < 700);
    numbered::append_calls(journal->writer(), 300);
    reads(in + 300, out + 600);
    const auto content = pbx::check_journal(options.directory);
    CHECK_TEXT(!!content, content ? "" : content.error().c_str());
    LONGS_EQUAL(2, content->epochs);
}

TEST(Recovery, a_journal_closed_in_order_keeps_its_epoch_over_a_restart_of_the_machine) {
    open();
    numbered::append_calls(journal->writer(), 100);
    journal.reset();
    the_machine_starts_again();
    open();
    CHECK(journal->recovery().in_order);
    CHECK(!journal->recovery().new_epoch);
    numbered::append_calls(journal->writer(), 1);
    reads(101, 202);
}

TEST(Recovery, a_start_that_fails_can_be_tried_again_and_still_tells_the_new_epoch) {
    write_and_die(100);
    the_machine_starts_again();
    options.segment_octets = std::size_t{1} << 50U;
    STRCMP_CONTAINS("no room for a segment", refusal().c_str());
    options.segment_octets = pbx::smallest_segment;
    open();
    CHECK(journal->recovery().new_epoch);
    reads(100, 200);
}

// ── somebody touched the files ──────────────────────────────────────────────────────────────────

TEST(Recovery, damage_that_no_stop_explains_is_an_error_with_file_and_remedy) {
    write_and_die(100);
    segment(1).octets()[10'000] ^= std::byte{1};
    const std::string said = refusal();
    STRCMP_CONTAINS("000000000001.journal: damaged at octet ", said.c_str());
    STRCMP_CONTAINS("restore the file from a copy", said.c_str());
}

TEST(Recovery, a_segment_of_another_version_is_an_error_with_the_remedy) {
    write_and_die(10);
    ++segment(1).header().layout;
    STRCMP_CONTAINS("000000000001.journal: was written by another version", refusal().c_str());
    const auto reader = Reader::open(options.directory, Reader::Scope::out);
    CHECK(!reader);
    STRCMP_CONTAINS("was written by another version", reader.error().c_str());
}

TEST(Recovery, a_missing_segment_is_named) {
    write_and_die(1000);
    pbx::remove_segment(options.directory, 2);
    STRCMP_CONTAINS("000000000002.journal: is missing", refusal().c_str());
}

TEST(Recovery, a_damaged_header_and_a_foreign_file_are_named) {
    write_and_die(10);
    ++segment(1).header().first_out;
    STRCMP_CONTAINS("000000000001.journal: its header is damaged", refusal().c_str());
    std::ofstream(pbx::segment_path(options.directory, 1)) << std::string(100'000, 'x');
    STRCMP_CONTAINS("000000000001.journal: is no segment of a journal", refusal().c_str());
    std::ofstream(pbx::segment_path(options.directory, 1)) << "short";
    STRCMP_CONTAINS("000000000001.journal: too short", refusal().c_str());
}

TEST(Recovery, readers_and_the_check_stop_at_damage_and_name_the_place) {
    write_and_die(400);
    segment(2).octets()[20'000] ^= std::byte{0x80};
    auto reader = Reader::open(options.directory, Reader::Scope::out);
    CHECK(!!reader);
    const auto read = numbered::read_up(*reader);
    CHECK(read.right);
    CHECK(read.last == Next::damaged);
    CHECK(numbered::read_up(*reader).last == Next::damaged);
    STRCMP_CONTAINS("000000000002.journal: damaged at octet ", reader->trouble().c_str());
    const auto content = pbx::check_journal(options.directory);
    CHECK(!content);
    STRCMP_CONTAINS("000000000002.journal: damaged at octet ", content.error().c_str());
    // Behind it reading goes on.
    CHECK(reader->seek({1, 790}) == Seek::found);
    LONGS_EQUAL(10, numbered::read_up(*reader).out);
}

TEST(Recovery, a_gap_between_two_segments_is_damage) {
    write_and_die(400);
    const Segment second = segment(2);
    auto& header = second.header();
    header.first_out += 1;
    header.check = pbx::check_of(header);
    auto reader = Reader::open(options.directory, Reader::Scope::out);
    CHECK(!!reader);
    CHECK(numbered::read_up(*reader).last == Next::damaged);
    STRCMP_CONTAINS("000000000002.journal: begins with in record", reader->trouble().c_str());
}

TEST(Recovery, no_flipped_octet_goes_unnoticed) {
    write_and_die(20);
    const Segment first = segment(1);
    const auto octets = first.octets();
    const auto committed = first.header().committed.load();
    for (std::uint64_t at = pbx::segment_header_octets; at < committed; at += 13) {
        octets[at] ^= std::byte{0x10};
        CHECK(!pbx::check_journal(options.directory));
        octets[at] ^= std::byte{0x10};
    }
    CHECK(!!pbx::check_journal(options.directory));
}
