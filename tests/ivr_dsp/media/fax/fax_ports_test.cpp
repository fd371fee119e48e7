// SPDX-License-Identifier: GPL-2.0-or-later
// Faxes on ports of the bus: the tick on one side, the worker on the other, spandsp's machine at
// the far end of line 0.
#include <memory>

#include "driver/base/log.hpp"
#include "ivr_dsp/media/fax/fax_worker.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"
#include "tests/ivr_dsp/media/fax/machine.hpp"
#include "tests/ivr_dsp/media/fax/pages.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace {

namespace fs = std::filesystem;
using ivr_dsp::FaxDirection;
using ivr_dsp::FaxEnd;
using ivr_dsp::FaxEnded;
using support::Machine;
using support::page_of;

// The log's own memory is there before the first test looks for leaks.
const bool log_is_made = (driver::log_from(driver::LogLevel::error), true);

}  // namespace

TEST_GROUP(FaxPorts) {
    support::ScratchDirectory folder;
    std::unique_ptr<support::Exchange> office;
    std::unique_ptr<ivr_dsp::FaxWorker> worker;
    std::unique_ptr<Machine> machine;
    std::vector<FaxEnded> told;
    int stalls_from{-1};  // the worker is late: in these ticks it makes no pass
    int stalls_until{-1};

    void setup() override {
        CHECK(log_is_made);
        opens(driver::Law::alaw);
    }
    void teardown() override {
        machine.reset();
        worker.reset();
        office.reset();
    }
    void opens(driver::Law line, std::uintmax_t least_free = 0) {
        fs::create_directories(folder.path() / "out");
        office = std::make_unique<support::Exchange>(std::vector<driver::Law>(2, line));
        ivr_dsp::FaxPlan plan{folder.path(), "95500", "", true, least_free};
        worker = std::make_unique<ivr_dsp::FaxWorker>(plan, office->media.fax_channels());
    }
    fs::path theirs() const {
        return folder.path() / "theirs.tif";
    }
    void starts(FaxDirection direction, std::uint64_t fax = 7, bool only_check = false,
                int port = 0) {
        const driver::FaxPortId id{static_cast<std::uint16_t>(port)};
        office->order(ivr_dsp::StartFax{id, driver::LineId{0}, direction, only_check, fax, 4711});
        if (!only_check) office->listen(0, driver::Source::fax(id));
    }
    void tick() {
        if (machine) office->says(0, machine->exchange(office->plan.lines[0], office->hears(0)));
        office->tick();
        const auto now = static_cast<int>(office->now.count());
        const bool stalls = now >= stalls_from && now < stalls_until;
        if (now % 10 == 0 && !stalls) worker->pass(office->now);
        const auto news = office->told<FaxEnded>();
        told.insert(told.end(), news.begin(), news.end());
    }
    void passes(int ms) {
        for (int i = 0; i < ms; ++i) tick();
    }
    // What came of it; at most in two minutes.
    FaxEnded end() {
        for (int ms = 0; ms < 120'000 && told.empty(); ++ms) tick();
        passes(50);
        LONGS_EQUAL(1, told.size());  // exactly one answer
        return told.front();
    }
    void has(const char* end, const FaxEnded& news) {
        STRCMP_EQUAL_TEXT(end, std::string(name_of(news.end)).c_str(),
                          std::string(news.text.view()).c_str());
    }
};

TEST(FaxPorts, a_fax_is_received_and_has_its_name_when_it_is_whole) {
    support::write_tiff(theirs(), {page_of(1, 200), page_of(2, 200)});
    machine = std::make_unique<Machine>(true, theirs());
    starts(FaxDirection::receive);
    passes(15'000);
    CHECK(fs::exists(folder.path() / "in" / "7.part"));
    CHECK(!fs::exists(folder.path() / "in" / "7.tiff"));
    const FaxEnded news = end();
    has("good", news);
    LONGS_EQUAL(2, news.pages);
    LONGS_EQUAL(14400, news.bits_per_second);
    LONGS_EQUAL(0, news.missing_ms);
    CHECK(news.error_correction && news.fax == 7);
    STRCMP_EQUAL("+41 1 000 00 00", std::string(news.station.view()).c_str());
    CHECK(support::read_tiff(folder.path() / "in" / "7.tiff") == support::read_tiff(theirs()));
    CHECK(!fs::exists(folder.path() / "in" / "7.part"));
    passes(1000);
    LONGS_EQUAL(T30_ERR_OK, machine->result);
}

TEST(FaxPorts, a_fax_is_sent_on_a_line_of_the_other_law) {
    opens(driver::Law::ulaw);
    support::write_tiff(folder.path() / "out" / "4711.tiff", {page_of(3, 200)});
    machine = std::make_unique<Machine>(false, theirs());
    starts(FaxDirection::send);
    has("good", end());
    CHECK(support::read_tiff(theirs()) == std::vector<support::Page>{page_of(3, 200)});
    CHECK(fs::exists(folder.path() / "out" / "4711.tiff"));
}

TEST(FaxPorts, a_worker_that_is_late_by_no_more_than_the_delay_costs_nothing) {
    support::write_tiff(folder.path() / "out" / "4711.tiff", {page_of(3, 900)});
    machine = std::make_unique<Machine>(false, theirs());
    starts(FaxDirection::send);
    stalls_from = 14'000;
    stalls_until = 14'050;
    const FaxEnded news = end();
    has("good", news);
    LONGS_EQUAL(0, news.missing_ms);
    CHECK(support::read_tiff(theirs()) == std::vector<support::Page>{page_of(3, 900)});
}

// The far end's machine does not take a page with such a hole: the fax is to be sent again.
TEST(FaxPorts, a_later_worker_costs_silence_that_is_counted_and_never_a_tick) {
    support::write_tiff(folder.path() / "out" / "4711.tiff", {page_of(3, 900)});
    machine = std::make_unique<Machine>(false, theirs());
    starts(FaxDirection::send);
    stalls_from = 14'000;
    stalls_until = 14'300;
    const FaxEnded news = end();
    CHECK(news.missing_ms > 200 && news.missing_ms < 400);
    CHECK(news.end == FaxEnd::good || !news.text.empty());
    LONGS_EQUAL(news.end == FaxEnd::good ? 1 : 0, support::read_tiff(theirs()).size());
}

TEST(FaxPorts, what_far_ends_hear_is_an_answer_to_what_they_said_60_to_70_ms_ago) {
    starts(FaxDirection::receive);
    passes(100);
    ivr_dsp::FaxChannel& channel = office->media.fax_channels()[0];
    CHECK(channel.state() == ivr_dsp::FaxChannel::State::runs);
    // CED begins 0.2 s after the first sample that was heard; it was late by that.
    int began = 0;
    for (int ms = 0; ms < 1000 && began == 0; ++ms) {
        tick();
        if (office->hears(0) != driver::alaw_silence) began = ms + 100;
    }
    CHECK(began >= 200 && began <= 300);
}

TEST(FaxPorts, a_call_that_is_lost_ends_the_fax_and_keeps_the_pages_that_came) {
    support::write_tiff(theirs(), {page_of(1, 200), page_of(2, 2200)});
    machine = std::make_unique<Machine>(true, theirs());
    starts(FaxDirection::receive);
    passes(26'000);
    office->order(ivr_dsp::StopFax{7});
    machine.reset();
    const FaxEnded news = end();
    has("dropped", news);
    CHECK(!news.text.empty());
    LONGS_EQUAL(1, news.pages);
    CHECK(!fs::exists(folder.path() / "in" / "7.tiff"));
    CHECK(support::read_tiff(folder.path() / "in" / "7.part").front() == page_of(1, 200));
}

TEST(FaxPorts, a_disk_without_room_is_told_before_and_in_the_middle) {
    opens(driver::Law::alaw, std::uintmax_t{1} << 60U);
    starts(FaxDirection::receive, 7, true);
    has("disk", end());
    told.clear();
    starts(FaxDirection::receive, 8);
    has("disk", end());
    told.clear();
    opens(driver::Law::alaw);
    starts(FaxDirection::receive, 9);
    passes(2'000);
    fs::remove_all(folder.path() / "in");  // the disk is gone
    fs::rename(folder.path(), folder.path().native() + "-gone");
    has("disk", end());
    fs::rename(folder.path().native() + "-gone", folder.path());
}

TEST(FaxPorts, files_are_checked_before_anybody_is_called) {
    starts(FaxDirection::send, 7, true);
    has("file", end());
    told.clear();
    support::write_tiff(folder.path() / "out" / "4711.tiff", {page_of(1, 10), page_of(2, 10)});
    starts(FaxDirection::send, 7, true);
    const FaxEnded news = end();
    has("checked", news);
    LONGS_EQUAL(2, news.pages);
}

TEST(FaxPorts, an_older_fax_of_the_same_number_is_kept) {
    fs::create_directories(folder.path() / "in");
    support::write_tiff(folder.path() / "in" / "7.tiff", {page_of(9, 50)});
    starts(FaxDirection::receive, 7, true);
    has("checked", end());
    CHECK(support::read_tiff(folder.path() / "in" / "7.1.tiff") ==
          std::vector<support::Page>{page_of(9, 50)});
    CHECK(!fs::exists(folder.path() / "in" / "7.tiff"));
}

TEST(FaxPorts, a_port_that_is_busy_or_not_there_is_refused) {
    starts(FaxDirection::receive);
    passes(20);
    starts(FaxDirection::receive, 8);
    has("refused", end());
    told.clear();
    starts(FaxDirection::receive, 8, false, 2);
    has("refused", end());
    told.clear();
    office->order(ivr_dsp::StopFax{0});
    passes(100);
    LONGS_EQUAL(1, told.size());
    LONGS_EQUAL(7, told.front().fax);
}
