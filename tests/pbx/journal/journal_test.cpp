// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/journal.hpp"

#include <fstream>
#include <optional>

#include "pbx/journal/check.hpp"
#include "pbx/journal/reader.hpp"
#include "tests/pbx/journal/numbered.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

using pbx::Cursor;
using pbx::Journal;
using pbx::Reader;
using pbx::Record;
using Next = pbx::Reader::Next;
using Seek = pbx::Reader::Seek;

TEST_GROUP(Journal) {
    support::ScratchDirectory scratch;
    pbx::JournalOptions options{.directory = scratch.path() / "journal",
                                .segment_octets = pbx::smallest_segment,
                                .sync_period = std::chrono::milliseconds(0)};
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
    Reader reader(Reader::Scope scope = Reader::Scope::out) const {
        auto opened = Reader::open(options.directory, scope);
        CHECK_TEXT(!!opened, opened ? "" : opened.error().c_str());
        return *std::move(opened);
    }
    // The number of the record that comes next; 0: none.
    static std::uint64_t next_number(Reader & reader) {
        Record record;
        return reader.next(record) == Next::record ? record.number : 0;
    }
    std::size_t segments() const {
        return pbx::segments_in(options.directory).size();
    }
};

TEST(Journal, all_that_is_appended_is_read_in_order_across_many_segments) {
    open();
    numbered::append_calls(journal->writer(), 4000);
    CHECK(segments() > 20);
    Reader both = reader(Reader::Scope::in_and_out);
    const auto read = numbered::read_up(both);
    CHECK(read.right);
    LONGS_EQUAL(4000, read.in);
    LONGS_EQUAL(8000, read.out);
    CHECK(read.last == Next::end);
}

TEST(Journal, a_reader_of_events_sees_the_events_only) {
    open();
    numbered::append_calls(journal->writer(), 1000);
    Reader events = reader();
    const auto read = numbered::read_up(events);
    CHECK(read.right);
    LONGS_EQUAL(0, read.in);
    LONGS_EQUAL(2000, read.out);
    CHECK((events.cursor() == Cursor{1, 2000}));
}

TEST(Journal, a_reader_follows_the_writer) {
    open();
    Reader events = reader();
    CHECK_EQUAL(0, next_number(events));
    for (std::uint64_t n = 1; n <= 1000; ++n) {
        LONGS_EQUAL(n, numbered::append_event(journal->writer()));
        numbered::append_message(journal->writer());
        LONGS_EQUAL(n, next_number(events));
        LONGS_EQUAL(0, next_number(events));
    }
}

TEST(Journal, readers_of_different_speed_see_the_same) {
    open();
    Reader fast = reader();
    Reader slow = reader();
    for (std::uint64_t round = 1; round <= 20; ++round) {
        numbered::append_calls(journal->writer(), 100);
        LONGS_EQUAL(200, numbered::read_up(fast).out);
        LONGS_EQUAL(round, next_number(slow));
    }
    const auto rest = numbered::read_up(slow);
    CHECK(rest.right);
    LONGS_EQUAL(4000 - 20, rest.out);
    CHECK(slow.cursor() == fast.cursor());
}

TEST(Journal, a_reader_sees_that_the_writer_has_ended_and_that_it_is_back) {
    open();
    numbered::append_calls(journal->writer(), 10);
    Reader events = reader();
    journal.reset();
    const auto read = numbered::read_up(events);
    LONGS_EQUAL(20, read.out);
    CHECK(read.last == Next::closed);
    open();
    CHECK(journal->recovery().in_order);
    CHECK(!journal->recovery().fresh);
    CHECK(!journal->recovery().new_epoch);
    LONGS_EQUAL(10, journal->recovery().last_in);
    LONGS_EQUAL(20, journal->recovery().last_out);
    LONGS_EQUAL(0, journal->recovery().dropped_octets);
    CHECK(numbered::read_up(events).last == Next::end);
    LONGS_EQUAL(21, numbered::append_event(journal->writer()));
    LONGS_EQUAL(21, next_number(events));
}

TEST(Journal, a_new_journal_says_so_and_takes_the_epoch_it_is_given) {
    options.epoch = 1'700'000'000;
    open();
    CHECK(journal->recovery().fresh);
    CHECK(!journal->recovery().new_epoch);
    LONGS_EQUAL(1'700'000'000, journal->recovery().epoch);
    LONGS_EQUAL(1'700'000'000, journal->writer().epoch());
    Reader events = reader();
    CHECK((events.cursor() == Cursor{1'700'000'000, 0}));
}

TEST(Journal, a_second_writer_is_refused_with_the_firsts_pid) {
    open();
    STRCMP_CONTAINS(
        ("pid " + std::to_string(::getpid()) + " writes this journal: stop it first").c_str(),
        refusal().c_str());
}

TEST(Journal, a_journal_that_is_not_there_is_named_with_the_remedy) {
    const auto opened = Reader::open(scratch.path() / "nowhere", Reader::Scope::out);
    CHECK(!opened);
    STRCMP_CONTAINS("nowhere: no journal here: start control first", opened.error().c_str());
    options.directory = "/proc/nowhere/journal";
    STRCMP_CONTAINS("choose another directory for the journal", refusal().c_str());
}

TEST(Journal, impossible_sizes_are_refused) {
    options.segment_octets = pbx::smallest_segment + 1;
    STRCMP_CONTAINS("choose a multiple of 4096, at least 65536", refusal().c_str());
    options.segment_octets = 4096;
    STRCMP_CONTAINS("at least 65536", refusal().c_str());
    options.segment_octets = pbx::smallest_segment;
    options.spare_segments = 0;
    STRCMP_CONTAINS("0 spare segments: choose 1 to 4", refusal().c_str());
}

TEST(Journal, a_record_may_fill_a_segment_but_no_more) {
    open();
    pbx::Configured configured;
    const std::size_t around = numbered::payload_of(pbx::In(configured)).size();
    const std::size_t room = pbx::smallest_segment - pbx::segment_header_octets;
    configured.digest = std::string(room - sizeof(pbx::Frame) - around, 'd');
    CHECK(journal->writer().fits(configured));
    numbered::append_event(journal->writer());
    journal->writer().append(driver::Ticks(1), pbx::In(configured));
    numbered::append_event(journal->writer());
    Reader both = reader(Reader::Scope::in_and_out);
    Record record;
    CHECK(both.next(record) == Next::record);
    CHECK(both.next(record) == Next::record);
    const auto in = pbx::in_of(record);
    CHECK(!!in);
    LONGS_EQUAL(configured.digest.size(), std::get<pbx::Configured>(*in).digest.size());
    CHECK(both.next(record) == Next::record);
    CHECK(both.next(record) == Next::end);
    configured.digest += 'd';
    CHECK(!journal->writer().fits(configured));
}

TEST(Journal, where_a_replay_begins_is_known_after_segments_and_a_restart) {
    open();
    numbered::append_calls(journal->writer(), 500);
    journal->writer().replay_starts_here();
    numbered::append_calls(journal->writer(), 2000);
    journal.reset();
    open();
    LONGS_EQUAL(501, journal->recovery().replay_from);
}

TEST(Journal, checking_counts_all_records) {
    open();
    numbered::append_calls(journal->writer(), 700);
    const auto open_still = pbx::check_journal(options.directory);
    CHECK(!!open_still);
    CHECK(!open_still->closed);
    journal.reset();
    const auto content = pbx::check_journal(options.directory);
    CHECK_TEXT(!!content, content ? "" : content.error().c_str());
    LONGS_EQUAL(700, content->records.at("FromFirmware"));
    LONGS_EQUAL(1400, content->records.at("command.result"));
    LONGS_EQUAL(1, content->first_in);
    LONGS_EQUAL(700, content->last_in);
    LONGS_EQUAL(1400, content->last_out);
    LONGS_EQUAL(1, content->epochs);
    LONGS_EQUAL(segments(), content->segments);
    LONGS_EQUAL(segments() * pbx::smallest_segment, content->octets);
    CHECK(content->closed);
}

// ── seeking ─────────────────────────────────────────────────────────────────────────────────────

TEST(Journal, a_cursor_finds_the_record_after_it_wherever_it_is) {
    open();
    numbered::append_calls(journal->writer(), 600);
    Reader events = reader();
    for (std::uint64_t n = 0; n < 1200; n += 7) {
        CHECK(events.seek({1, n}) == Seek::found);
        LONGS_EQUAL(n + 1, next_number(events));
    }
    CHECK(events.seek({1, 1200}) == Seek::found);
    LONGS_EQUAL(0, next_number(events));
    CHECK(events.seek({}) == Seek::found);
    LONGS_EQUAL(1, next_number(events));
}

TEST(Journal, a_cursor_of_another_journal_is_told_apart) {
    open();
    numbered::append_calls(journal->writer(), 600);
    Reader events = reader();
    CHECK(events.seek({1, 1201}) == Seek::beyond_end);
    LONGS_EQUAL(1, next_number(events));
    CHECK(events.seek({2, 5}) == Seek::other_epoch);
    LONGS_EQUAL(1, next_number(events));
}

TEST(Journal, a_cursor_below_what_is_kept_is_told_and_reading_goes_on_there) {
    open();
    numbered::append_calls(journal->writer(), 1000);
    pbx::remove_segment(options.directory, 1);
    pbx::remove_segment(options.directory, 2);
    Reader events = reader();
    const Cursor oldest = events.cursor();
    CHECK(oldest.out > 100);
    CHECK(events.seek({1, 5}) == Seek::removed);
    LONGS_EQUAL(oldest.out + 1, next_number(events));
    CHECK(events.seek({}) == Seek::removed);
    CHECK(events.seek({1, oldest.out}) == Seek::found);
    LONGS_EQUAL(oldest.out + 1, next_number(events));
    CHECK(events.seek({1, oldest.out - 1}) == Seek::removed);
}

TEST(Journal, a_slow_reader_is_told_when_what_it_reads_next_was_deleted) {
    open();
    numbered::append_calls(journal->writer(), 1000);
    Reader events = reader();
    LONGS_EQUAL(1, next_number(events));
    for (const std::uint64_t number : {1, 2, 3}) pbx::remove_segment(options.directory, number);
    // What it has mapped it reads to the end.
    auto read = numbered::read_up(events);
    CHECK(read.out > 50);
    CHECK(read.right);
    CHECK(read.last == Next::removed);
    CHECK(events.seek_oldest());
    read = numbered::read_up(events);
    CHECK(read.right);
    LONGS_EQUAL(2000, events.cursor().out);
}

TEST(Journal, a_reader_at_the_end_notices_that_the_journal_was_deleted) {
    open();
    numbered::append_calls(journal->writer(), 10);
    Reader events = reader();
    CHECK(numbered::read_up(events).last == Next::end);
    std::filesystem::remove_all(options.directory);
    CHECK(numbered::read_up(events).last == Next::removed);
    CHECK(!events.seek_oldest());
}

TEST(Journal, numbers_are_found_or_the_first_kept_after_them) {
    open();
    numbered::append_calls(journal->writer(), 1000);
    Reader both = reader(Reader::Scope::in_and_out);
    Record record;
    for (const std::uint64_t n : {1, 2, 333, 999, 1000}) {
        both.seek_in(n);
        CHECK(both.next(record) == Next::record);
        CHECK(record.kind == pbx::RecordKind::in);
        LONGS_EQUAL(n, record.number);
        both.seek_out(2 * n);
        CHECK(both.next(record) == Next::record);
        CHECK(record.kind == pbx::RecordKind::out);
        LONGS_EQUAL(2 * n, record.number);
    }
    both.seek_in(1001);
    CHECK(both.next(record) == Next::end);
    LONGS_EQUAL(1001, numbered::append_message(journal->writer()));
    CHECK(both.next(record) == Next::record);
    LONGS_EQUAL(1001, record.number);
    pbx::remove_segment(options.directory, 1);
    both.seek_out(1);
    CHECK(both.next(record) == Next::record);
    CHECK(record.kind == pbx::RecordKind::out);
    CHECK(record.number > 50);
}
