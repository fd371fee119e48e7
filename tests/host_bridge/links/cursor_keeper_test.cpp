// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/cursor_keeper.hpp"

#include <atomic>

#include "tests/host_bridge/memory_log.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

namespace {

// A journal on a disk that stands still until it is let go.
class SlowLog final : public EventLog {
  public:
    std::unique_ptr<EventSource> open(std::uint64_t from) override { return log_.open(from); }
    void done_with(std::string_view /*reader*/, std::uint64_t /*epoch*/,
                   std::uint64_t number) override {
        ++begun;
        while (stands_still) std::this_thread::sleep_for(1ms);
        told.push_back(number);
    }

    std::atomic<bool> stands_still{false};
    std::atomic<int> begun{0};
    std::vector<std::uint64_t> told;

  private:
    MemoryLog log_;
};

}  // namespace

TEST_GROUP(CursorKeepers) {
    support::ScratchDirectory directory;
    SlowLog log;
    CursorKeeper keeper{log};
    CursorFile file{directory.path() / "smdr.cursor"};

    void line_comes_to(std::uint64_t number) {
        SerialCursor cursor;
        cursor.epoch = 1;
        cursor.number = number;
        keeper.save("smdr", file, cursor);
    }
    std::uint64_t number_in_file() {
        const auto loaded = file.load();
        return loaded && *loaded ? (*loaded)->number : 0;
    }
};

TEST(CursorKeepers, a_cursor_is_in_its_file_before_the_journal_may_forget) {
    line_comes_to(7);
    LONGS_EQUAL(0, number_in_file());
    keeper.step();
    LONGS_EQUAL(7, number_in_file());
    LONGS_EQUAL(1, log.told.size());
    LONGS_EQUAL(7, log.told[0]);
}

TEST(CursorKeepers, nobody_waits_for_a_disk_that_stands_still_and_the_newest_cursor_wins) {
    log.stands_still = true;
    keeper.start();
    line_comes_to(1);
    CHECK(support::soon([&] { return log.begun > 0; }));
    for (std::uint64_t number = 2; number <= 100; ++number) line_comes_to(number);
    STRCMP_EQUAL("", keeper.trouble("smdr").c_str());
    log.stands_still = false;
    keeper.stop();
    LONGS_EQUAL(100, number_in_file());
    LONGS_EQUAL(2, log.told.size());
    LONGS_EQUAL(100, log.told[1]);
}

TEST(CursorKeepers, what_was_asked_for_last_is_written_before_the_end) {
    keeper.start();
    line_comes_to(5);
    keeper.stop();
    LONGS_EQUAL(5, number_in_file());
}

TEST(CursorKeepers, a_reader_with_nothing_yet_is_known_to_the_journal) {
    keeper.done_with("records", 0, 0);
    keeper.step();
    LONGS_EQUAL(1, log.told.size());
    keeper.done_with("records", 0, 0);
    keeper.step();
    LONGS_EQUAL(1, log.told.size());
}

TEST(CursorKeepers, a_file_that_cannot_be_written_is_told_and_tried_again) {
    std::filesystem::remove(directory.path());
    line_comes_to(3);
    keeper.step();
    STRCMP_CONTAINS("see that its disk has room", keeper.trouble("smdr").c_str());
    LONGS_EQUAL(0, log.told.size());
    std::filesystem::create_directory(directory.path());
    line_comes_to(3);
    keeper.step();
    STRCMP_EQUAL("", keeper.trouble("smdr").c_str());
    LONGS_EQUAL(3, number_in_file());
}

}  // namespace host_bridge
