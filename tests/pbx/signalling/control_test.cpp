// SPDX-License-Identifier: GPL-2.0-or-later
// The firmware's end of border 1: attaching, reports, full mailboxes, a control that dies.
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "pbx/signalling/secret_keys.hpp"
#include "tests/pbx/signalling/two_ends.hpp"

#include <CppUTest/TestHarness.h>

using namespace pbx_test;

TEST_GROUP(Border1){
    // Numbers without a gap and ticks that never go back, in all that control was told.
    static void in_order(const ControlEnd& end){
        std::uint64_t sequence = end.heard.empty() ? 0 : end.heard.front().sequence - 1;
Ticks at{};
for (const pbx::Up& up : end.heard) {
    CHECK(up.sequence == ++sequence);
    CHECK(up.at >= at);
    at = up.at;
}
}
static void report(TwoEnds& line, std::uint32_t number) {
    line.user.heard.clear();
    line.user.tell(pbx::AskReport{number});
    line.run(2ms);
}
}
;

TEST(Border1, attaching_is_answered_with_epoch_and_configuration) {
    TwoEnds line;
    line.run(2ms);
    const auto hello = line.user.all<pbx::Attached>();
    LONGS_EQUAL(1, hello.size());
    LONGS_EQUAL(77, hello[0].firmware_epoch);
    LONGS_EQUAL(4711, hello[0].configuration);
    LONGS_EQUAL(0, hello[0].last_command);
    CHECK(std::holds_alternative<pbx::Attached>(line.user.heard.front().body));
    LONGS_EQUAL(1, line.user.heard.front().sequence);
    LONGS_EQUAL(line.now.count(), line.user.arena->done_to_tick.load());
}

TEST(Border1, a_control_that_dies_leaves_its_calls_up_and_finds_them_again) {
    TwoEnds line;
    CHECK(line.link_up());
    const TwoEnds::Call call = line.talk(line.network, line.user);
    line.user.die();
    line.run(1s);
    CHECK(line.network.is(call.calling, LegPhase::answered));
    // Its last words were journalled and lie in the mailbox: they are carried out.
    line.user.release(call.called);
    line.user.heard.clear();
    line.user.legs.clear();
    line.user.attach();
    line.run(2ms);
    const auto hello = line.user.all<pbx::Attached>();
    LONGS_EQUAL(1, hello.size());
    LONGS_EQUAL(line.user.commands, hello[0].last_command);
    CHECK(std::holds_alternative<pbx::Attached>(line.user.heard.front().body));
    CHECK(line.until([&] { return line.network.is(call.calling, LegPhase::released); }, 1s));
    CHECK(line.until([&] { return line.user.is(call.called, LegPhase::released); }, 1s));
    in_order(line.user);
}

TEST(Border1, what_happened_while_nobody_listened_is_told_once_as_it_stands) {
    TwoEnds line;
    CHECK(line.link_up());
    line.user.die();
    line.run(5ms);
    const LegId missed = line.network.dial(LineId{3}, "2000", "1001");
    line.run(50ms);
    CHECK(
        line.network.is(missed, LegPhase::proceeding));  // CALL PROCEEDING, though nobody is there
    line.network.release(missed);
    line.run(100ms);
    line.user.heard.clear();
    line.user.attach();
    line.run(5ms);
    const auto news = line.user.all<pbx::LegChanged>();
    LONGS_EQUAL(1, news.size());
    CHECK(news[0].phase == LegPhase::released);
    STRCMP_EQUAL("1001", std::string(news[0].ani.view()).c_str());
    STRCMP_EQUAL("2000", std::string(news[0].dnis.view()).c_str());
    in_order(line.user);
    line.user.release(news[0].leg);
    line.run(5ms);
    CHECK(line.all_free());
}

TEST(Border1, a_call_that_nobody_can_answer_is_cleared_with_cause_41_after_eight_seconds) {
    TwoEnds line;
    CHECK(line.link_up());
    line.user.die();
    line.run(5ms);
    const LegId leg = line.network.dial(LineId{0}, "2000");
    const Ticks before = line.now;
    CHECK(line.until([&] { return line.network.is(leg, LegPhase::released); }, 20s));
    CHECK(line.network.leg(leg).cause == Cause::temporary_failure);
    CHECK(line.now - before >= 8s && line.now - before < 9s);
    LONGS_EQUAL(1, line.user.signalling->counters().offers_expired);
}

TEST(Border1, a_report_names_every_leg_every_span_and_every_line_out_of_service) {
    TwoEnds line;
    CHECK(line.link_up());
    const TwoEnds::Call one = line.talk(line.network, line.user, LineId{0});
    line.network.dial(LineId{1}, "2000");
    line.run(50ms);
    CHECK(line.user.media->events.post(ivr_dsp::Played{driver::VoicePortId{2}, 9, true, 1200}));
    report(line, 55);
    LONGS_EQUAL(2, line.user.all<pbx::LegChanged>().size());
    CHECK(line.user.is(one.called, LegPhase::answered));
    LONGS_EQUAL(1, line.user.all<driver::SpanStatus>().size());
    LONGS_EQUAL(0, line.user.all<pbx::LineService>().size());
    LONGS_EQUAL(1, line.user.all<ivr_dsp::Played>().size());
    LONGS_EQUAL(9, line.user.all<ivr_dsp::Played>()[0].play);
    const auto* end = std::get_if<pbx::ReportEnd>(&line.user.heard.back().body);
    CHECK(end != nullptr && end->report == 55);

    line.cut();
    CHECK(line.until([&] { return !line.user.span().status().signalling_up; }, 60s));
    report(line, 56);
    LONGS_EQUAL(30, line.user.all<pbx::LineService>().size());
    CHECK_FALSE(line.user.all<driver::SpanStatus>()[0].signalling_up);
    in_order(line.user);
}

TEST(Border1, quarters_of_an_hour_wait_for_a_control_that_is_away) {
    TwoEnds line;
    CHECK(line.link_up());
    line.user.die();
    for (int number = 0; number < 3; ++number) {
        driver::SpanPerformance quarter;
        quarter.since = number * 900s;
        line.user.board.quarters.push_back(quarter);
    }
    line.run(10ms);
    LONGS_EQUAL(3, line.user.board.quarters.size());
    line.user.heard.clear();
    line.user.attach();
    line.run(2ms);
    const auto told = line.user.all<driver::SpanPerformance>();
    LONGS_EQUAL(3, told.size());
    CHECK(told[0].since == 0s && told[2].since == 1800s);
    in_order(line.user);
}

TEST(Border1, orders_to_the_test_set_wait_for_room_and_keep_their_order) {
    TwoEnds line;
    CHECK(line.link_up());
    const driver::SpanId span = line.user.span().plan().span;
    line.user.board.full = true;
    line.user.tell(driver::LoopSpan{span, driver::SpanLoop::line, 60s});
    line.user.tell(driver::InjectErrors{span, 3});
    line.run(3ms);
    LONGS_EQUAL(0, line.user.board.orders.size());
    line.user.board.full = false;
    line.run(3ms);
    LONGS_EQUAL(2, line.user.board.orders.size());
    CHECK(std::holds_alternative<driver::LoopSpan>(line.user.board.orders[0]));
    CHECK(std::holds_alternative<driver::InjectErrors>(line.user.board.orders[1]));
}

TEST(Border1, a_full_mailbox_delays_and_never_loses) {
    TwoEnds line;
    CHECK(line.link_up());
    line.user.listening = false;
    // Every report fills the mailbox with two messages, until it takes no more.
    const TwoEnds::Call call = line.talk(line.network, line.user);
    CHECK_FALSE(call.called);  // nobody listens
    std::uint32_t asked = 0;
    while (line.user.arena->up.room() > 0) {
        line.user.tell(pbx::AskReport{++asked});
        line.run(1ms);
    }
    const LegId leg = LegId::incoming(LineId{0}, 1);
    line.user.answer(leg);
    line.run(5ms);
    const auto promised = line.user.arena->done_to_tick.load();
    for (const char digit : std::string("1234567890123456")) {
        CHECK(line.user.media->events.post(ivr_dsp::DigitHeard{LineId{0}, digit, line.now}));
    }
    CHECK(line.user.media->events.post(ivr_dsp::DigitHeard{LineId{0}, '#', line.now}));
    line.run(50ms);
    CHECK(line.network.is(LegId::outgoing(LineId{0}, 1), LegPhase::answered));
    line.network.release(LegId::outgoing(LineId{0}, 1));
    line.run(100ms);
    LONGS_EQUAL(promised, line.user.arena->done_to_tick.load());  // no promise while things wait
    LONGS_EQUAL(1, line.user.signalling->lines().counters().digits_lost);  // the 17th
    line.user.listening = true;
    line.run(5ms);
    in_order(line.user);
    std::string digits;
    bool released = false;
    for (const pbx::Up& up : line.user.heard) {
        if (const auto* digit = std::get_if<pbx::Digit>(&up.body)) {
            CHECK_FALSE(released);
            digits += digit->digit;
        }
        const auto* news = std::get_if<pbx::LegChanged>(&up.body);
        released = released || (news != nullptr && news->phase == LegPhase::released);
    }
    STRCMP_EQUAL("1234567890123456", digits.c_str());
    CHECK(released);
    LONGS_EQUAL(line.now.count(), line.user.arena->done_to_tick.load());
}

// Keys of a secret stay in the firmware; control hears that they came, and what they equal.
TEST(Border1, a_secret_is_not_told_but_what_it_equals) {
    TwoEnds line;
    CHECK(line.link_up());
    const auto types = [&line](std::string_view digits) {
        line.user.heard.clear();
        for (const char digit : digits) {
            CHECK(line.user.media->events.post(ivr_dsp::DigitHeard{LineId{0}, digit, line.now}));
        }
        line.run(5ms);
        std::string told;
        for (const pbx::Up& up : line.user.heard) {
            const auto* digit = std::get_if<pbx::Digit>(&up.body);
            if (digit == nullptr) continue;
            told += digit->digit;
            if (digit->equals != 0) told += fmt::format("={}", digit->equals);
            told += ' ';
        }
        return told;
    };
    const auto call = [&line] {
        const LegId leg = line.user.dial(LineId{0}, "2000");
        line.run(100ms);
        return leg;
    };
    // What the media were told last of the line, if anything.
    const auto is_silent = [&line] {
        std::optional<bool> silent;
        ivr_dsp::MediaCommand command;
        while (line.user.media->commands.take(command)) {
            const auto* listen = std::get_if<ivr_dsp::ListenForDigits>(&command);
            if (listen != nullptr && listen->on) silent = listen->secret;
        }
        return silent;
    };
    const LegId leg = call();
    STRCMP_EQUAL("1 2 ", types("12").c_str());
    ivr_dsp::TakeSecret secret{LineId{0}, true};
    secret.expected = {"42", "2", ""};
    line.user.tell(secret);
    line.run(5ms);
    CHECK(is_silent() == true);  // for taps and recordings
    STRCMP_EQUAL("? ?=3 # ?=2 ? * ", types("42#2A*").c_str());
    line.user.tell(ivr_dsp::TakeSecret{LineId{0}, false});
    line.run(5ms);
    CHECK(is_silent() == false);
    STRCMP_EQUAL("4 2 ", types("42").c_str());
    line.user.tell(ivr_dsp::TakeSecret{LineId{0}, true});
    line.user.tell(ivr_dsp::TakeSecret{LineId{9999}, true});  // there is no such line
    line.run(5ms);
    STRCMP_EQUAL("? ? ", types("42").c_str());
    secret.expected = {"2001:****", "2002:****", "none"};  // by name: control knows no more
    line.user.tell(secret);
    line.run(5ms);
    STRCMP_EQUAL("? ? ? ? ?=2 ", types("21968").c_str());
    line.user.release(leg);
    line.run(2s);
    call();  // nobody has asked this one for a secret
    STRCMP_EQUAL("4 2 ", types("42").c_str());
}

TEST_GROUP(SecretKeys){};

TEST(SecretKeys, are_as_many_as_an_answer_may_have_and_the_last_ones) {
    pbx::SecretKeys keys;
    const std::string most(ivr_dsp::most_secret_keys, '7');
    ivr_dsp::TakeSecret secret{LineId{0}, true};
    secret.expected = {most, "8", "78"};
    keys.take(secret);
    for (std::size_t i = 1; i < most.size(); ++i) LONGS_EQUAL(0, keys.press('7').equals);
    for (int i = 0; i < 3; ++i) LONGS_EQUAL(1, keys.press('7').equals);
    LONGS_EQUAL(6, keys.press('8').equals);
    LONGS_EQUAL(0, keys.press('7').equals);
}

TEST(Border1, a_missing_command_is_counted_and_a_repeated_one_ignored) {
    TwoEnds line;
    CHECK(line.link_up());
    line.user.commands += 2;
    const LegId leg = line.user.dial(LineId{0}, "2000");
    line.run(5ms);
    LONGS_EQUAL(2, line.user.signalling->counters().down_gaps);
    CHECK(line.user.is(leg, LegPhase::dialling));
    line.user.commands -= 1;
    line.user.release(leg);  // carries the number of the dial
    line.run(5ms);
    LONGS_EQUAL(1, line.user.signalling->counters().down_repeats);
    CHECK_FALSE(line.user.is(leg, LegPhase::released));
}

TEST(Border1, a_command_for_a_leg_that_is_gone_does_nothing) {
    TwoEnds line;
    CHECK(line.link_up());
    const TwoEnds::Call call = line.talk(line.network, line.user);
    line.user.release(LegId::incoming(LineId{0}, 99));
    line.user.answer(LegId::incoming(LineId{0}, 99));
    line.user.release(LegId::incoming(LineId{500}, 1));
    line.user.dial(LineId{400}, "2000");
    line.run(10ms);
    CHECK(line.network.is(call.calling, LegPhase::answered));
    LONGS_EQUAL(3, line.user.signalling->lines().counters().gone_legs);
    CHECK(line.user.is(LegId::outgoing(LineId{400}, 1), LegPhase::released));
    line.user.release(call.called);
    line.user.release(call.called);  // once too often
    line.run(100ms);
    LONGS_EQUAL(4, line.user.signalling->lines().counters().gone_legs);
}

TEST(Border1, the_media_are_told_when_a_call_begins_and_when_it_is_over) {
    TwoEnds line;
    CHECK(line.link_up());
    const auto uses = [&line] {
        std::vector<ivr_dsp::LineInCall> all;
        ivr_dsp::MediaCommand command;
        while (line.user.media->commands.take(command)) {
            if (const auto* use = std::get_if<ivr_dsp::LineInCall>(&command)) all.push_back(*use);
        }
        return all;
    };
    LONGS_EQUAL(0, uses().size());
    const TwoEnds::Call call = line.talk(line.network, line.user);
    const auto begun = uses();
    LONGS_EQUAL(1, begun.size());
    CHECK(begun[0].in_call && begun[0].line == call.called.line());
    line.user.release(call.called);
    line.run(1s);
    const auto over = uses();
    LONGS_EQUAL(1, over.size());
    CHECK(!over[0].in_call && over[0].line == call.called.line());
}

TEST(Border1, media_orders_reach_the_realtime_thread_in_order_and_wait_for_room) {
    TwoEnds line;
    line.run(2ms);
    for (std::uint32_t i = 1; i <= 4000; ++i) {
        ivr_dsp::Play play;
        play.port = driver::VoicePortId{1};
        play.play = i;
        line.user.tell(play);
    }
    line.run(10ms);
    line.user.tell(driver::Listen{driver::Listener::line(LineId{0}), driver::Source::none()});
    for (std::uint32_t i = 0; i < 200; ++i)
        line.user.tell(ivr_dsp::StopPlay{driver::VoicePortId{1}});
    line.run(10ms);
    CHECK(line.user.arena->down.waiting() > 0);  // no room for their effects
    ivr_dsp::MediaCommand command;
    std::uint32_t next = 1;
    std::size_t taken = 0;
    for (int pass = 0; pass < 10; ++pass) {
        while (line.user.media->commands.take(command)) {
            ++taken;
            if (const auto* play = std::get_if<ivr_dsp::Play>(&command)) {
                LONGS_EQUAL(next++, play->play);
            }
        }
        line.run(1ms);
    }
    LONGS_EQUAL(4201, taken);
    CHECK_FALSE(line.user.overflow);
}
