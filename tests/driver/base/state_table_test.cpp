// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/state_table.hpp"

#include <cstdint>

#include <CppUTest/TestHarness.h>

namespace {

enum class Call : std::uint8_t { idle, offered, talking, releasing, stuck };
enum class Event : std::uint8_t { setup, answer, hang_up, released };

// A call as it should be.
constexpr auto call = driver::state_table<Call, Event>({
    {Call::idle,      Event::setup,    Call::offered  },
    {Call::offered,   Event::answer,   Call::talking  },
    {Call::offered,   Event::hang_up,  Call::releasing},
    {Call::talking,   Event::hang_up,  Call::releasing},
    {Call::releasing, Event::released, Call::idle     },
});

// Two rows for the answer of an offered call.
constexpr auto two_minds = driver::state_table<Call, Event>({
    {Call::idle,    Event::setup,  Call::offered  },
    {Call::offered, Event::answer, Call::talking  },
    {Call::offered, Event::answer, Call::releasing},
});

// A call that nobody can end.
constexpr auto dead_end = driver::state_table<Call, Event>({
    {Call::idle,    Event::setup,    Call::offered},
    {Call::offered, Event::answer,   Call::stuck  },
    {Call::offered, Event::hang_up,  Call::idle   },
    {Call::talking, Event::released, Call::idle   },
});

}  // namespace

TEST_GROUP(StateTable){};

TEST(StateTable, an_answered_call_talks) {
    CHECK(call.next(Call::offered, Event::answer) == Call::talking);
    CHECK(call.next(Call::talking, Event::hang_up) == Call::releasing);
}

TEST(StateTable, an_event_without_a_row_is_a_surprise) {
    CHECK_FALSE(call.next(Call::idle, Event::answer).has_value());
    CHECK_FALSE(call.next(Call::stuck, Event::hang_up).has_value());
}

TEST(StateTable, a_table_in_two_minds_is_found_out_while_compiling) {
    static_assert(call.has_one_answer_each());
    static_assert(!two_minds.has_one_answer_each());
    CHECK(two_minds.next(Call::offered, Event::answer) == Call::talking);  // the first row counts
}

TEST(StateTable, a_state_nothing_leads_out_of_is_found_out_while_compiling) {
    static_assert(call.all_reach(Call::idle));
    static_assert(!dead_end.all_reach(Call::idle));
    static_assert(!dead_end.can_reach(Call::stuck, Call::idle));
    CHECK(call.can_reach(Call::offered, Call::idle));
}

TEST(StateTable, a_state_reaches_itself_only_by_going_round) {
    static_assert(call.can_reach(Call::idle, Call::idle));
    static_assert(!dead_end.can_reach(Call::stuck, Call::stuck));
    static_assert(!dead_end.can_reach(Call::talking, Call::talking));
    CHECK(dead_end.can_reach(Call::idle, Call::idle));
}

TEST(StateTable, a_chain_longer_than_one_step_is_followed_but_not_backwards) {
    static_assert(call.can_reach(Call::idle, Call::releasing));
    static_assert(dead_end.can_reach(Call::talking, Call::stuck));
    static_assert(!dead_end.can_reach(Call::idle, Call::talking));
    LONGS_EQUAL(5, call.rows().size());
    CHECK(call.rows()[1].on == Event::answer);
}
