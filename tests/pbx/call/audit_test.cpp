// SPDX-License-Identifier: GPL-2.0-or-later
// Now and then our legs are compared with the firmware's: what it does not know has gone.
#include "tests/pbx/call/switchboard.hpp"

using namespace call_test;

TEST_GROUP(Audit) {
    Switchboard board;
};

TEST(Audit, asks_for_a_report_with_a_new_number_each_time) {
    LONGS_EQUAL(1, board.model.begin_audit());
    LONGS_EQUAL(2, board.model.begin_audit());
    const auto asked = board.ordered<pbx::AskReport>();
    CHECK_EQUAL(2, asked.size());
    LONGS_EQUAL(2, asked[1].report);
}

TEST(Audit, leaves_what_was_mentioned) {
    const LegId caller = board.caller(0);
    const auto report = board.model.begin_audit();
    board.answers(caller);
    board.model.end_audit(report);
    CHECK(board.model.leg(caller) != nullptr);
    CHECK(board.departures.empty());
}

TEST(Audit, lets_go_of_what_was_not_mentioned) {
    const LegId caller = board.caller(0);
    const LegId agent = board.joins(caller, "2001");
    const auto report = board.model.begin_audit();
    board.answers(agent);
    board.model.end_audit(report);
    CHECK(board.model.leg(caller) == nullptr);
    CHECK(board.model.leg(agent) != nullptr);
    CHECK(board.departures[0].cause == Cause::temporary_failure);
    CHECK_EQUAL(1, board.releases_of(caller));
    CHECK(board.model.is_free({0}));
}

TEST(Audit, frees_a_line_whose_release_was_never_confirmed) {
    const LegId caller = board.caller(0);
    board.model.release(caller, Cause::normal_clearing);
    board.told.clear();
    board.model.end_audit(board.model.begin_audit());
    CHECK_EQUAL(1, board.told.size());
    STRCMP_EQUAL("free 0", board.told[0].c_str());
    CHECK_EQUAL(1, board.releases_of(caller));
}

TEST(Audit, leaves_what_began_after_it_was_asked_for) {
    const auto report = board.model.begin_audit();
    const LegId caller = board.caller(0);
    board.model.end_audit(report);
    CHECK(board.model.leg(caller) != nullptr);
    board.model.end_audit(board.model.begin_audit());  // the next one would have mentioned it
    CHECK(board.model.leg(caller) == nullptr);
}

TEST(Audit, passes_over_an_old_report) {
    const LegId caller = board.caller(0);
    const auto first = board.model.begin_audit();
    const auto second = board.model.begin_audit();
    board.model.end_audit(first);
    CHECK(board.model.leg(caller) != nullptr);
    board.model.end_audit(second);
    CHECK(board.model.leg(caller) == nullptr);
}

TEST(Audit, ends_whole_calls_when_the_firmware_knows_none_of_them) {
    const LegId caller = board.caller(0);
    const LegId agent = board.joins(caller, "2001");
    (void)board.consults(agent, "2002");
    board.conferences(agent);
    board.model.end_audit(board.model.begin_audit());
    CHECK(board.model.legs().empty() && board.model.calls().empty());
    CHECK(board.conferences_are_empty());
    CHECK_EQUAL(3, board.departures.size());
}

TEST(Audit, that_mentions_a_call_already_over_makes_no_new_one_of_it) {
    const LegId caller = board.caller(0);
    board.hangs_up(caller);
    board.told.clear();
    board.hangs_up(caller);  // the second of two reports that were on their way
    CHECK(board.told.empty());
    CHECK(board.model.legs().empty());
    CHECK_EQUAL(1, board.departures.size());
}
