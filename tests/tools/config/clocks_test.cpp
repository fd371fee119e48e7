// SPDX-License-Identifier: GPL-2.0-or-later
// Who follows whose clock; plans that cannot work are refused.
#include "tests/tools/config/written_file.hpp"

using tools::BoardClock;

TEST_GROUP(ClockPlan) {
    written::File file;

    static std::string board(const std::string& spans, const std::string& clock = "") {
        return "[[board]]\nkind = \"simulated\"\n" + clock + spans;
    }
    static std::string span(int id, const std::string& more = "") {
        return "[[board.span]]\nid = " + std::to_string(id) + "\n" + more;
    }
    std::uint16_t timing(std::size_t span, std::size_t board = 0) const {
        return file.settings().boards.at(board).spans.at(span).timing;
    }
    BoardClock clock(std::size_t board = 0) const {
        return file.settings().boards.at(board).clock;
    }
};

TEST(ClockPlan, spans_are_sources_in_their_order) {
    file.board = board(span(1) + span(2) + span(3));
    CHECK(clock() == BoardClock::line);
    LONGS_EQUAL(1, timing(0));
    LONGS_EQUAL(2, timing(1));
    LONGS_EQUAL(3, timing(2));
    CHECK(file.settings().boards[0].wait_to_restore == driver::Ticks{10'000});
}

TEST(ClockPlan, a_first_choice_that_is_written_comes_before_the_others) {
    file.board = board(span(1) + span(2, "timing = 0\n") + span(3, "timing = 1\n"));
    LONGS_EQUAL(2, timing(0));
    LONGS_EQUAL(0, timing(1));
    LONGS_EQUAL(1, timing(2));
}

TEST(ClockPlan, a_span_towards_our_pbx_is_no_source) {
    file.board = board(span(1) + span(2, "side = \"network\"\n"));
    LONGS_EQUAL(0, timing(1));
    CHECK(file.settings().boards[0].spans[1].far_end_follows);
}

TEST(ClockPlan, a_board_with_followers_only_has_its_own_clock) {
    file.board = board(span(1, "side = \"network\"\n"));
    CHECK(clock() == BoardClock::internal);
}

TEST(ClockPlan, telephones_alone_take_the_clock_of_another_board_or_the_machines) {
    const std::string telephones = "[[board.stations]]\nnumbers = \"2001\"\n";
    file.board = board(telephones);
    CHECK(clock() == BoardClock::internal);
    file.board = board(telephones) + board(span(1));
    CHECK(clock() == BoardClock::shared);
    CHECK(clock(1) == BoardClock::line);
}

TEST(ClockPlan, two_spans_of_a_board_are_not_both_the_first_choice) {
    file.board = board(span(1, "timing = 1\n") + span(2, "timing = 1 #!\n"));
    file.tells(
        "[[board.span]] timing: is 1, as that of span 1: a board's sources come one after the "
        "other, write another number");
}

TEST(ClockPlan, a_board_that_follows_no_line_is_refused) {
    file.board = board(span(1, "timing = 0\n"), "clock = \"line\" #!\n");
    file.tells(
        "[[board]] clock: no line gives the board a clock, and it has none of its own: write "
        "timing = 1 at a span whose far end does not follow us, or clock = \"internal\"");
}

TEST(ClockPlan, two_clocks_that_follow_each_other_are_refused) {
    file.board = board(span(1) + span(2, "side = \"network\"\ntiming = 2 #!\n"));
    file.tells(
        "[[board.span]] timing: the far end follows our clock, so ours cannot follow it (a timing "
        "loop): write timing = 0, or far_end_follows = false");
}

TEST(ClockPlan, two_masters_are_refused) {
    file.board = board(span(1) + span(2), "clock = \"internal\" #!\n");
    file.tells(
        "[[board]] clock: the board keeps its own clock, and so does every far end (two masters): "
        "write clock = \"line\", or far_end_follows = true where the far end follows us");
}

TEST(ClockPlan, a_source_on_a_board_that_follows_no_line_is_refused) {
    file.board = board(span(1)) + board(span(2, "timing = 1 #!\n"), "clock = \"shared\"\n");
    file.tells(
        "[[board.span]] timing: the board does not follow its lines: write timing = 0, or clock = "
        "\"line\" at the board");
}

TEST(ClockPlan, boards_that_all_share_have_no_master) {
    file.board = board(span(1), "clock = \"shared\" #!\n") + board(span(2), "clock = \"shared\"\n");
    file.tells(
        "[[board]] clock: every board shares another's clock, and none has one: write clock = "
        "\"line\" or \"internal\" at the one the timing cable begins at");
}

TEST(ClockPlan, a_wait_to_restore_longer_than_any_standard_is_refused) {
    file.board = board(span(1), "wait_to_restore = 721 #!\n");
    file.tells("[[board]] wait_to_restore: is 721: write 0 to 720 seconds");
}
