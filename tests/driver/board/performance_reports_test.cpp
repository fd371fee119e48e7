// SPDX-License-Identifier: GPL-2.0-or-later
// What the two ends of a T1 tell each other of the line (T1.403 §9.4.2).
#include "driver/framing/t1_data_link.hpp"
#include "tests/driver/board/two_boards.hpp"

using namespace driver;

TEST_GROUP_BASE(LineReport, board_test::TwoBoards){
    [[nodiscard]] std::uint32_t told_here() const {return here->plant->status().far_end_errors;
}
[[nodiscard]] std::uint32_t told_there() const {
    return there->plant->status().far_end_errors;
}
// What a listener on the way reads of the reports.
static std::vector<T1Report> reports(const board_test::T1Way& way) {
    T1FrameReader reader{{}};
    T1DataLinkReader link;
    std::vector<T1Report> all;
    for (const T1Millisecond& line : way.said) {
        reader.read(line.timeslot, line.framing);
        link.read(reader.data_link());
        if (const auto report = T1Report::parse(link.message())) all.push_back(*report);
    }
    return all;
}
}
;

TEST(LineReport, says_nothing_of_a_good_line) {
    line({}, {});
    pass(5 * second_ms);
    LONGS_EQUAL(0, told_here());
    LONGS_EQUAL(0, told_there());
}

TEST(LineReport, tells_the_sender_what_came_of_it_as_a_range) {
    line({}, {});
    to_there.wrong_bits = 7;
    pass(3 * second_ms);
    LONGS_EQUAL(7, there->plant->status().crc_errors);
    LONGS_EQUAL(6, told_here());  // G3: 6 to 10
    LONGS_EQUAL(0, told_there());
    LONGS_EQUAL(0, here->plant->status().crc_errors);
    to_there.wrong_bits = 1;
    pass(3 * second_ms);
    LONGS_EQUAL(7, told_here());
}

TEST(LineReport, comes_once_a_second_with_the_last_four) {
    line({.is_carrier = true}, {});
    to_there.listens = true;
    to_here.wrong_bits = 1;
    pass(6 * second_ms);
    const auto heard = reports(to_there);
    CHECK(heard.size() == 6 || heard.size() == 5);
    for (std::size_t i = 1; i < heard.size(); ++i) {
        LONGS_EQUAL((heard[i - 1].number() + 1) % 4, heard[i].number());
    }
    LONGS_EQUAL(1, heard[0].second(0).crc_class);
    LONGS_EQUAL(1, heard[2].second(2).crc_class);
    LONGS_EQUAL(0, heard[2].second(0).crc_class);
}

TEST(LineReport, does_not_exist_on_a_line_framed_as_superframes) {
    line({.framing = T1Framing::sf}, {.framing = T1Framing::sf});
    to_there.wrong_bits = 20;
    pass(3 * second_ms);
    LONGS_EQUAL(0, told_here());
}

TEST(LineReport, of_our_own_that_a_looped_far_end_sends_back_is_not_taken_for_its) {
    line({}, {});
    ask(SpanLoop::remote, 10s);
    pass(second_ms);
    CHECK(there->test().loop == SpanLoop::line);
    to_here.wrong_bits = 20;
    pass(3 * second_ms);
    CHECK(here->plant->status().crc_errors >= 20);
    LONGS_EQUAL(0, told_here());
}

TEST(LineReport, says_that_the_payload_is_looped) {
    line({}, {});
    ask(SpanLoop::remote_payload, 10s);
    to_here.listens = true;
    pass(3 * second_ms);
    CHECK(reports(to_here).back().second(0).payload_loopback);
    CHECK(!reports(to_here).front().second(3).payload_loopback);
}

// The remote alarm and codes have precedence: the seconds are told by later reports.
TEST(LineReport, that_was_interrupted_is_made_up_for_by_the_next) {
    line({}, {});
    to_there.wrong_bits = 7;
    pass(900);
    for (int i = 0; i < 2; ++i) {  // there asks for loops, and holds the data link when it is due
        pass(90);
        there->order(LoopSpan{{1}, SpanLoop::remote, 50ms});
        pass(910);
    }
    pass(2 * second_ms);
    LONGS_EQUAL(6 + 1, told_here());  // a loop that begins spoils a superframe
}

TEST_GROUP(FarReports) {
    PerformanceReports reports{SpanPlan{}};
    T1Report theirs;

    void second_with(std::uint32_t crc_errors) {
        theirs.add({.crc_class = t1_crc_class(crc_errors)});
        for (int i = 0; i < 1000; ++i) reports.update({}, 0, false, SpanLoop::none);
    }
    void comes() {
        reports.hear(theirs.frame(false));
    }
};

TEST(FarReports, of_every_range_count_as_its_least_number) {
    std::uint32_t before = 0;
    for (const auto& [errors, least] : {
             std::pair{0U,   0U  },
             {1U,   1U  },
             {5U,   2U  },
             {6U,   6U  },
             {100U, 11U },
             {101U, 101U},
             {333U, 320U}
    }) {
        second_with(errors);
        comes();
        LONGS_EQUAL(least, reports.far_end_errors() - before);
        before = reports.far_end_errors();
    }
}

TEST(FarReports, that_are_lost_are_made_up_for_by_the_next_one) {
    second_with(0);
    comes();
    for (int i = 0; i < 3; ++i) second_with(1);
    comes();
    LONGS_EQUAL(3, reports.far_end_errors());
    for (int i = 0; i < 9; ++i) second_with(1);
    comes();
    LONGS_EQUAL(7, reports.far_end_errors());  // a report has four seconds
}

TEST(FarReports, said_twice_count_once_and_other_messages_do_not) {
    second_with(1);
    comes();
    comes();
    LONGS_EQUAL(1, reports.far_end_errors());
    auto other = theirs.frame(false);
    second_with(1);
    other[0] = 0x34;
    reports.hear(other);
    LONGS_EQUAL(1, reports.far_end_errors());
}
