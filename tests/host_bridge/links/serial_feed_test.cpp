// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/serial_feed.hpp"

#include <string>
#include <vector>

#include "tests/host_bridge/memory_log.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

namespace {

// The center and what one serial line has printed.
struct LineStory {
    MemoryLog log;
    acd::Ledger ledger;
    SerialCursor cursor;

    void read() {
        auto source = log.open(ledger.last_number() + 1);
        while (const OutRecord* record = source->next(to_the_end)) {
            ledger.apply(record->number, record->tick, record->event);
        }
    }
    std::string prints(SerialFeed& feed) {
        read();
        std::string all;
        while (auto piece = feed.next(log.moment())) {
            all += piece->octets;
            cursor = piece->after;
        }
        return all;
    }
    void a_call_reaches_port(std::uint16_t port) {
        pbx::IvrStarted started;
        started.contact.ani = "13800138000";
        started.contact.dnis = "95500";
        started.port = {port};
        log.tell(started);
    }
    void a_call_ends(std::uint64_t contact) {
        pbx::ContactEnded ended;
        ended.contact.contact = {contact};
        ended.contact.since = log.now;
        ended.outcome = pbx::ContactOutcome::answered;
        ended.device = {{1}, {1}, 1, {}};
        log.tell(ended);
    }
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find("\r\n", at);
        lines.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

}  // namespace

TEST_GROUP(SmdiFeeds) {
    LineStory story;
    SmdiLinkConfig config;
    SmdiFeed feed{config, story.log, story.ledger};
    void hears(std::string_view octets) {
        for (const char octet : octets) feed.heard({octet, false});
    }
};

TEST(SmdiFeeds, each_call_to_an_ivr_port_is_told_once) {
    feed.begin({});
    story.a_call_reaches_port(4);
    STRCMP_EQUAL("\r\nMD0010005A0000095500 3800138000 \r\n\x19", story.prints(feed).c_str());
    STRCMP_EQUAL("", story.prints(feed).c_str());
}

TEST(SmdiFeeds, a_record_that_waited_too_long_is_not_told_and_counted) {
    feed.begin({});
    story.a_call_reaches_port(4);
    story.log.pass(10s);
    story.a_call_reaches_port(5);
    story.log.pass(1ms);
    STRCMP_EQUAL("\r\nMD0010006A0000095500 3800138000 \r\n\x19", story.prints(feed).c_str());
    LONGS_EQUAL(1, feed.dropped());
}

TEST(SmdiFeeds, lamp_commands_are_refused_while_there_is_no_voice_mail) {
    feed.begin({});
    hears("OP:MWI 5551234!\x04RMV:MWI 5551235!\x04");
    STRCMP_EQUAL("\r\nMWI5551234 INV\r\n\x19\r\nMWI5551235 INV\r\n\x19",
                 story.prints(feed).c_str());
}

TEST(SmdiFeeds, a_flood_of_lamp_commands_has_a_bounded_echo) {
    feed.begin({});
    for (int i = 0; i < 100; ++i) hears("OP:MWI 5551234!\x04");
    LONGS_EQUAL(16 * 19, story.prints(feed).size());
    LONGS_EQUAL(84, feed.garbage());
}

TEST_GROUP(SmdrFeeds) {
    LineStory story;
    SmdrFeed feed{SmdrLayout::columns, Zone(), story.log, story.ledger};
    void an_hour_passes() {
        story.log.pass(1h);
        story.log.tell(pbx::SystemClock{story.log.moment().utc_us});
    }
};

TEST(SmdrFeeds, each_call_is_printed_once_and_numbered) {
    feed.begin({});
    story.a_call_ends(1);
    story.a_call_ends(2);
    const auto lines = lines_of(story.prints(feed));
    LONGS_EQUAL(2, lines.size());
    STRCMP_EQUAL("N 00000001 2026-03-04T05:06:07", lines[0].substr(0, 30).c_str());
    STRCMP_EQUAL("N 00000002", lines[1].substr(0, 10).c_str());
    STRCMP_EQUAL("00000002", lines[1].substr(119, 8).c_str());
    LONGS_EQUAL(2, story.cursor.sequence);
}

TEST(SmdrFeeds, every_full_hour_has_one_mark) {
    feed.begin({});
    story.a_call_ends(1);
    an_hour_passes();
    story.a_call_ends(2);
    an_hour_passes();
    const auto lines = lines_of(story.prints(feed));
    LONGS_EQUAL(4, lines.size());
    const char kinds[] = {lines[0][0], lines[1][0], lines[2][0], lines[3][0], 0};
    STRCMP_EQUAL("NTNT", kinds);
    STRCMP_EQUAL("T 00000004", lines[3].substr(0, 10).c_str());
}

TEST(SmdrFeeds, a_night_of_silence_is_one_mark) {
    feed.begin({});
    story.a_call_ends(1);
    story.log.pass(12h);
    story.a_call_ends(2);
    LONGS_EQUAL(3, lines_of(story.prints(feed)).size());
}

TEST(SmdrFeeds, from_a_saved_cursor_the_same_lines_come_out) {
    feed.begin({});
    story.a_call_ends(1);
    an_hour_passes();
    story.a_call_ends(2);
    story.read();
    const auto first = feed.next(story.log.moment());
    std::string rest;
    while (auto piece = feed.next(story.log.moment())) rest += piece->octets;
    SmdrFeed again{SmdrLayout::columns, Zone(), story.log, story.ledger};
    again.begin(first->after);
    STRCMP_EQUAL(rest.c_str(), story.prints(again).c_str());
    LONGS_EQUAL(2, lines_of(rest).size());
}

TEST(SmdrFeeds, csv_begins_with_its_header_each_time_the_line_is_opened) {
    SmdrFeed csv{SmdrLayout::csv, Zone(), story.log, story.ledger};
    story.a_call_ends(1);
    csv.begin({});
    const auto lines = lines_of(story.prints(csv));
    LONGS_EQUAL(2, lines.size());
    STRCMP_CONTAINS("kind,sequence,start", lines[0].c_str());
    STRCMP_CONTAINS("N,1,2026-03-04T05:06:07,UTC+00:00", lines[1].c_str());
    csv.begin(story.cursor);
    LONGS_EQUAL(1, lines_of(story.prints(csv)).size());
}

TEST(SmdrFeeds, records_gone_from_the_journal_are_counted) {
    feed.begin({});
    story.a_call_ends(1);
    (void)story.prints(feed);
    for (std::uint64_t i = 2; i < 12; ++i) story.a_call_ends(i);
    story.read();
    story.log.forget_before(story.log.last());
    LONGS_EQUAL(1, lines_of(story.prints(feed)).size());
    LONGS_EQUAL(9, feed.dropped());
}

}  // namespace host_bridge
