// SPDX-License-Identifier: GPL-2.0-or-later
// Two T1 boards, one at each end of a cable: one asks by code for a loop, the other makes it.
#include "tests/driver/board/two_boards.hpp"

using namespace driver;

namespace {

constexpr std::uint32_t callers = 0x00FFFFFE;  // timeslots 1 to 23

}  // namespace

TEST_GROUP_BASE(RemoteLoop, board_test::TwoBoards){
    // A second of the line carries a pattern to the far end and back, without an error.
    void comes_back(bool back){here->order(MeasureSpan{{1}, TestPattern::qrss, callers, 2s});
pass(2 * second_ms + 10);
CHECK_EQUAL(back, here->test().bits > 23ULL * 64'000);
LONGS_EQUAL(0, here->test().errors);
}
}
;

TEST(RemoteLoop, of_the_line_is_asked_for_on_the_data_link_and_ended_at_the_end_of_its_time) {
    line({}, {});
    ask(SpanLoop::remote, 5s);
    pass(200);
    CHECK(here->test().loop == SpanLoop::remote);
    CHECK(there->test().loop == SpanLoop::line);
    comes_back(true);
    pass(3 * second_ms);
    CHECK(here->test().loop == SpanLoop::none);
    CHECK(there->test().loop == SpanLoop::none);
    comes_back(false);
}

TEST(RemoteLoop, of_the_payload_is_asked_for_and_ended_by_order) {
    line({}, {});
    ask(SpanLoop::remote_payload, 1h);
    pass(200);
    CHECK(there->test().loop == SpanLoop::payload);
    comes_back(true);
    ask(SpanLoop::none, {});
    pass(200);
    CHECK(there->test().loop == SpanLoop::none);
}

TEST(RemoteLoop, ends_by_itself_at_the_far_end_when_nobody_ends_it) {
    line({}, {.answered_loop_lasts = 3s});
    ask(SpanLoop::remote, 1h);
    pass(200);
    CHECK(there->test().loop == SpanLoop::line);
    pass(3 * second_ms);
    CHECK(there->test().loop == SpanLoop::none);
}

TEST(RemoteLoop, is_not_made_where_codes_are_not_answered) {
    line({}, {.answers_loop_codes = false});
    ask(SpanLoop::remote, 2s);
    pass(second_ms);
    CHECK(there->test().loop == SpanLoop::none);
    comes_back(false);
}

// Our own code comes back from the loop; were it obeyed, both ends would be looped for ever.
TEST(RemoteLoop, never_loops_the_end_that_asks_for_it) {
    line({}, {});
    ask(SpanLoop::remote, 2s);
    for (int i = 0; i < 4 * second_ms; ++i) {
        pass(1);
        const SpanLoop loop = here->test().loop;
        CHECK(loop == SpanLoop::none || loop == SpanLoop::remote);
    }
    CHECK(there->test().loop == SpanLoop::none);
}

TEST(RemoteLoop, is_asked_for_in_band_on_a_line_without_a_data_link) {
    line({.framing = T1Framing::sf}, {.framing = T1Framing::sf});
    ask(SpanLoop::remote, 10s);
    pass(4 * second_ms);
    CHECK(there->test().loop == SpanLoop::none);  // the code must last five seconds
    pass(2 * second_ms + 100);
    CHECK(there->test().loop == SpanLoop::line);
    comes_back(true);
    pass(10 * second_ms);
    CHECK(there->test().loop == SpanLoop::none);
    CHECK(here->test().loop == SpanLoop::none);
    comes_back(false);
}

TEST(RemoteLoop, that_a_person_has_replaced_is_not_ended_by_code) {
    line({}, {});
    ask(SpanLoop::remote, 3s);
    pass(200);
    there->order(LoopSpan{{1}, SpanLoop::payload, 1h});
    pass(200);
    CHECK(there->test().loop == SpanLoop::payload);
    pass(4 * second_ms);
    CHECK(there->test().loop == SpanLoop::payload);
}
