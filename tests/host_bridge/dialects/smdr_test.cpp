// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/smdr.hpp"

#include <string>

#include "host_bridge/dialects/zone.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

using namespace std::chrono_literals;

TEST_GROUP(SmdrRecords) {
    pbx::ContactEnded event;
    // 2026-03-04 05:06:07.890 UTC
    static constexpr std::int64_t began_us = 1'772'600'767'890'000;

    void setup() override {
        event.contact.contact = {0x1'0000'00AB};
        event.contact.ani = "13800138000";
        event.contact.dnis = "95500";
        event.outcome = pbx::ContactOutcome::answered;
        event.cause = pbx::Cause::normal_clearing;
        event.device = {{47}, {3}, 17, {}};
        event.had_ivr = true;
        event.port = {7};
        event.queue = "sales";
        event.agent = "ann";
        event.station = "201";
        event.ivr = 21s;
        event.queued = 33s;
        event.rang = 4s;
        event.talked = 1h + 2min + 3s;
    }
    SmdrRecord record() {
        SmdrRecord made = smdr_of(event);
        made.sequence = 42;
        made.start_utc_us = began_us;
        made.utc_offset = 8h;
        return made;
    }
    // Without the check sum, which one test looks at alone.
    void comes_out(const char* first_127_columns) {
        const std::string line = smdr_line(record());
        LONGS_EQUAL(134, line.size());
        STRCMP_EQUAL(first_127_columns, line.substr(0, 127).c_str());
    }
};

TEST(SmdrRecords, an_answered_call_column_by_column) {
    comes_out(
        "N 00000042 2026-03-04T13:06:07 01:02:03 00004 00033 I 03/17   201    13800138000      "
        "95500"
        "            ann    sale 016 000000AB");
}

TEST(SmdrRecords, the_check_sum_covers_columns_1_to_127) {
    const std::string line = smdr_line(record());
    char expected[5];
    std::snprintf(expected, sizeof expected, "%04X", crc16(line.substr(0, 127)));
    STRCMP_EQUAL((std::string(" ") + expected + "\r\n").c_str(), line.substr(127).c_str());
    LONGS_EQUAL(0x906E, crc16("123456789"));  // the catalogued check value of this CRC
}

TEST(SmdrRecords, a_transferred_call_is_an_x) {
    event.transfers = 1;
    LONGS_EQUAL('X', smdr_line(record())[0]);
}

TEST(SmdrRecords, who_gave_up_or_met_busy_is_a_b) {
    using pbx::ContactOutcome;
    for (const auto outcome : {ContactOutcome::abandoned, ContactOutcome::left_queue,
                               ContactOutcome::refused, ContactOutcome::failed}) {
        event.outcome = outcome;
        LONGS_EQUAL('B', smdr_line(record())[0]);
    }
}

TEST(SmdrRecords, self_service_shows_the_ivr_port_and_its_time) {
    event.outcome = pbx::ContactOutcome::self_service;
    event.station = {};
    event.agent = {};
    event.queue = {};
    event.talked = {};
    event.queued = {};
    event.rang = {};
    comes_out(
        "N 00000042 2026-03-04T13:06:07 00:00:21 00000 00000 I 03/17   V00007 13800138000      "
        "95500"
        "                        016 000000AB");
}

TEST(SmdrRecords, directions_and_stations) {
    event.outgoing = true;
    LONGS_EQUAL('O', smdr_line(record())[52]);
    event.outgoing = false;
    event.device = {{3}, {}, 0, "202"};
    const std::string line = smdr_line(record());
    LONGS_EQUAL('L', line[52]);
    STRCMP_EQUAL("       ", line.substr(54, 7).c_str());
}

TEST(SmdrRecords, what_is_too_long_or_no_ascii_keeps_its_column) {
    event.agent = "张三李四";
    event.queue = "reservations";
    event.contact.ani = "12345678901234567890";
    event.queued = 1'000'000s;
    event.talked = 1000h;
    comes_out(
        "N 00000042 2026-03-04T13:06:07 99:59:59 00004 99999 I 03/17   201    5678901234567890 "
        "95500"
        "            ?????? rese 016 000000AB");
}

TEST(SmdrRecords, the_hourly_mark_tells_the_offset) {
    SmdrRecord mark = smdr_time_mark(began_us);
    mark.sequence = 43;
    mark.utc_offset = -(3h + 30min);
    const std::string line = smdr_line(mark);
    LONGS_EQUAL(134, line.size());
    STRCMP_EQUAL("T 00000043 2026-03-04T01:36:07                                       UTC-03:30",
                 line.substr(0, 78).c_str());
    STRCMP_EQUAL(std::string(49, ' ').c_str(), line.substr(78, 49).c_str());
}

TEST(SmdrRecords, csv_quotes_what_needs_it) {
    event.agent = "ann \"the, best\"";
    STRCMP_EQUAL(
        "N,42,2026-03-04T13:06:07,UTC+08:00,01:02:03,4,33,I,03/17,201,13800138000,95500,"
        "\"ann \"\"the, best\"\"\",sales,16,4294967467\r\n",
        smdr_csv(record()).c_str());
}

// The tz library keeps what it has read; read it before the leak check begins.
const int read_before_tests = [] {
    for (const char* place : {"Asia/Shanghai", "Europe/Berlin"}) {
        if (const auto zone = Zone::named(place)) (void)zone->offset_at(0);
    }
    return 0;
}();

TEST_GROUP(Zones){};

TEST(Zones, places_have_their_offset_of_the_day) {
    const auto shanghai = Zone::named("Asia/Shanghai");
    CHECK(!!shanghai);
    LONGS_EQUAL(480, shanghai->offset_at(0).count());
    const auto berlin = Zone::named("Europe/Berlin");
    CHECK(!!berlin);
    LONGS_EQUAL(60, berlin->offset_at(1'767'225'600'000'000).count());   // 2026-01-01
    LONGS_EQUAL(120, berlin->offset_at(1'782'864'000'000'000).count());  // 2026-07-01
    LONGS_EQUAL(0, Zone().offset_at(0).count());
    CHECK(!!Zone::named("UTC"));
}

TEST(Zones, a_place_nobody_knows_is_an_error_with_its_name) {
    const auto zone = Zone::named("Mars/Olympus");
    CHECK(!zone);
    STRCMP_CONTAINS("Mars/Olympus", zone.error().c_str());
}

}  // namespace host_bridge
