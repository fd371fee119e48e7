// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/replay.hpp"

#include <optional>

#include "pbx/journal/journal.hpp"
#include "tests/pbx/journal/numbered.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

using driver::Ticks;
using pbx::Event;
using pbx::In;
using pbx::Reader;

namespace {

// A small center: greets every tenth digit, and counts; what it says depends on all it was told.
class DigitCounter {
  public:
    // Calls tell(tick, event) for each event that follows from the record.
    template <class Tell>
    void take(Ticks tick, const In& record, Tell&& tell) {
        if (std::holds_alternative<pbx::Began>(record)) sum_ = 0;
        const auto* message = std::get_if<pbx::FromFirmware>(&record);
        const auto* digit = message == nullptr ? nullptr : std::get_if<pbx::Digit>(&message->body);
        if (digit == nullptr) return;
        sum_ += static_cast<std::uint64_t>(digit->digit - '0');
        pbx::CommandResult result;
        result.id = std::to_string(sum_);
        result.text = "so far";
        tell(tick, result);
        if (sum_ % 10 == 0) tell(tick, pbx::SystemClock{static_cast<std::int64_t>(sum_ * factor)});
    }

    std::uint64_t factor{1};

  private:
    std::uint64_t sum_{};
};

struct Replayed final : pbx::Replayable {
    explicit Replayed(Reader& reader) : replay(reader) {}
    void take(Ticks tick, const In& record) override {
        center.take(tick, record, [this](Ticks at, const Event& event) {
            if (silent) return;
            replay.tell(at + late, event);
        });
    }
    DigitCounter center;
    pbx::Replay replay;
    Ticks late{};
    bool silent{false};
};

}  // namespace

TEST_GROUP(Replay) {
    support::ScratchDirectory scratch;
    std::optional<pbx::Journal> journal;
    std::optional<Reader> reader;
    DigitCounter live;

    void setup() override {
        auto opened = pbx::Journal::open({.directory = scratch.path() / "journal",
                                          .segment_octets = pbx::smallest_segment,
                                          .sync_period = std::chrono::milliseconds(0)});
        CHECK(!!opened);
        journal.emplace(*std::move(opened));
        hear(pbx::Began{1, 42, "test"});
        for (std::uint64_t n = 1; n <= 2000; ++n) hear(numbered::message(n));
        auto reading = Reader::open(scratch.path() / "journal", Reader::Scope::in_and_out);
        CHECK(!!reading);
        reader.emplace(*std::move(reading));
    }
    // As control does: append, then decide, then append what follows.
    void hear(const In& record) {
        const Ticks tick = numbered::tick(journal->writer().last_in() + 1);
        journal->writer().append(tick, record);
        live.take(tick, record,
                  [this](Ticks at, const Event& event) { journal->writer().append(at, event); });
    }
    std::string difference(Replayed & replayed) {
        const auto report = replayed.replay.run(replayed);
        CHECK_TEXT(!!report, report ? "" : report.error().c_str());
        return report ? report->difference : "";
    }
};

TEST(Replay, the_same_center_says_the_same) {
    Replayed replayed(*reader);
    const auto report = replayed.replay.run(replayed);
    CHECK(!!report);
    STRCMP_EQUAL("", report->difference.c_str());
    LONGS_EQUAL(2001, report->in_records);
    LONGS_EQUAL(journal->writer().last_out(), report->out_records);
    CHECK(report->unwritten.empty());
}

TEST(Replay, a_center_that_decides_otherwise_is_found_at_its_first_word) {
    Replayed replayed(*reader);
    replayed.center.factor = 3;
    STRCMP_EQUAL("out record 5 (system.clock): the journal says utc_us=10, the replay utc_us=30",
                 difference(replayed).c_str());
}

TEST(Replay, another_tick_another_event_and_a_missing_one_are_told_apart) {
    Replayed late(*reader);
    late.late = Ticks(1);
    STRCMP_EQUAL("out record 1 (command.result): the journal says it at tick 6, the replay at 7",
                 difference(late).c_str());
    reader->seek_in(1);
    Replayed silent(*reader);
    silent.silent = true;
    STRCMP_EQUAL("out record 1 (command.result): the replay does not say it",
                 difference(silent).c_str());
}

TEST(Replay, an_event_the_journal_does_not_have_is_found) {
    journal->writer().append(Ticks(0), numbered::message(3));  // nobody said anything about it
    hear(numbered::message(4));
    Replayed replayed(*reader);
    STRCMP_EQUAL(
        "before in record 2003: the replay says command.result, which the journal does not have",
        difference(replayed).c_str());
}

TEST(Replay, what_a_dead_writer_had_not_yet_appended_is_handed_over) {
    journal->writer().append(Ticks(9), numbered::message(5));
    Replayed replayed(*reader);
    const auto report = replayed.replay.run(replayed);
    CHECK(!!report);
    STRCMP_EQUAL("", report->difference.c_str());
    CHECK(!report->unwritten.empty());
    CHECK(report->unwritten.front().first == Ticks(9));
    CHECK(std::holds_alternative<pbx::CommandResult>(report->unwritten.front().second));
}

TEST(Replay, it_may_begin_in_the_middle_where_the_center_began_anew) {
    journal->writer().replay_starts_here();
    hear(pbx::Began{1, 43, "test"});
    for (std::uint64_t n = 1; n <= 100; ++n) hear(numbered::message(n));
    journal.reset();
    auto opened = pbx::Journal::open({.directory = scratch.path() / "journal",
                                      .segment_octets = pbx::smallest_segment,
                                      .sync_period = std::chrono::milliseconds(0)});
    CHECK(!!opened);
    reader->seek_in(opened->recovery().replay_from);
    Replayed replayed(*reader);
    const auto report = replayed.replay.run(replayed);
    CHECK(!!report);
    STRCMP_EQUAL("", report->difference.c_str());
    LONGS_EQUAL(101, report->in_records);
}

TEST(Replay, a_journal_with_a_hole_is_an_error) {
    pbx::remove_segment(scratch.path() / "journal", 2);
    Replayed replayed(*reader);
    const auto report = replayed.replay.run(replayed);
    CHECK(!report);
    STRCMP_CONTAINS("000000000002.journal: is missing", report.error().c_str());
}

TEST(Replay, what_retention_has_deleted_is_an_error) {
    Replayed replayed(*reader);
    for (const std::uint64_t number : {1, 2, 3}) {
        pbx::remove_segment(scratch.path() / "journal", number);
    }
    const auto report = replayed.replay.run(replayed);
    CHECK(!report);
    STRCMP_CONTAINS("records that the replay needs have been deleted", report.error().c_str());
}
