// SPDX-License-Identifier: GPL-2.0-or-later
// What blocks, filled, noinput and nomatch can do, and how things are said.
#include <string>

#include "tests/ivr_dsp/dialog/telephone.hpp"

#include <CppUTest/TestHarness.h>

TEST_GROUP(Content) {
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
    void block_is(const std::string& content, const support::Variables& variables = {}) {
        paper.menu_is("<form><block>" + content + "</block></form>", variables);
    }
    void says(const char* piece, const char* heard, const support::Variables& variables = {}) {
        support::Paper other;
        other.menu_is("<form><block><prompt><audio src='news'/>" + std::string(piece) +
                          "</prompt></block></form>",
                      variables);
        STRCMP_EQUAL(heard, other.caller().hears().c_str());
    }
};

TEST(Content, a_document_without_more_to_do_has_ended) {
    block_is("<prompt><audio src='hello'/></prompt>");
    hears("hello");
    caller().listens();
    ends("exited");
}

TEST(Content, blocks_are_gone_through_in_order_and_once) {
    paper.menu_is(
        "<form><block><prompt><audio src='hello'/></prompt></block>"
        "<block cond='false'><prompt><audio src='legal'/></prompt></block>"
        "<block><prompt><audio src='news'/></prompt></block></form>");
    hears("hello news");
}

TEST(Content, the_first_branch_that_holds_is_taken) {
    for (const auto& [number, prompt] : support::Variables{
             {"1", "hello"},
             {"2", "news" },
             {"3", "bye"  }
    }) {
        support::Paper other;
        other.menu_is(
            "<form><block><if cond='session.n == 1'><prompt><audio src='hello'/></prompt>"
            "<elseif cond='session.n &lt;= 2'/><prompt><audio src='news'/></prompt>"
            "<else/><prompt><audio src='bye'/></prompt></if></block></form>",
            {
                {"n", number}
        });
        STRCMP_EQUAL(prompt.c_str(), other.caller().hears().c_str());
    }
}

TEST(Content, variables_are_set_and_handed_out) {
    block_is(
        "<var name='a' expr='6'/><var name='b'/><assign name='b' expr='a * 7'/>"
        "<assign name='a' expr=\"'' + a + b\"/><exit namelist='a b'/>");
    ends("exited a=642 b=42");
}

TEST(Content, an_exit_can_hand_out_one_value) {
    block_is("<exit expr=\"session.ani.slice(-4)\"/>", {
                                                           {"ani", "02155512345"}
    });
    ends("exited value=2345");
}

TEST(Content, variables_of_the_document_last_and_those_of_a_form_do_not) {
    paper.menu_is(
        "<var name='visits' expr='0'/>"
        "<form id='a'><var name='here' expr='0'/><block>"
        "<assign name='visits' expr='visits + 1'/><assign name='here' expr='here + 1'/>"
        "<if cond='visits == 3'><exit namelist='visits here'/></if></block>"
        "<field name='x' type='digits?length=1'><prompt><audio src='ask'/></prompt>"
        "<filled><goto next='#a'/></filled></field></form>");
    caller().presses("11");
    ends("exited visits=3 here=1");
}

TEST(Content, a_variable_of_a_form_hides_that_of_the_document) {
    paper.menu_is(
        "<var name='x' expr='1'/><form><var name='x' expr='2'/>"
        "<block><exit namelist='x'/></block></form>");
    ends("exited x=2");
}

TEST(Content, a_cleared_field_is_asked_again) {
    paper.menu_is(
        "<form><field name='account' type='digits?length=2'><prompt><audio src='ask'/></prompt>"
        "<prompt count='2'><audio src='again'/></prompt>"
        "<filled><if cond=\"account == '00'\"><prompt><audio src='sorry'/></prompt>"
        "<clear namelist='account'/></if></filled></field>"
        "<block><exit namelist='account'/></block></form>");
    caller().presses("00");
    hears("sorry again");
    caller().presses("17");
    ends("exited account=17");
}

TEST(Content, a_destination_can_be_worked_out) {
    block_is("<transfer destexpr=\"'station:' + session.n\"/>", {
                                                                    {"n", "2001"}
    });
    ends("transferred station:2001");
}

TEST(Content, a_destination_of_no_kind_fails_with_its_line) {
    block_is("\n<transfer destexpr=\"session.n\"/>", {
                                                         {"n", "2001"}
    });
    ends("failed test:2: session.n gives \"2001\", which is no destination");
}

TEST(Content, a_transfer_can_be_a_form_item_with_a_condition) {
    paper.menu_is(
        "<form><transfer dest='queue:night' cond=\"session.night == 'yes'\"/>"
        "<transfer dest='queue:day'/></form>");
    ends("transferred queue:day");
}

TEST(Content, nothing_is_done_after_leaving) {
    paper.menu_is(
        "<form id='a'><block><if cond='true'><goto next='#b'/></if>"
        "<prompt><audio src='news'/></prompt></block></form>"
        "<form id='b'><block><prompt><audio src='bye'/></prompt></block></form>");
    hears("bye");
}

TEST(Content, prompts_with_a_higher_count_replace_those_with_a_lower) {
    paper.menu_is(
        "<form><field name='x' type='digits?length=1'><prompt><audio src='ask'/></prompt>"
        "<prompt cond='false'><audio src='legal'/></prompt><prompt><audio src='menu'/></prompt>"
        "<prompt count='2'><audio src='again'/></prompt></field></form>");
    hears("ask menu");
    caller().presses("*");
    hears("again");
}

TEST(Content, a_handler_without_reprompt_says_only_its_own_words) {
    paper.menu_is(
        "<form><field name='x' type='digits?length=1'><prompt><audio src='ask'/></prompt>"
        "<noinput><prompt><audio src='speak-up'/></prompt></noinput>"
        "<nomatch/></field></form>");
    caller().listens_to_the_end();
    caller().says_nothing();
    hears("speak-up");
    caller().presses("*");
    hears("");
    CHECK_EQUAL(5000, caller().timer());
}

TEST(Content, handlers_grow_with_the_count_and_inner_ones_come_first) {
    paper.menu_is(
        "<nomatch count='2'><prompt><audio src='again'/></prompt></nomatch>"
        "<form><nomatch><prompt><audio src='legal'/></prompt></nomatch>"
        "<field name='x' type='digits?length=1'><prompt><audio src='ask'/></prompt>"
        "<nomatch cond='false'><prompt><audio src='bye'/></prompt></nomatch>"
        "<nomatch><prompt><audio src='sorry'/></prompt></nomatch>"
        "<nomatch count='3'><transfer dest='queue:help'/></nomatch></field></form>");
    caller().presses("*");
    hears("sorry");
    caller().presses("*");
    hears("again");
    caller().presses("*");
    ends("transferred queue:help");
}

TEST(Content, silence_and_wrong_keys_are_counted_apart_for_handlers) {
    paper.menu_is(
        "<form><field name='x' type='digits?length=1'><prompt><audio src='ask'/></prompt>"
        "<noinput><prompt><audio src='speak-up'/></prompt></noinput>"
        "<nomatch count='2'><exit/></nomatch></field></form>");
    caller().presses("*");
    hears("ask");
    caller().listens_to_the_end();
    caller().says_nothing();
    hears("speak-up");
}

TEST(Content, a_handler_can_answer_in_place_of_the_caller) {
    paper.menu_is(
        "<form><field name='x' type='digits'><prompt><audio src='ask'/></prompt>"
        "<noinput><assign name='x' expr=\"'7'\"/></noinput></field>"
        "<block><exit namelist='x'/></block></form>");
    caller().listens_to_the_end();
    caller().says_nothing();
    ends("exited x=7");
}

TEST(Content, the_third_miss_says_the_handlers_words_and_then_gives_a_person) {
    paper.menu_is(
        "<form><field name='x' type='digits'><prompt><audio src='ask'/></prompt>"
        "<noinput><prompt><audio src='sorry'/></prompt><reprompt/></noinput></field></form>");
    for (int time = 1; time < 3; ++time) {
        caller().listens_to_the_end();
        caller().says_nothing();
        hears("sorry ask");
    }
    caller().listens_to_the_end();
    caller().says_nothing();
    hears("sorry");
    caller().listens();
    ends("person");
}

TEST(Content, a_silent_line_is_not_asked_for_ever) {
    paper.menu_is(
        "<form id='a'><field name='x' type='digits'><prompt><audio src='ask'/></prompt>"
        "<noinput><goto next='#a'/></noinput></field></form>");
    int asked = 0;
    while (!caller().is_over() && asked < 100) {
        caller().listens_to_the_end();
        caller().says_nothing();
        ++asked;
    }
    CHECK_EQUAL(12, asked);
    ends("person");
}

TEST(Content, going_round_without_asking_fails) {
    paper.menu_is(
        "<var name='n' expr='0'/><form id='a'><block><assign name='n' expr='n + 1'/>"
        "<if cond='n &gt; 0'><goto next='#a'/></if></block></form>");
    ends("failed test:1: goes round without asking anything");
}

TEST(Content, more_than_can_be_said_fails) {
    paper.menu_is(
        "<form id='a'><block><prompt><say-as interpret-as='digits'>12345678901234567890</say-as>"
        "</prompt><if cond='true'><goto next='#a'/></if></block></form>");
    ends("failed test:1: says more than 256 pieces without asking");
}

TEST(Content, values_are_spoken) {
    says("<value expr='session.position'/>", "news digits/20 digits/1",
         {
             {"position", "21"}
    });
    says("<value expr='7 * 6'/>", "news digits/40 digits/2");
    says("<say-as interpret-as='digits'><value expr='session.ani'/></say-as>",
         "news digits/0 digits/4 digits/star",
         {
             {"ani", "04*"}
    });
    says("<say-as interpret-as='ordinal'><value expr='3'/></say-as>", "news digits/h-3");
    says("<say-as interpret-as='time'><value expr='session.opens'/></say-as>",
         "news digits/9 digits/30 digits/a-m",
         {
             {"opens", "09:30"}
    });
    says("<say-as interpret-as='number'> 100 </say-as>", "news digits/1 digits/hundred");
}

TEST(Content, what_cannot_be_spoken_is_left_out) {
    says("<value expr='session.nothing'/>", "news");
    says("<value expr='0 - 1'/>", "news");
    says("<value expr='1.5'/>", "news");
    says("<value expr=\"'many'\"/>", "news");
    says("<say-as interpret-as='time'><value expr=\"'25:00'\"/></say-as>", "news");
    says("<say-as interpret-as='ordinal'><value expr='100'/></say-as>", "news");
}

TEST(Content, a_text_that_grows_too_long_fails_and_takes_nothing_down) {
    paper.menu_is(
        "<var name='t' expr=\"'0123456789'\"/><form id='a'><block>"
        "<assign name='t' expr='t + t'/><if cond='true'><goto next='#a'/></if></block></form>");
    ends("failed test:1: the expression t + t failed: gives a text longer than 1000 octets");
}

TEST(Content, an_expression_that_wants_more_memory_than_there_is_fails_the_call_only) {
    std::string sum = "t";
    for (int i = 0; i < 20; ++i) sum += "+t";
    block_is("<var name='t' expr='session.t'/>\n<exit expr='(" + sum + ").length'/>",
             {
                 {"t", std::string(1000, 'x')}
    });
    ends("exited value=21000");
    std::string greedy = "t";
    for (int i = 0; i < 120; ++i) greedy += "+t";
    support::Paper other;
    other.menu_is("<form><block><var name='t' expr='session.t'/>\n<exit expr='(" + greedy +
                      ").length'/></block></form>",
                  {
                      {"t", std::string(1000, 'x')}
    });
    STRCMP_EQUAL(
        ("failed test:2: the expression (" + greedy + ").length failed: needs more than 192 KiB")
            .c_str(),
        other.caller().ending().c_str());
}

TEST(Content, session_variables_that_are_not_text_are_made_harmless) {
    block_is("<exit namelist='session.name'/>", {
                                                    {"name", "\xFF\x80 Zo\xC3\xAB \xF0\x28"}
    });
    ends("exited session.name=?? Zo\xC3\xAB ?(");
}
