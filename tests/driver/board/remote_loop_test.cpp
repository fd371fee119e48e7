// SPDX-License-Identifier: GPL-2.0-or-later
// Two T1 boards, one at each end of a cable: one asks by code for a loop, the other makes it.
#include <memory>

#include "tests/driver/board/plant.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using board_test::Plant;

namespace {

constexpr int second_ms = 1000;
constexpr std::uint32_t callers = 0x00FFFFFE;  // timeslots 1 to 23

// One end of the line.
struct End {
    std::unique_ptr<T1Cable> cable = std::make_unique<T1Cable>();
    std::unique_ptr<Plant> plant;

    explicit End(SpanPlan plan) {
        plan.id = SpanId{1};
        plan.cable = cable.get();
        plan.law = Law::ulaw;
        plan.d_timeslot = 24;
        BoardPlan board;
        board.spans.push_back(plan);
        plant = std::make_unique<Plant>(board);
    }
    void order(const SpanOrder& order) const { CHECK(plant->board.test(order)); }
    [[nodiscard]] SpanTest test() const {
        return plant->tests.empty() ? SpanTest{} : plant->tests.back();
    }
};

void carry(T1Cable& from, T1Cable& to) {
    while (const T1Millisecond* sent = from.from_near.take()) {
        T1Millisecond* const arrives = to.from_far.next_to_write();
        CHECK(arrives != nullptr);
        *arrives = *sent;
        to.from_far.sent();
    }
}

}  // namespace

TEST_GROUP(RemoteLoop) {
    std::unique_ptr<End> here;
    std::unique_ptr<End> there;

    void line(const SpanPlan& ours, const SpanPlan& theirs) {
        here = std::make_unique<End>(ours);
        there = std::make_unique<End>(theirs);
        pass(2 * second_ms);
    }
    void pass(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            carry(*here->cable, *there->cable);
            carry(*there->cable, *here->cable);
            here->plant->tick();
            there->plant->tick();
        }
    }
    void ask(SpanLoop loop, Ticks lasts) {
        here->order(LoopSpan{{1}, loop, lasts});
    }
    // A second of the line carries a pattern to the far end and back, without an error.
    void comes_back(bool back) {
        here->order(MeasureSpan{{1}, TestPattern::qrss, callers, 2s});
        pass(2 * second_ms + 10);
        CHECK_EQUAL(back, here->test().bits > 23ULL * 64'000);
        LONGS_EQUAL(0, here->test().errors);
    }
};

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
