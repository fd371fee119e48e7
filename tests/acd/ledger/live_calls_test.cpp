// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "tests/acd/ledger/journal_story.hpp"

#include <CppUTest/TestHarness.h>

namespace acd {

using pbx::ConnectionState;

TEST_GROUP(LiveCalls) {
    JournalStory story;
    const PartyRow* party(std::uint64_t call, std::uint16_t line) {
        const auto& parties = story.call(call).parties;
        const auto found = std::ranges::find(parties, JournalStory::leg(line), &PartyRow::leg);
        return found == parties.end() ? nullptr : &*found;
    }
    bool is(std::uint64_t call, std::uint16_t line, ConnectionState state) {
        const PartyRow* found = party(call, line);
        return found != nullptr && found->state == state;
    }
    // A caller on timeslot 5 talks with station 201 on line 31.
    void talking() {
        story.offered(1, 10, 5);
        story.rings(1, 10, 31, "201");
        story.answers(1, 10, 31, "201");
    }
};

TEST(LiveCalls, a_call_rings_and_is_answered) {
    story.offered(1, 10, 5);
    CHECK(is(10, 5, ConnectionState::initiated));
    story.rings(1, 10, 31, "201");
    CHECK(is(10, 31, ConnectionState::alerting));
    story.answers(1, 10, 31, "201");
    CHECK(is(10, 5, ConnectionState::connected));
    CHECK(is(10, 31, ConnectionState::connected));
    STRCMP_EQUAL("ann", std::string(story.ledger.contacts().at({1}).agent.view()).c_str());
}

TEST(LiveCalls, hold_and_retrieve) {
    talking();
    story.pass(5s);
    story.tell(pbx::CallHeld{
        JournalStory::contact(1), {10}, JournalStory::leg(31), JournalStory::station(31, "201")});
    CHECK(is(10, 31, ConnectionState::held));
    LONGS_EQUAL(5000, party(10, 31)->since.count());
    story.tell(pbx::CallRetrieved{
        JournalStory::contact(1), {10}, JournalStory::leg(31), JournalStory::station(31, "201")});
    CHECK(is(10, 31, ConnectionState::connected));
}

TEST(LiveCalls, a_consultation_transfer_leaves_caller_and_second_agent_in_one_call) {
    talking();
    story.tell(pbx::CallHeld{
        JournalStory::contact(1), {10}, JournalStory::leg(31), JournalStory::station(31, "201")});
    story.rings(1, 11, 32, "202");
    story.answers(1, 11, 32, "202");
    story.tell(pbx::CallTransferred{JournalStory::contact(1),
                                    {10},
                                    {11},
                                    JournalStory::station(31, "201"),
                                    JournalStory::station(32, "202"),
                                    false});
    LONGS_EQUAL(1, story.ledger.calls().size());
    LONGS_EQUAL(2, story.call(10).parties.size());
    CHECK(is(10, 5, ConnectionState::connected));
    CHECK(is(10, 32, ConnectionState::connected));
}

TEST(LiveCalls, a_conference_joins_the_parties_of_both_calls) {
    talking();
    story.tell(pbx::CallHeld{
        JournalStory::contact(1), {10}, JournalStory::leg(31), JournalStory::station(31, "201")});
    story.rings(1, 11, 32, "202");
    story.answers(1, 11, 32, "202");
    story.tell(pbx::CallConferenced{
        JournalStory::contact(1), {10}, {11}, JournalStory::station(32, "202"), 3});
    LONGS_EQUAL(1, story.ledger.calls().size());
    LONGS_EQUAL(3, story.call(10).parties.size());
    LONGS_EQUAL(3, std::ranges::count(story.call(10).parties, ConnectionState::connected,
                                      &PartyRow::state));
}

TEST(LiveCalls, who_hangs_up_leaves_and_the_end_clears_all) {
    talking();
    story.tell(pbx::PartyLeft{JournalStory::contact(1),
                              {10},
                              JournalStory::leg(5),
                              JournalStory::trunk(5),
                              pbx::Cause::normal_clearing,
                              true});
    LONGS_EQUAL(1, story.call(10).parties.size());
    story.tell(pbx::CallEnded{JournalStory::contact(1), {10}, pbx::Cause::normal_clearing});
    CHECK(story.ledger.calls().empty());
    pbx::ContactEnded ended;
    ended.contact = JournalStory::contact(1);
    story.tell(ended);
    CHECK(story.ledger.contacts().empty());
}

TEST(LiveCalls, nothing_that_comes_late_brings_an_ended_contact_back) {
    talking();
    pbx::ContactEnded ended;
    ended.contact = JournalStory::contact(1);
    story.tell(ended);
    CHECK(story.ledger.calls().empty());
    story.tell(pbx::CallEnded{JournalStory::contact(1), {10}, pbx::Cause::normal_clearing});
    story.tell(pbx::DataAttached{JournalStory::contact(1), "account"});
    CHECK(story.ledger.contacts().empty());
    CHECK(story.ledger.calls().empty());
}

TEST(LiveCalls, a_contact_shows_its_menu_then_its_place_in_the_queue) {
    story.offered(1, 10, 5);
    story.tell(
        pbx::IvrStarted{JournalStory::contact(1), {10}, JournalStory::trunk(5), {7}, "main"});
    STRCMP_EQUAL("main", std::string(story.ledger.contacts().at({1}).menu.view()).c_str());
    LONGS_EQUAL(1, story.ledger.ports().at(7).contact.value);
    CHECK(is(10, 5, ConnectionState::connected));
    story.tell(pbx::IvrEnded{
        JournalStory::contact(1), {7}, "main", pbx::IvrOutcome::transferred, "sales", 20s});
    story.tell(pbx::QueueEntered{JournalStory::contact(1), "sales", 4});
    story.tell(pbx::QueueAnnounced{JournalStory::contact(1), "sales", 3});
    const ContactRow& contact = story.ledger.contacts().at({1});
    CHECK(contact.menu.empty());
    STRCMP_EQUAL("sales", std::string(contact.queue.view()).c_str());
    LONGS_EQUAL(3, contact.position);
    LONGS_EQUAL(0, story.ledger.ports().at(7).contact.value);
    story.leaves(1, "sales", pbx::QueueExit::connected, 5s);
    CHECK(story.ledger.contacts().at({1}).queue.empty());
}

TEST(LiveCalls, a_line_tells_which_call_is_on_it) {
    story.tell(pbx::LineServiceChanged{JournalStory::trunk(6), false});
    talking();
    const auto lines = story.ledger.lines();
    LONGS_EQUAL(3, lines.size());
    LONGS_EQUAL(10, lines[0].call.value);
    CHECK(lines[0].in_service);
    CHECK(!lines[1].in_service);
    LONGS_EQUAL(0, lines[1].call.value);
}

TEST(LiveCalls, spans_alarms_and_health_are_as_last_told) {
    story.tell(pbx::SystemConfigured{"abc", 60, 8, 3, 2});
    story.tell(pbx::FirmwareChanged{true, 99});
    driver::SpanStatus status;
    status.span = {1};
    status.signalling_up = true;
    story.tell(pbx::SpanChanged{status});
    CHECK(story.ledger.spans().at(0).usable);
    status.loss_of_frame = true;
    story.tell(pbx::SpanChanged{status});
    CHECK(!story.ledger.spans().at(0).usable);
    story.tell(pbx::AlarmChanged{"journal.space", true, "disk full"});
    story.tell(pbx::AlarmChanged{"journal.space", false, ""});
    LONGS_EQUAL(1, story.ledger.alarms().size());
    CHECK(!story.ledger.alarms().at(0).active);
    LONGS_EQUAL(8, story.ledger.ports().size());
    LONGS_EQUAL(99, story.ledger.system().firmware_epoch);
    story.tell(pbx::HealthReported{
        {1000, 2, 3, 400}
    });
    LONGS_EQUAL(2, story.ledger.system().health.late_ticks);
}

TEST(LiveCalls, a_day_of_quarters_is_kept_of_each_span) {
    const auto tell = [this](std::uint16_t span, int number, std::uint32_t errored, bool over) {
        driver::SpanPerformance quarter;
        quarter.span = {span};
        quarter.since = number * 900s;
        quarter.errored_seconds = errored;
        quarter.over = over;
        story.tell(pbx::SpanMeasured{quarter});
    };
    for (int number = 0; number < 100; ++number) {
        tell(1, number, 1, false);
        tell(1, number, 2, true);
    }
    tell(2, 0, 5, false);
    const auto rows = story.ledger.performance();
    LONGS_EQUAL(97 + 1, rows.size());
    CHECK(rows.front().quarter.since == 3 * 900s);
    LONGS_EQUAL(2, rows.front().quarter.errored_seconds);  // as told last
    LONGS_EQUAL(5, rows.back().quarter.errored_seconds);
}

TEST(LiveCalls, nothing_that_lived_is_left_after_the_machine_stopped) {
    story.started(1);
    talking();
    story.started(1);  // control came back with its memory
    LONGS_EQUAL(1, story.ledger.calls().size());
    story.started(2);
    CHECK(story.ledger.calls().empty());
    CHECK(story.ledger.contacts().empty());
    LONGS_EQUAL(2, story.ledger.system().epoch);
}

TEST(LiveCalls, a_record_read_twice_counts_once) {
    story.ledger.apply(5, 0s, pbx::QueueEntered{JournalStory::contact(1), "sales", 1});
    story.ledger.apply(5, 0s, pbx::QueueEntered{JournalStory::contact(2), "sales", 1});
    story.ledger.apply(4, 0s, pbx::QueueEntered{JournalStory::contact(3), "sales", 1});
    LONGS_EQUAL(1, story.ledger.queue("sales").offered);
    LONGS_EQUAL(5, story.ledger.last_number());
}

}  // namespace acd
