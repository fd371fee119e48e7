// SPDX-License-Identifier: GPL-2.0-or-later
// The journal between programs: readers elsewhere, writers that are killed.
#include <atomic>
#include <optional>
#include <random>

#include "pbx/journal/check.hpp"
#include "pbx/journal/journal.hpp"
#include "pbx/journal/reader.hpp"
#include "tests/pbx/journal/numbered.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

using pbx::Journal;
using pbx::Reader;
using support::Child;
using support::Shared;
using Next = pbx::Reader::Next;

namespace {

struct Board {
    std::atomic<std::uint64_t> appended_in{0};  // append has returned
    std::atomic<std::uint64_t> appended_out{0};
    std::atomic<std::uint64_t> read{0};
    std::atomic<bool> wrong{false};
    std::atomic<bool> ready{false};
};

// Appends as fast as it can until it is killed, or `calls` are done.
int write_calls(const pbx::JournalOptions& options, Board& board, std::uint64_t calls) {
    auto journal = Journal::open(options);
    if (!journal) return 1;
    journal->keeper().start();
    pbx::Writer& writer = journal->writer();
    // What was promised before the last kill is there.
    if (writer.last_in() < board.appended_in || writer.last_out() < board.appended_out) return 2;
    board.ready = true;
    for (; calls > 0; --calls) {
        board.appended_in = numbered::append_message(writer);
        board.appended_out = numbered::append_event(writer);
    }
    return 0;
}

// Reads along until `events` have been read.
int read_along(const std::filesystem::path& directory, Board& board, std::uint64_t events) {
    std::optional<Reader> reader;
    while (!reader) {
        auto opened = Reader::open(directory, Reader::Scope::in_and_out);
        if (opened) reader.emplace(*std::move(opened));
    }
    std::uint64_t next_in = 1;
    std::uint64_t next_out = 1;
    pbx::Record record;
    while (next_out <= events) {
        const Next next = reader->next(record);
        if (next == Next::end || next == Next::closed) continue;
        const bool in = record.kind == pbx::RecordKind::in;
        std::uint64_t& expected = in ? next_in : next_out;
        if (next != Next::record || record.number != expected || !numbered::is_right(record)) {
            board.wrong = true;
            return 1;
        }
        ++expected;
        board.read = next_out - 1;
    }
    return 0;
}

}  // namespace

TEST_GROUP(JournalProcesses) {
    support::ScratchDirectory scratch;
    pbx::JournalOptions options{.directory = scratch.path() / "journal",
                                .segment_octets = 2 * pbx::smallest_segment,
                                .spare_segments = 2,
                                .sync_period = std::chrono::milliseconds(5),
                                .retention = {.segments = 1'000'000}};
    Shared<Board> board;
};

TEST(JournalProcesses, readers_elsewhere_see_every_record_while_the_writer_writes) {
    constexpr std::uint64_t calls = 30'000;
    Child fast([&] { return read_along(options.directory, *board, calls); });
    Child slow([&] {
        ::usleep(50'000);
        return read_along(options.directory, *board, calls);
    });
    Child writer([&] { return write_calls(options, *board, calls); });
    LONGS_EQUAL(0, writer.wait());
    LONGS_EQUAL(0, fast.wait());
    LONGS_EQUAL(0, slow.wait());
    CHECK(!board->wrong);
    CHECK(pbx::segments_in(options.directory).size() > 50);
}

TEST(JournalProcesses, no_record_is_torn_lost_or_doubled_when_writers_are_killed_at_random) {
    constexpr int kills = 60;
    const auto seed = std::random_device()();
    UT_PRINT(StringFromFormat("seed %u", seed).asCharString());
    std::mt19937 random(seed);
    std::optional<Reader> reader;  // lives through it all
    numbered::ReadUp seen;
    const auto read_on = [&] {
        if (!reader) {
            auto opened = Reader::open(options.directory, Reader::Scope::in_and_out);
            CHECK_TEXT(!!opened, opened ? "" : opened.error().c_str());
            reader.emplace(*std::move(opened));
        }
        const auto more = numbered::read_up(*reader);
        seen = {seen.in + more.in, seen.out + more.out, seen.right && more.right, more.last};
    };
    for (int kill = 0; kill < kills; ++kill) {
        board->ready = false;
        Child writer([&] { return write_calls(options, *board, ~std::uint64_t{0}); });
        // Now and then while it is still opening the journal.
        const bool while_opening = kill % 4 == 3;
        CHECK(while_opening || support::soon([this] { return board->ready.load(); }));
        ::usleep(static_cast<useconds_t>(random() % 8000));
        writer.kill();
        read_on();
        CHECK(seen.right);
        CHECK(seen.last == Next::end);
        // What was promised is there, and at most the one that was just being appended besides.
        CHECK(seen.in == board->appended_in || seen.in == board->appended_in + 1);
        CHECK(seen.out == board->appended_out || seen.out == board->appended_out + 1);
    }
    Child last([&] { return write_calls(options, *board, 1); });
    LONGS_EQUAL(0, last.wait());
    read_on();
    CHECK(seen.right);
    CHECK(seen.last == Next::closed);
    const auto content = pbx::check_journal(options.directory);
    CHECK_TEXT(!!content, content ? "" : content.error().c_str());
    LONGS_EQUAL(seen.in, content->last_in);
    LONGS_EQUAL(seen.out, content->last_out);
    LONGS_EQUAL(1, content->epochs);
    CHECK(seen.out > kills);
}

TEST(JournalProcesses, the_keepers_thread_syncs_and_makes_segments_ready) {
    auto journal = Journal::open(options);
    CHECK(!!journal);
    pbx::Keeper& keeper = journal->keeper();
    keeper.start();
    numbered::append_calls(journal->writer(), 100);
    CHECK(support::soon([&] { return keeper.counters().syncs > 1; }));
    LONGS_EQUAL(0, keeper.counters().failed_syncs);
    keeper.stop();
    const auto before = keeper.counters().syncs;
    numbered::append_calls(journal->writer(), 1);
    keeper.work();
    LONGS_EQUAL(before + 1, keeper.counters().syncs);
    keeper.work();
    LONGS_EQUAL(before + 1, keeper.counters().syncs);  // nothing new
}

TEST(JournalProcesses, old_segments_go_when_neither_a_reader_nor_a_replay_needs_them) {
    options.retention = {.segments = 3, .octets = 0};
    std::optional<Journal> journal;
    const auto open = [&] {
        auto opened = Journal::open(options);
        CHECK_TEXT(!!opened, opened ? "" : opened.error().c_str());
        journal.emplace(*std::move(opened));
    };
    const auto write_on = [&] {
        for (int i = 0; i < 40; ++i) {
            numbered::append_calls(journal->writer(), 100);
            journal->keeper().work();
        }
        for (int i = 0; i < 40; ++i) journal->keeper().work();
        return journal->keeper().counters().removed_segments;
    };
    open();
    auto cursor = pbx::CursorFile::open(options.directory, "wallboard");
    CHECK(!!cursor);
    LONGS_EQUAL(0, write_on());
    cursor->set({1, 5000});
    LONGS_EQUAL(0, write_on());  // a replay needs them
    journal->writer().replay_starts_here();
    const auto removed = write_on();
    CHECK(removed > 3);
    auto reader = Reader::open(options.directory, Reader::Scope::out);
    CHECK(!!reader);
    CHECK(reader->cursor().out <= 5000);
    CHECK(reader->seek({1, 5000}) == Reader::Seek::found);
    CHECK(!!pbx::forget_cursor(options.directory, "wallboard"));
    CHECK(write_on() > removed);
    CHECK(!!pbx::check_journal(options.directory));
    journal.reset();
    open();
    CHECK(journal->recovery().in_order);
}
