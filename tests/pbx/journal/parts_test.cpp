// SPDX-License-Identifier: GPL-2.0-or-later
// The journal's smaller parts: check sum, frames, cursors, what may be deleted, lines for people.
#include <fstream>
#include <random>

#include <boost/crc.hpp>
#include <fcntl.h>

#include "pbx/journal/crc32c.hpp"
#include "pbx/journal/cursor.hpp"
#include "pbx/journal/describe.hpp"
#include "pbx/journal/record.hpp"
#include "pbx/journal/retention.hpp"
#include "tests/pbx/journal/numbered.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace {

std::span<const std::byte> octets(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

// ── check sum ───────────────────────────────────────────────────────────────────────────────────

TEST_GROUP(Crc32c){};

TEST(Crc32c, has_the_values_of_rfc_3720) {
    for (const auto crc : {pbx::crc32c, pbx::crc32c_by_table}) {
        LONGS_EQUAL(0xE3069283, crc(octets("123456789"), 0));
        LONGS_EQUAL(0x8A9136AA, crc(octets(std::string(32, '\0')), 0));
        LONGS_EQUAL(0x62A8AB43, crc(octets(std::string(32, '\xFF')), 0));
        LONGS_EQUAL(0, crc({}, 0));
        LONGS_EQUAL(0xE3069283, crc(octets("56789"), crc(octets("1234"), 0)));
    }
}

TEST(Crc32c, agrees_with_another_implementation_at_every_length) {
    std::mt19937 random(1);
    std::string text;
    for (int length = 0; length < 300; ++length) {
        boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> theirs;
        theirs.process_bytes(text.data(), text.size());
        LONGS_EQUAL(theirs.checksum(), pbx::crc32c(octets(text)));
        LONGS_EQUAL(theirs.checksum(), pbx::crc32c_by_table(octets(text)));
        text += static_cast<char>(random());
    }
}

// ── frames ──────────────────────────────────────────────────────────────────────────────────────

TEST_GROUP(Frame) {
    std::vector<std::byte> room = std::vector<std::byte>(512);
    pbx::Record read;
    std::size_t size = 0;

    void write(std::size_t payload) {
        std::fill(room.begin(), room.end(), std::byte{0x77});
        pbx::frame_record(room.data(), {
                                           pbx::RecordKind::out,
                                           3,
                                           9,
                                           driver::Ticks(-1),
                                           {room.data() + sizeof(pbx::Frame), payload}
        });
    }
    pbx::Found found(std::size_t octets_there) {
        // A copy of its own, so that a sanitizer sees a step too far.
        const std::vector<std::byte> there(
            room.begin(), room.begin() + static_cast<std::ptrdiff_t>(octets_there));
        return pbx::read_record(there, read, size);
    }
};

TEST(Frame, what_is_framed_is_read_at_every_length) {
    for (std::size_t payload = 0; payload < 200; ++payload) {
        write(payload);
        CHECK(found(512) == pbx::Found::record);
        LONGS_EQUAL(pbx::record_octets(payload), size);
        LONGS_EQUAL(0, size % 8);
        LONGS_EQUAL(payload, read.payload.size());
        LONGS_EQUAL(3, read.type);
        LONGS_EQUAL(9, read.number);
        CHECK(read.tick == driver::Ticks(-1));
    }
}

TEST(Frame, a_record_that_is_not_all_there_is_damaged) {
    write(100);
    for (std::size_t there = sizeof(pbx::Frame); there < pbx::record_octets(100); ++there) {
        CHECK(found(there) == pbx::Found::damaged);
    }
    CHECK(found(sizeof(pbx::Frame) - 1) == pbx::Found::blank);
}

TEST(Frame, every_flipped_bit_is_seen) {
    write(21);
    for (std::size_t bit = 0; bit < pbx::record_octets(21) * 8; ++bit) {
        room[bit / 8] ^= std::byte{1} << static_cast<int>(bit % 8);
        CHECK(found(512) == pbx::Found::damaged);
        room[bit / 8] ^= std::byte{1} << static_cast<int>(bit % 8);
    }
    CHECK(found(512) == pbx::Found::record);
}

TEST(Frame, nothing_but_zeros_is_blank) {
    std::fill(room.begin(), room.end(), std::byte{0});
    CHECK(found(512) == pbx::Found::blank);
    CHECK(found(0) == pbx::Found::blank);
}

// ── cursors ─────────────────────────────────────────────────────────────────────────────────────

TEST_GROUP(Cursor) {
    support::ScratchDirectory scratch;

    pbx::CursorFile open(std::string_view name) const {
        auto opened = pbx::CursorFile::open(scratch.path(), name);
        CHECK_TEXT(!!opened, opened ? "" : opened.error().c_str());
        return *std::move(opened);
    }
};

TEST(Cursor, is_kept_under_its_name) {
    CHECK(open("ami-1").get() == pbx::Cursor{});
    for (std::uint64_t n = 1; n < 10; ++n) {
        open("ami-1").set({2, n});
        CHECK((open("ami-1").get() == pbx::Cursor{2, n}));
    }
    open("ami-1").set({1, 1});  // back is allowed
    CHECK((open("ami-1").get() == pbx::Cursor{1, 1}));
    open("stores.sqlite").set({3, 4});
    const auto all = pbx::cursors_of(scratch.path());
    LONGS_EQUAL(2, all.size());
    STRCMP_EQUAL("ami-1", all[0].name.c_str());
    CHECK((all[1].cursor == pbx::Cursor{3, 4}));
}

TEST(Cursor, a_half_written_one_falls_back_to_the_one_before) {
    open("x").set({1, 10});
    open("x").set({1, 20});
    std::fstream file(scratch.path() / "readers" / "x",
                      std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(16);  // the out number in the slot of even settings
    file.put('\x55');
    file.close();
    CHECK((open("x").get() == pbx::Cursor{1, 10}));
}

TEST(Cursor, a_name_is_forgotten_once) {
    open("old");
    CHECK(!!pbx::forget_cursor(scratch.path(), "old"));
    CHECK(pbx::cursors_of(scratch.path()).empty());
    CHECK(!pbx::forget_cursor(scratch.path(), "old"));
}

TEST(Cursor, a_name_is_no_path) {
    for (const char* name : {"", "../lock", "a/b", ".", "a b"}) {
        CHECK(!pbx::CursorFile::open(scratch.path(), name));
        CHECK(!pbx::forget_cursor(scratch.path(), name));
    }
}

// ── what may be deleted ─────────────────────────────────────────────────────────────────────────

TEST_GROUP(Retention) {
    // Ten segments of 100 octets, each with ten messages and twenty events; the last is written.
    std::vector<pbx::SegmentContent> segments;
    pbx::Retention retention{.segments = 1, .octets = 0};
    std::vector<pbx::NamedCursor> cursors;
    static constexpr std::uint64_t no_replay = 1'000'000;

    void setup() override {
        for (std::uint64_t n = 0; n < 10; ++n) {
            segments.push_back({n + 1, 100, 1, n * 10 + 1, n * 20 + 1});
        }
    }
    std::size_t may_go(std::uint64_t oldest_in_needed = no_replay) const {
        return pbx::removable(segments, retention, cursors, oldest_in_needed);
    }
};

TEST(Retention, the_segment_being_written_stays) {
    LONGS_EQUAL(9, may_go());
    segments.resize(1);
    LONGS_EQUAL(0, may_go());
    segments.clear();
    LONGS_EQUAL(0, may_go());
}

TEST(Retention, so_many_segments_and_octets_stay) {
    retention.segments = 4;
    LONGS_EQUAL(6, may_go());
    retention.octets = 601;
    LONGS_EQUAL(3, may_go());
    retention.octets = 600;
    LONGS_EQUAL(4, may_go());
    retention.octets = 5000;
    LONGS_EQUAL(0, may_go());
}

TEST(Retention, what_a_reader_has_not_read_stays) {
    cursors = {
        {"fast", {1, 199}},
        {"slow", {1, 59} }
    };
    LONGS_EQUAL(2, may_go());
    cursors[1].cursor.out = 60;  // the third segment's last
    LONGS_EQUAL(3, may_go());
    cursors[1].cursor.out = 61;
    LONGS_EQUAL(3, may_go());
    cursors[1].cursor = {};  // has read nothing yet
    LONGS_EQUAL(0, may_go());
}

TEST(Retention, what_a_replay_needs_stays) {
    LONGS_EQUAL(0, may_go(0));
    LONGS_EQUAL(0, may_go(10));
    LONGS_EQUAL(1, may_go(11));
    LONGS_EQUAL(4, may_go(50));
}

TEST(Retention, a_cursor_of_another_epoch_needs_what_comes_after_it) {
    for (std::size_t n = 4; n < 10; ++n) segments[n].epoch = 2;
    cursors = {
        {"before", {1, 75}}
    };
    LONGS_EQUAL(3, may_go());
    cursors[0].cursor = {1, 5000};  // cut short by the stop of the machine
    LONGS_EQUAL(4, may_go());
    cursors[0].cursor = {2, 100};
    LONGS_EQUAL(5, may_go());
}

// ── lines for people ────────────────────────────────────────────────────────────────────────────

TEST_GROUP(Describe){std::string line(pbx::RecordKind kind, std::size_t type,
                                      std::vector<std::byte> payload){const pbx::Record record{
    kind, static_cast<std::uint8_t>(type), 12, driver::Ticks(3456), payload};
return pbx::line_of(record);
}
}
;

TEST(Describe, an_event_is_one_line_of_names_and_values) {
    pbx::CallEnded ended;
    ended.contact = {pbx::ContactId{5}, "2125550100", "", "Ann \"A\"", driver::Ticks(7), {}};
    ended.contact.data.push_back({"note", std::string_view("two\nlines")});
    ended.call = pbx::CallId{77};
    ended.cause = pbx::Cause::user_busy;
    const pbx::Event event = ended;
    STRCMP_EQUAL(
        "out 12 @3456 call.ended contact.contact=5 contact.ani=2125550100 contact.dnis=\"\" "
        "contact.caller=\"Ann \\\"A\\\"\" contact.since=7 contact.data[0].key=note "
        "contact.data[0].value=\"two\\x0Alines\" contact.withheld=false call=77 cause=17",
        line(pbx::RecordKind::out, event.index(), numbered::payload_of(event)).c_str());
}

TEST(Describe, a_message_names_its_kind) {
    const pbx::In in = numbered::message(3);
    STRCMP_EQUAL(
        "in 12 @3456 FromFirmware sequence=3 body=Digit body.leg=7696581394435 body.digit=3 "
        "body.equals=0",
        line(pbx::RecordKind::in, in.index(), numbered::payload_of(in)).c_str());
}

TEST(Describe, enumerations_and_flags_have_names) {
    pbx::AgentChanged changed;
    changed.agent = "ann";
    changed.state = pbx::AgentState::after_call_work;
    const std::vector<std::string> fields = pbx::fields_of(pbx::Event(changed));
    STRCMP_EQUAL("agent=ann", fields.at(0).c_str());
    STRCMP_EQUAL("state=after_call_work", fields.at(2).c_str());
    STRCMP_EQUAL("present=true",
                 pbx::fields_of(pbx::Event(pbx::FirmwareChanged{true, 1})).at(0).c_str());
}

TEST(Describe, what_cannot_be_read_is_said_so) {
    STRCMP_CONTAINS("octets that this version does not write",
                    line(pbx::RecordKind::out, 2, {std::byte{1}}).c_str());
    STRCMP_CONTAINS("out 12 @3456 ? ", line(pbx::RecordKind::out, 200, {}).c_str());
}
