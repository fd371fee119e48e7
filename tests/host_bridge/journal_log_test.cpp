// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/journal_log.hpp"

#include <optional>

#include "pbx/journal/journal.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

using namespace std::chrono_literals;

TEST_GROUP(JournalLogs) {
    support::ScratchDirectory directory;
    std::optional<pbx::Journal> journal;
    std::unique_ptr<JournalLog> log;

    void setup() override {
        control_starts();
    }
    void control_starts() {
        pbx::JournalOptions options;
        options.directory = directory.path() / "journal";
        options.segment_octets = pbx::smallest_segment;
        options.retention = {.segments = 1, .octets = 1};
        auto opened = pbx::Journal::open(options);
        if (!opened) FAIL(opened.error().c_str());
        journal.emplace(*std::move(opened));
        log = *JournalLog::open(options.directory);
    }
    void tell(int events) {
        for (int i = 0; i < events; ++i) {
            journal->writer().append(1ms, pbx::Event(pbx::AlarmChanged{"a", true, "text"}));
            journal->writer().append(1ms, pbx::In(pbx::TimePassed{}));
        }
    }
    // Reads all there is; the numbers must rise by one.
    static std::uint64_t read_from(EventSource & source, std::uint64_t number,
                                   std::uint64_t up_to = to_the_end) {
        while (const OutRecord* record = source.next(up_to)) {
            LONGS_EQUAL(number, record->number);
            ++number;
        }
        return number - 1;
    }
};

TEST(JournalLogs, a_reader_sees_out_records_as_they_are_written) {
    const auto source = log->open(0);
    tell(3);
    LONGS_EQUAL(3, read_from(*source, 1));
    tell(2000);  // more than one segment
    LONGS_EQUAL(2003, read_from(*source, 4));
    CHECK(source->next(to_the_end) == nullptr);
}

TEST(JournalLogs, a_reader_stops_where_it_is_told_and_goes_on_there) {
    tell(10);
    const auto source = log->open(0);
    LONGS_EQUAL(4, read_from(*source, 1, 4));
    LONGS_EQUAL(4, read_from(*source, 5, 4));
    LONGS_EQUAL(10, read_from(*source, 5));
    source->seek(3);
    LONGS_EQUAL(10, read_from(*source, 3));
}

TEST(JournalLogs, readers_begin_anywhere) {
    tell(2000);
    for (const std::uint64_t from : {1U, 2U, 999U, 2000U}) {
        const auto source = log->open(from);
        LONGS_EQUAL(2000, read_from(*source, from));
    }
    const auto waiting = log->open(2001);
    CHECK(waiting->next(to_the_end) == nullptr);
    tell(1);
    LONGS_EQUAL(2001, read_from(*waiting, 2001));
}

TEST(JournalLogs, control_may_come_and_go) {
    const auto source = log->open(0);
    tell(5);
    LONGS_EQUAL(5, read_from(*source, 1));
    journal.reset();
    CHECK(source->next(to_the_end) == nullptr);
    control_starts();
    tell(5);
    LONGS_EQUAL(10, read_from(*source, 6));
    STRCMP_EQUAL("", source->trouble().c_str());
}

TEST(JournalLogs, what_a_reader_needs_is_kept_and_the_rest_may_go) {
    const auto source = log->open(0);
    tell(10);
    LONGS_EQUAL(10, read_from(*source, 1));
    log->done_with("smdr", journal->writer().epoch(), 10);
    for (int i = 0; i < 20; ++i) {
        tell(500);
        journal->writer().replay_starts_here();
        journal->keeper().work();
    }
    LONGS_EQUAL(10'010, read_from(*source, 11));  // nothing was deleted that it had not read
    const std::uint64_t epoch = journal->writer().epoch();
    log->done_with("smdr", epoch, 10'010);
    for (int i = 0; i < 5; ++i) {
        tell(500);
        journal->writer().replay_starts_here();
        journal->keeper().work();
    }
    const auto late = log->open(1);
    CHECK(late->next(to_the_end)->number > 1);
}

TEST(JournalLogs, no_journal_is_an_error_that_tells_who_makes_it) {
    const auto missing = JournalLog::open(directory.path() / "nowhere");
    CHECK(!missing);
    STRCMP_CONTAINS("start control first", missing.error().c_str());
}

}  // namespace host_bridge
