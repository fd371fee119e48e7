// SPDX-License-Identifier: GPL-2.0-or-later
// A disk that is full: a small file system of its own, which only root may mount.
#include <array>
#include <atomic>
#include <fstream>
#include <optional>

#include <sys/mount.h>
#include <sys/stat.h>

#include "driver/base/log.hpp"
#include "pbx/journal/check.hpp"
#include "pbx/journal/journal.hpp"
#include "pbx/journal/reader.hpp"
#include "tests/pbx/journal/numbered.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace fs = std::filesystem;
using pbx::Journal;

namespace {

// The log's own memory is there before the first test looks for leaks.
const bool log_is_made = (driver::log_from(driver::LogLevel::error), true);

struct Notes {
    std::atomic<std::uint64_t> appended{0};
    std::atomic<std::uint64_t> warned_at{
        0};  // out records appended when the keeper said: not enough
    std::array<char, 400> said{};
};

// Events until the program ends; notes when it was warned.
int write_until_it_ends(const pbx::JournalOptions& options, Notes& notes, bool with_thread) {
    auto journal = Journal::open(options);
    if (!journal) return 1;
    if (with_thread) journal->keeper().start();
    for (;;) {
        notes.appended = numbered::append_event(journal->writer());
        if (!with_thread) journal->keeper().work();
        if (with_thread && notes.appended % 100 == 0) ::usleep(2000);
        if (notes.warned_at == 0 && !journal->keeper().space().enough) {
            notes.warned_at = notes.appended.load();
        }
    }
}

}  // namespace

TEST_GROUP(FullDisk) {
    support::ScratchDirectory scratch;
    bool mounted{false};
    pbx::JournalOptions options{.directory = scratch.path() / "disk" / "journal",
                                .segment_octets = 4 * pbx::smallest_segment,
                                .sync_period = std::chrono::milliseconds(5)};
    support::Shared<Notes> notes;

    void setup() override {
        CHECK(log_is_made);
        const fs::path disk = scratch.path() / "disk";
        fs::create_directory(disk);
        mounted = ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=4m") == 0;
        if (!mounted) UT_PRINT("not checked: only root can make a small disk");
    }
    void teardown() override {
        if (mounted) ::umount2((scratch.path() / "disk").c_str(), MNT_DETACH);
    }
    // Takes the rest of the disk.
    void fill(std::size_t leave) const {
        std::ofstream file(scratch.path() / "disk" / "fat", std::ios::binary);
        const auto room = fs::space(scratch.path() / "disk").available;
        file << std::string(room - leave, 'x');
    }
    void make_room() const {
        fs::remove(scratch.path() / "disk" / "fat");
    }

    void fills_up(bool with_thread) {
        if (!mounted) return;
        std::array<int, 2> pipe{};
        LONGS_EQUAL(0, ::pipe(pipe.data()));
        support::Child writer([&] {
            ::dup2(pipe[1], STDERR_FILENO);
            return write_until_it_ends(options, *notes, with_thread);
        });
        ::close(pipe[1]);
        LONGS_EQUAL(pbx::Keeper::exit_no_room, writer.wait());
        std::string said(4000, '\0');
        CHECK(::read(pipe[0], said.data(), said.size()) > 0);
        ::close(pipe[0]);
        STRCMP_CONTAINS("no room for the next segment", said.c_str());
        STRCMP_CONTAINS("no record was lost", said.c_str());
        // It was told early: at least the spare segment's records before.
        CHECK(notes->warned_at > 0);
        CHECK(notes->appended - notes->warned_at > 500);
        // Every record it was promised is there.
        const auto content = pbx::check_journal(options.directory);
        CHECK_TEXT(!!content, content ? "" : content.error().c_str());
        LONGS_EQUAL(notes->appended, content->last_out);
    }
};

TEST(FullDisk, control_is_told_early_and_ends_with_a_sentence_and_no_record_is_lost) {
    fills_up(false);
}

TEST(FullDisk, the_same_with_the_keeper_in_its_thread) {
    fills_up(true);
}

TEST(FullDisk, a_segment_made_ahead_takes_records_on_a_full_disk) {
    if (!mounted) return;
    auto journal = Journal::open(options);
    CHECK(!!journal);
    CHECK(journal->keeper().space().enough);
    fill(0);
    journal->keeper().work();
    CHECK(!journal->keeper().space().enough);
    // What is sure: the rest of this segment and the one made ahead.
    const auto sure = journal->keeper().space().octets;
    CHECK(sure > options.segment_octets);
    CHECK(sure < 2 * options.segment_octets);
    // More than one segment holds.
    for (int n = 0; n < 1500; ++n) numbered::append_event(journal->writer());
    journal->keeper().work();
    CHECK(!journal->keeper().space().enough);
    CHECK(journal->keeper().space().octets < options.segment_octets);
    LONGS_EQUAL(0, journal->keeper().counters().failed_syncs);
    make_room();
    journal->keeper().work();
    CHECK(journal->keeper().space().enough);
    LONGS_EQUAL(0, journal->keeper().counters().waits);
    numbered::append_calls(journal->writer(), 2000);
    CHECK(!!pbx::check_journal(options.directory));
}

// Somebody else would take the room in between.
TEST(FullDisk, a_program_that_was_killed_goes_on_with_the_segment_it_had_made_ahead) {
    if (!mounted) return;
    support::Child writer([&] {
        auto opened = Journal::open(options);
        if (!opened) return 1;
        numbered::append_calls(opened->writer(), 1);
        ::_exit(0);
    });
    LONGS_EQUAL(0, writer.wait());
    fill(0);
    const fs::path ahead = pbx::segment_path(options.directory, 2);
    struct stat before {};
    struct stat after {};
    LONGS_EQUAL(0, ::stat(ahead.c_str(), &before));
    auto journal = Journal::open(options);
    CHECK_TEXT(!!journal, journal ? "" : journal.error().c_str());
    LONGS_EQUAL(0, ::stat(ahead.c_str(), &after));
    LONGS_EQUAL(before.st_ino, after.st_ino);
    for (int n = 0; n < 1500; ++n) numbered::append_event(journal->writer());
    LONGS_EQUAL(0, journal->keeper().counters().waits);
    CHECK(!!pbx::check_journal(options.directory));
}

TEST(FullDisk, a_program_that_was_killed_without_one_goes_on_where_it_was) {
    if (!mounted) return;
    support::Child writer([&] {
        auto opened = Journal::open(options);
        if (!opened) return 1;
        fill(0);
        for (int n = 0; n < 1500; ++n) numbered::append_event(opened->writer());
        ::_exit(0);
    });
    LONGS_EQUAL(0, writer.wait());
    auto journal = Journal::open(options);
    CHECK_TEXT(!!journal, journal ? "" : journal.error().c_str());
    CHECK(!journal->keeper().space().enough);
    numbered::append_calls(journal->writer(), 1);
    make_room();
    journal->keeper().work();
    CHECK(journal->keeper().space().enough);
    numbered::append_calls(journal->writer(), 2000);
    CHECK(!!pbx::check_journal(options.directory));
}

TEST(FullDisk, a_journal_is_not_begun_where_there_is_no_room_for_it) {
    if (!mounted) return;
    fill(options.segment_octets);
    const auto opened = Journal::open(options);
    CHECK(!opened);
    STRCMP_CONTAINS(
        "no room for a segment of 262144 octets: free space or give the journal another disk",
        opened.error().c_str());
    CHECK(!fs::exists(options.directory / "next.unfinished"));
}
