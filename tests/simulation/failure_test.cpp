// SPDX-License-Identifier: GPL-2.0-or-later
// Somebody cuts a cable: callers, agents, records and the host live through it, and the lines come
// back by themselves.
#include "tests/simulation/troubled_center.hpp"

namespace simulation {

namespace {

constexpr LineFaults cut(bool to_center, bool from_center) {
    LineFaults faults;
    faults.to_center.cut = to_center;
    faults.from_center.cut = from_center;
    return faults;
}
constexpr LineFaults both_ways = cut(true, true);

}  // namespace

TEST_GROUP_BASE(Failure, TroubledCenter){};

TEST(Failure, of_two_seconds_is_survived_by_the_call) {
    opens(6);
    const std::string caller = calls(40s);
    happens(first, both_ways);
    passes(2s);
    happens(first, whole);
    passes(10s);
    STRCMP_EQUAL("+span.1.los -span.1.los", alarms().c_str());
    CHECK_FALSE(story(caller).record.has_value());
    LONGS_EQUAL(16, recorded_cause(caller));
    // They heard each other again.
    const auto& talks = story(caller).lived->conversations;
    CHECK(talks.size() >= 2);
    CHECK(talks.back().heard > Ticks{5s});
    STRCMP_EQUAL(talks.front().with.c_str(), talks.back().with.c_str());
    ends_well();
}

TEST(Failure, that_lasts_ends_calls_with_cause_27_and_the_lines_come_back_by_themselves) {
    opens();
    const std::string caller = calls(100s);
    const std::string station = agent_of(caller);
    happens(first, both_ways);
    passes(2s);
    CHECK_FALSE(story(caller).record.has_value());
    passes(3s);
    STRCMP_EQUAL("+span.1.los", alarms().c_str());
    // The exchange still holds the call when the cable is mended.
    happens(first, whole);
    CHECK(come_true([this] { return every_line_in_service(); }));
    LONGS_EQUAL(27, recorded_cause(caller));
    STRCMP_EQUAL("answered", story(caller).record->value("outcome", std::string{}).c_str());
    STRCMP_EQUAL("+span.1.los -span.1.los", alarms().c_str());
    CHECK(story(caller).lived->verdict == office::Verdict::line_lost);
    // The agent is free: with all of them, the next ones are served.
    passes(5s);
    for (const Json& agent : listed("agent")) {
        STRCMP_EQUAL("ready", agent.value("state", std::string{}).c_str());
    }
    const std::string next = calls(20s);
    LONGS_EQUAL(16, recorded_cause(next));
    STRCMP_EQUAL("+span.1.los -span.1.los", alarms().c_str());
    ends_well();
}

TEST(Failure, of_the_pair_that_sends_is_a_remote_alarm_and_ends_calls_too) {
    opens();
    const std::string caller = calls(100s);
    happens(first, cut(false, true));
    // The exchange, which hears nothing, says so once it is sure.
    CHECK(come_true([this] { return alarms() == "+span.1.rai"; }));
    LONGS_EQUAL(27, recorded_cause(caller));
    happens(first, whole);
    CHECK(come_true([this] { return every_line_in_service(); }));
    STRCMP_EQUAL("+span.1.rai -span.1.rai", alarms().c_str());
    (void)calls(15s);
    ends_well();
}

TEST(Failure, of_one_span_is_gone_round_by_calls_to_the_outside) {
    opens();
    // Lines are seized from the highest: of the second span, as long as that is well.
    happens(second, both_ways);
    passes(1s);
    const auto order = show->crm().order(Json{
        {"do",          "call.dial"},
        {"device",      "2001"     },
        {"destination", "95551234" }
    });
    std::optional<Json> answer;
    CHECK(come_true([&] { return (answer = show->crm().answer(order)).has_value(); }));
    CHECK(answer->value("done", false));
    CHECK(come_true([this] { return !show->book().rest().empty(); }));
    const CallStory& out = *show->book().rest().front();
    CHECK(out.lived->from_center);
    LONGS_EQUAL(1, out.lived->span);
    CHECK(out.lived->verdict == office::Verdict::passed);
    happens(second, whole);
    CHECK(come_true([this] { return every_line_in_service(); }));
    STRCMP_EQUAL("+span.2.los -span.2.los", alarms().c_str());
    ends_well();
}

// At any moment of it: while the alarm is raised, calls are released, channels restarted.
TEST(Failure, is_the_same_when_control_is_killed_every_half_second) {
    opens();
    const std::string caller = calls(100s);
    const auto pass_with_kills = [this](Ticks time) {
        for (Ticks killed{}; killed < time; killed += 500ms) {
            passes(497ms);
            const auto back = show->world().kill_control();
            STRCMP_EQUAL("", back ? "" : back.error().c_str());
        }
    };
    happens(first, both_ways);
    pass_with_kills(9s);
    happens(first, whole);
    pass_with_kills(15s);
    CHECK(come_true([this] { return every_line_in_service(); }));
    STRCMP_EQUAL("+span.1.los -span.1.los", alarms().c_str());
    LONGS_EQUAL(27, recorded_cause(caller));
    LONGS_EQUAL(16, recorded_cause(calls(15s)));
    ends_well();
}

TEST(Failure, whatever_is_cut_and_whenever_leaves_nothing_behind) {
    opens();
    callers = 1000;  // whose numbers nobody else has
    options.calls = 60;
    options.rate = 1200;
    show->schedule(draw_callers(options));
    office::Chance chance(4711);
    while (!show->over()) {
        passes(chance.between(2s, 15s));
        const SpanId span = chance.one_in(0.5) ? first : second;
        const bool to_center = chance.one_in(0.5);
        happens(span, cut(to_center, !to_center || chance.one_in(0.5)));
        passes(chance.between(200ms, 12s));
        if (chance.one_in(0.3)) CHECK(bool{show->world().kill_control()});
        happens(span, whole);
    }
    CHECK(come_true([this] { return show->world().office_ready() && every_line_in_service(); }));
    alarms_were_told_once();
    CHECK(show->book().alarms().size() >= 10);
    for (const CallStory* one : show->book().rest()) {
        CHECK(one->lived.has_value());
        CHECK_TEXT(one->record || !one->lived->answered_at, one->ani.c_str());
    }
    (void)calls(15s);
    ends_well();
}

TEST(Failure, for_minutes_leaves_no_channel_behind) {
    opens();
    const std::string one = calls(300s);
    const std::string other = calls(300s);
    happens(first, both_ways);
    passes(150s);
    LONGS_EQUAL(27, recorded_cause(one));
    LONGS_EQUAL(27, recorded_cause(other));
    happens(first, whole);
    CHECK(come_true([this] { return show->world().office_ready() && every_line_in_service(); }));
    STRCMP_EQUAL("+span.1.los -span.1.los", alarms().c_str());
    LONGS_EQUAL(16, recorded_cause(calls(15s)));
    ends_well();
}

}  // namespace simulation
