// SPDX-License-Identifier: GPL-2.0-or-later
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "tests/tools/office/office_fixture.hpp"
#include "tests/tools/office/whole_book.hpp"

#include <CppUTest/TestHarness.h>

using namespace tools::office;

TEST_GROUP(Calls) {
    SmallTown town{whole_book()};

    void setup() override {
        CHECK(town.up());
    }
    CallNumber dial(std::vector<ScriptStep> steps) {
        return town.office->call(
            {.name = "test", .ani = "5551001", .dnis = "1000", .steps = std::move(steps)});
    }
    const CallExperience& report() {
        CHECK(town.until([this] { return !town.witness.calls.empty(); }, 200'000));
        return town.witness.calls.front();
    }
};

TEST(Calls, the_center_sees_who_calls_whom) {
    dial({ExpectAnswer{}});
    const auto timeslot = town.answered_call();
    STRCMP_EQUAL("1000", town.center->calls()[timeslot].called.c_str());
    STRCMP_EQUAL("5551001", town.center->calls()[timeslot].calling.c_str());
    CHECK(report().verdict == Verdict::passed);
    CHECK(report().answered_at.has_value());
    CHECK(report().ended_by == EndedBy::caller);
}

TEST(Calls, a_caller_goes_through_menu_queue_and_agent) {
    town.office->add_agent(*town.phones[0], {.reaction = Ticks(1'500), .talk = Ticks(3'000)});
    dial({ExpectAnswer{}, ExpectPrompt{"vm-enter-num-to-call"}, Press{"12"}, Queue{},
          Talk{Ticks(1'000)}, ExpectRelease{}});
    const auto timeslot = town.answered_call();
    town.center->say(timeslot, "vm-enter-num-to-call");
    CHECK(town.until([&] { return town.line(timeslot).digits() == "12"; }));
    town.line(timeslot).shut_up();
    for (const auto* prompt : {"queue-thereare", "digits/20", "digits/5"})
        town.center->say(timeslot, prompt);
    CHECK(town.until([&] { return town.line(timeslot).digits() == "121"; }));
    town.line(timeslot).say(
        whole_book().samples(*whole_book().find("reno_project-system")).subspan(80'000, 80'000));
    auto& station = town.center->station(0);
    station.ring = true;
    CHECK(town.until([&] { return station.lifted; }));
    station.ring = false;
    town.line(timeslot).shut_up();
    TinyCenter::connect(town.line(timeslot), *station.line);
    CHECK(town.until([&] { return !station.lifted; }));
    town.center->release(timeslot, 16);

    const auto& call = report();
    CHECK(call.verdict == Verdict::passed);
    CHECK(call.ended_by == EndedBy::center);
    LONGS_EQUAL(16, call.cause);
    STRCMP_EQUAL("121", call.pressed.c_str());
    LONGS_EQUAL(1, call.positions.size());
    LONGS_EQUAL(25, call.positions[0].position);
    CHECK(call.music > Ticks(1'000));
    LONGS_EQUAL(1, call.conversations.size());
    STRCMP_EQUAL("station 2001", call.conversations[0].with.c_str());
    CHECK(call.conversations[0].heard > Ticks(2'900));
    CHECK(call.conversations[0].they_heard > Ticks(2'900));
    LONGS_EQUAL(0,
                call.conversations[0].missed.count() + call.conversations[0].they_missed.count());
    LONGS_EQUAL(0, call.wrong_partner.count());

    CHECK(town.until([&] { return town.office->idle(); }));
    const auto& use = town.witness.uses.front();
    STRCMP_EQUAL("call 1", use.conversations[0].with.c_str());
    CHECK(*use.lifted_at - *use.rang_at == Ticks(1'500));
}

TEST(Calls, a_prompt_that_does_not_come_fails_the_call_and_the_report_says_what_came) {
    dial({
        ExpectAnswer{            },
        ExpectPrompt{ "vm-goodbye", Ticks(3'000)}
    });
    const auto timeslot = town.answered_call();
    town.center->say(timeslot, "queue-thankyou");
    const auto& call = report();
    CHECK(call.verdict == Verdict::failed);
    STRCMP_EQUAL("step 2: no prompt vm-goodbye within 3000 ms; heard queue-thankyou",
                 call.why.c_str());
}

TEST(Calls, a_caller_without_patience_leaves_the_queue_by_hanging_up) {
    dial({
        ExpectAnswer{            },
        Queue{ true, Ticks(4'000)}
    });
    town.answered_call();
    const auto& call = report();
    CHECK(call.verdict == Verdict::gave_up);
    CHECK(call.ended_by == EndedBy::caller);
    CHECK(call.ended_at - *call.answered_at >= Ticks(4'000));
}

TEST(Calls, a_caller_who_does_not_want_to_wait_answers_2_and_is_let_go) {
    dial({ExpectAnswer{}, Queue{false}});
    const auto timeslot = town.answered_call();
    town.center->say(timeslot, "queue-youarenext");
    CHECK(town.until([&] { return town.line(timeslot).digits() == "2"; }));
    town.center->release(timeslot, 16);
    CHECK(report().verdict == Verdict::left_queue);
    LONGS_EQUAL(1, report().positions[0].position);
}

TEST(Calls, a_refused_call_is_reported_with_its_cause) {
    town.center->refuses_everything = true;
    dial({ExpectAnswer{}});
    CHECK(report().verdict == Verdict::refused);
    LONGS_EQUAL(17, report().cause);
}

TEST(Calls, a_caller_cut_off_in_the_middle_complains) {
    dial({ExpectAnswer{}, Queue{}});
    const auto timeslot = town.answered_call();
    town.run(500);
    town.center->release(timeslot, 41);
    CHECK(report().verdict == Verdict::cut_off);
    LONGS_EQUAL(41, report().cause);
}

TEST(Calls, the_thirty_first_call_on_an_e1_finds_no_channel) {
    for (int i = 0; i < 31; ++i) dial({ExpectAnswer{}, Wait{Ticks(60'000)}});
    CHECK(town.until([this] { return !town.witness.calls.empty(); }));
    CHECK(report().verdict == Verdict::blocked);
    LONGS_EQUAL(34, report().cause);
    LONGS_EQUAL(30, town.center->calls().size());
    CHECK(town.center->calls().count(16) == 0);
}

TEST(Calls, busy_tone_is_heard_where_it_is_expected) {
    dial({ExpectAnswer{}, ExpectTone{Tone::busy}});
    const auto timeslot = town.answered_call();
    std::vector<std::int16_t> busy;
    for (int n = 0; n < 8 * 4 * 960; ++n) {
        const double wave = 4'000 * std::sin(2 * std::numbers::pi * 425 * n / 8'000);
        busy.push_back(n / 8 % 960 < 480 ? static_cast<std::int16_t>(wave) : std::int16_t{0});
    }
    town.line(timeslot).say(busy);
    STRCMP_EQUAL("", report().why.c_str());
    CHECK(report().verdict == Verdict::passed);
}

TEST(Calls, when_the_center_dies_calls_are_lost_as_such_and_when_it_is_back_the_next_one_works) {
    dial({ExpectAnswer{}, Wait{Ticks(60'000)}});
    town.answered_call();
    town.run(500);
    town.center->dead = true;
    CHECK(report().verdict == Verdict::line_lost);
    CHECK(report().ended_by == EndedBy::line_lost);
    CHECK_FALSE(town.office->ready());
    town.run(5'000);

    town.cable->from_far.skip_to_present();
    auto stations = std::move(town.center);
    town.center = std::make_unique<TinyCenter>(*town.cable, whole_book());
    CHECK(town.until([this] { return town.office->ready(); }));
    dial({ExpectAnswer{}});
    town.answered_call();
    CHECK(town.until([this] { return town.witness.calls.size() == 2; }));
    CHECK(town.witness.calls[1].verdict == Verdict::passed);
}

TEST(Calls, when_the_line_is_silent_for_a_moment_only_nothing_is_lost) {
    dial({ExpectAnswer{}, Wait{Ticks(3'000)}});
    town.answered_call();
    town.run(500);
    town.center->dead = true;
    town.run(100);
    town.center->dead = false;
    CHECK(report().verdict == Verdict::passed);
}

TEST(Calls, a_channel_the_center_restarts_is_free_again_and_its_caller_has_lost_the_line) {
    dial({ExpectAnswer{}, Wait{Ticks(60'000)}});
    const auto timeslot = town.answered_call();
    town.run(500);
    town.center->restart(timeslot);
    CHECK(report().verdict == Verdict::line_lost);
    CHECK(town.office->ready());
    town.center->calls().clear();
    dial({ExpectAnswer{}});
    town.answered_call();
    CHECK(town.until([this] { return town.witness.calls.size() == 2; }));
    CHECK(town.witness.calls[1].verdict == Verdict::passed);
}

TEST(Calls, the_center_reaches_a_subscriber_who_speaks_first) {
    town.office->add_subscriber(
        {.number = "0551*", .rings = Ticks(2'000), .steps = {ExpectRelease{}}});
    town.center->call(5, "0551234");
    CHECK(town.until([this] { return town.center->calls()[5].answered; }));
    auto& line = town.line(5);
    CHECK(town.until([&] { return line.heard() != driver::alaw_silence; }));
    town.center->release(5, 16);
    const auto& call = report();
    CHECK(call.from_center);
    CHECK(call.verdict == Verdict::passed);
    STRCMP_EQUAL("0551234", call.dnis.c_str());
    CHECK(*call.answered_at - call.dialled_at >= Ticks(2'000));
}

TEST(Calls, unknown_and_unwilling_subscribers_refuse) {
    town.office->add_subscriber({.number = "0666", .refuses_with = 17});
    town.center->call(5, "0666");
    town.center->call(6, "0777");
    CHECK(town.until(
        [this] { return town.center->calls()[5].released && town.center->calls()[6].released; }));
    LONGS_EQUAL(17, *town.center->calls()[5].released);
    LONGS_EQUAL(1, *town.center->calls()[6].released);
}

TEST(Calls, when_both_ends_seize_a_channel_the_networks_call_has_priority) {
    town.office->add_subscriber({.number = "0551"});
    dial({ExpectAnswer{}});
    town.center->call(1, "0551");  // the office takes timeslot 1 in the same millisecond
    CHECK(town.until([this] { return !town.center->pushed_aside().empty(); }));
    CHECK(town.until([this] { return town.center->pushed_aside().front().released.has_value(); }));
    LONGS_EQUAL(44, *town.center->pushed_aside().front().released);
    LONGS_EQUAL(1, town.trunk->counters().glares);
    town.center->answer(1);
    CHECK(report().verdict == Verdict::passed);
    LONGS_EQUAL(1, report().timeslot);
}

TEST(Calls, a_center_that_holds_the_channel_busy_gets_the_call_on_another) {
    town.center->busy_timeslot = 1;
    dial({ExpectAnswer{}});
    CHECK(town.until([this] { return town.center->calls().count(2) == 1; }));
    town.center->answer(2);
    CHECK(report().verdict == Verdict::passed);
    LONGS_EQUAL(2, report().timeslot);
    LONGS_EQUAL(1, town.trunk->counters().glares);
}
