// SPDX-License-Identifier: GPL-2.0-or-later
// Menus as callers live them.
#include <string>

#include "tests/ivr_dsp/dialog/telephone.hpp"

#include <CppUTest/TestHarness.h>

namespace {

const char* const two_choices =
    "<menu id='main'><prompt><audio src='menu'/></prompt>"
    "<choice dtmf='1' next='#sales'>sales</choice>"
    "<choice dtmf='12' next='#support'>support</choice></menu>"
    "<form id='sales'><transfer dest='queue:sales'/></form>"
    "<form id='support'><transfer dest='queue:support'/></form>";

}  // namespace

TEST_GROUP(Menu) {
    support::Paper paper;
    support::Telephone& caller() {
        return paper.caller();
    }
    void hears(const char* prompts) {
        STRCMP_EQUAL(prompts, caller().hears().c_str());
    }
    void ends(const char* how) {
        STRCMP_EQUAL(how, caller().ending().c_str());
    }
};

TEST(Menu, a_choice_leads_to_its_queue) {
    paper.menu_is(
        "<menu id='main'><prompt><audio src='hello'/><audio src='menu'/></prompt>"
        "<choice dtmf='1' next='#sales'/><choice dtmf='2' next='#support'/></menu>"
        "<form id='sales'><transfer dest='queue:sales'/></form>"
        "<form id='support'><transfer dest='queue:support'/></form>");
    hears("hello menu");
    caller().listens_to_the_end();
    CHECK_EQUAL(5000, caller().timer());
    caller().presses("2");
    ends("transferred queue:support");
    STRCMP_EQUAL("main=2", caller().answered().c_str());
}

TEST(Menu, a_key_cuts_the_prompt_short) {
    paper.menu_is(two_choices);
    caller().presses("1");
    CHECK(caller().was_cut_short());
    caller().says_nothing();
    CHECK_FALSE(caller().was_cut_short());
    ends("transferred queue:sales");
}

TEST(Menu, waits_when_a_key_begins_two_choices) {
    paper.menu_is(two_choices);
    caller().presses("1");
    ends("");
    CHECK_EQUAL(3000, caller().timer());
    caller().presses("2");
    ends("transferred queue:support");
}

TEST(Menu, a_prompt_that_ends_while_keys_are_awaited_only_renews_the_timer) {
    paper.menu_is(two_choices);
    caller().presses("1");
    caller().listens();
    ends("");
    CHECK_EQUAL(3000, caller().timer());
    caller().says_nothing();
    ends("transferred queue:sales");
}

TEST(Menu, a_choice_can_work_out_where_it_goes) {
    paper.menu_is(
        "<menu><prompt><audio src='menu'/></prompt>"
        "<choice dtmf='1' expr=\"session.vip == 'yes' ? '#vip' : '#all'\"/></menu>"
        "<form id='vip'><transfer dest='queue:vip'/></form>"
        "<form id='all'><transfer dest='queue:all'/></form>",
        {
            {"vip", "yes"}
    });
    caller().presses("1");
    ends("transferred queue:vip");
}

TEST(Menu, a_choice_that_works_out_nonsense_fails_with_its_line) {
    paper.menu_is(
        "<menu><prompt><audio src='menu'/></prompt>\n"
        "<choice dtmf='1' expr='session.next'/></menu>",
        {
            {"next", "#nowhere"}
    });
    caller().presses("1");
    ends("failed test:1: session.next gives \"#nowhere\", which is no form or menu here");
}

TEST(Menu, a_wrong_key_says_sorry_and_asks_again) {
    paper.menu_is(
        "<menu><prompt><audio src='menu'/></prompt><choice dtmf='1' next='#end'/>"
        "<nomatch><prompt><audio src='sorry'/></prompt><reprompt/></nomatch></menu>"
        "<form id='end'><block><exit/></block></form>");
    caller().presses("9");
    hears("sorry menu");
    caller().presses("1");
    ends("exited");
}

TEST(Menu, without_handlers_asks_again_and_after_the_third_time_gives_a_person) {
    paper.menu_is(two_choices);
    for (int time = 1; time < 3; ++time) {
        caller().listens_to_the_end();
        caller().says_nothing();
        hears("menu");
    }
    caller().presses("9");
    ends("person");
}

TEST(Menu, a_right_answer_starts_the_count_of_mistakes_again) {
    paper.menu_is(
        "<menu id='main'><prompt><audio src='menu'/></prompt><choice dtmf='1' next='#main'/>"
        "</menu>");
    for (int round = 0; round < 10; ++round) {
        caller().presses("991");
        hears("menu");
    }
    caller().presses("999");
    ends("person");
}

TEST(Menu, zero_reaches_a_person_at_once) {
    paper.menu_is(two_choices);
    caller().presses("0");
    CHECK(caller().was_cut_short());
    ends("person");
}

TEST(Menu, zero_is_a_choice_when_the_menu_says_so) {
    paper.menu_is(
        "<menu><prompt><audio src='menu'/></prompt><choice dtmf='0' next='#end'/>"
        "<choice dtmf='01' next='#end'/></menu><form id='end'><block><exit/></block></form>");
    caller().presses("0");
    caller().says_nothing();
    ends("exited");
}

TEST(Menu, zero_that_begins_a_choice_reaches_a_person_when_nothing_follows) {
    paper.menu_is(
        "<menu><prompt><audio src='menu'/></prompt><choice dtmf='01' next='#end'/></menu>"
        "<form id='end'><block><exit/></block></form>");
    caller().presses("0");
    ends("");
    caller().says_nothing();
    ends("person");
}

TEST(Menu, zero_during_the_last_words_reaches_a_person) {
    paper.menu_is("<form><block><prompt><audio src='bye'/></prompt><disconnect/></block></form>");
    caller().presses("0");
    ends("person");
}

TEST(Menu, last_words_are_said_before_the_end) {
    paper.menu_is("<form><block><prompt><audio src='bye'/></prompt><disconnect/></block></form>");
    hears("bye");
    ends("");
    caller().listens();
    ends("disconnected");
}

TEST(Menu, a_key_cuts_the_last_words_short) {
    paper.menu_is(
        "<form><block><prompt><audio src='bye'/></prompt></block>"
        "<transfer dest='station:2001'/></form>");
    caller().presses("5");
    CHECK(caller().was_cut_short());
    ends("transferred station:2001");
}

TEST(Menu, keys_pressed_before_the_menu_begins_are_kept) {
    support::Paper other;
    other.menu_is("<form><block><exit/></block></form>");
    ivr_dsp::dialog::Menus menus;
    const std::string text = std::string("<vxml version='2.1'>") + two_choices + "</vxml>";
    CHECK(static_cast<bool>(menus.load("choices", text, paper.bank().index())));
    support::Telephone early(menus, paper.bank(), "choices");
    early.presses("12");
    early.answers();
    STRCMP_EQUAL("transferred queue:support", early.ending().c_str());
}

TEST(Menu, that_does_not_exist_says_so) {
    const ivr_dsp::dialog::Menus none;
    support::Telephone lost(none, paper.bank(), "nights");
    lost.answers();
    STRCMP_EQUAL("failed nights:1: there is no such menu", lost.ending().c_str());
}

TEST(Menu, after_the_end_nothing_happens_any_more) {
    paper.menu_is(two_choices);
    caller().presses("0");
    caller().presses("1");
    caller().listens();
    CHECK(!caller().last_step().ending);
    CHECK_EQUAL(0, caller().timer());
    ends("person");
}

TEST(Menu, tells_routing_its_literal_destinations_once_each) {
    paper.menu_is(
        "<form><block><if cond='session.a'><transfer dest='queue:sales'/>"
        "<elseif cond='session.b'/><transfer destexpr='session.b'/><else/>"
        "<transfer dest='queue:sales'/></if></block></form>");
    const auto destinations = paper.menus().destinations("test");
    CHECK_EQUAL(1, destinations.size());
    STRCMP_EQUAL("queue:sales", destinations.front().destination.c_str());
    CHECK_EQUAL(1, destinations.front().line);
    CHECK(paper.menus().destinations("other").empty());
}
