// SPDX-License-Identifier: GPL-2.0-or-later
// Fields: numbers callers type, prompts they cut short or may not, and what they type ahead.
#include <string>

#include "tests/ivr_dsp/dialog/telephone.hpp"

#include <CppUTest/TestHarness.h>

TEST_GROUP(Field) {
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

    // A form that asks for `x` in one field and hands it out.
    void field_is(const std::string& attributes, const std::string& content = "") {
        paper.menu_is("<form><field name='x' " + attributes +
                      "><prompt><audio src='ask'/></prompt>" + content +
                      "<filled><exit namelist='x'/></filled></field></form>");
    }
};

TEST(Field, of_a_fixed_length_is_filled_by_its_last_digit) {
    field_is("type='digits?length=4'");
    caller().presses("200");
    ends("");
    caller().presses("1");
    ends("exited x=2001");
    STRCMP_EQUAL("x=2001", caller().answered().c_str());
}

TEST(Field, between_two_lengths_is_filled_when_the_caller_pauses) {
    field_is("type='digits?minlength=2;maxlength=6'");
    caller().presses("123");
    CHECK_EQUAL(3000, caller().timer());
    caller().says_nothing();
    ends("exited x=123");
}

TEST(Field, is_filled_by_the_terminating_key) {
    field_is("type='digits'");
    caller().presses("12#");
    ends("exited x=12");
}

TEST(Field, has_the_terminating_key_its_property_names) {
    field_is("type='digits'", "<property name='termchar' value='*'/>");
    caller().presses("12*");
    ends("exited x=12");
}

TEST(Field, without_terminating_key_takes_it_for_a_mistake) {
    field_is("type='digits'", "<property name='termchar' value=''/>");
    caller().presses("12#");
    hears("ask");
}

TEST(Field, that_is_too_short_asks_again) {
    field_is("type='digits?minlength=3'");
    caller().presses("12#");
    hears("ask");
    caller().presses("12");
    caller().says_nothing();
    hears("ask");
    ends("");
}

TEST(Field, terminated_without_a_digit_asks_again) {
    field_is("type='digits'");
    caller().presses("#");
    hears("ask");
}

TEST(Field, with_a_key_that_cannot_belong_to_it_asks_again_at_once) {
    field_is("type='digits?length=4'");
    caller().presses("12*");
    hears("ask");
    caller().presses("3456");
    ends("exited x=3456");
}

TEST(Field, of_digits_takes_a_lone_zero_for_a_call_for_a_person) {
    field_is("type='digits'");
    caller().presses("0");
    ends("");
    caller().says_nothing();
    ends("person");
}

TEST(Field, of_digits_takes_a_terminated_zero_for_a_number) {
    field_is("type='number'");
    caller().presses("0#");
    ends("exited x=0");
}

TEST(Field, of_four_digits_may_begin_with_zero) {
    field_is("type='digits?length=4'");
    caller().presses("0042");
    ends("exited x=0042");
}

TEST(Field, too_short_but_terminated_zero_is_a_call_for_a_person) {
    field_is("type='digits?length=4'");
    caller().presses("0#");
    ends("person");
}

TEST(Field, of_a_number_gives_the_number) {
    field_is("type='number?maxlength=3'");
    caller().presses("007");
    ends("exited x=7");
}

TEST(Field, of_yes_or_no_is_answered_with_1_or_2) {
    field_is("type='boolean'");
    caller().presses("2");
    ends("exited x=false");
}

TEST(Field, of_yes_or_no_can_have_other_keys) {
    field_is("type='boolean?y=9;n=8'");
    caller().presses("9");
    ends("exited x=true");
}

TEST(Field, with_a_grammar_is_answered_with_what_it_lists) {
    field_is("", "<grammar mode='dtmf'>1|22|*</grammar>");
    caller().presses("22");
    ends("exited x=22");
}

TEST(Field, with_a_grammar_of_digits) {
    field_is("", "<grammar mode='dtmf'>digits?length=2</grammar>");
    caller().presses("55");
    ends("exited x=55");
}

TEST(Field, that_has_a_value_already_is_not_asked) {
    field_is("type='digits' expr='session.ani'");
    hears("ask");  // no such session variable
    support::Paper again;
    again.menu_is(
        "<form><field name='x' type='digits' expr='session.ani'><prompt><audio src='ask'/></prompt>"
        "</field><block><exit namelist='x session.ani'/></block></form>",
        {
            {"ani", "2155"}
    });
    STRCMP_EQUAL("exited x=2155 session.ani=2155", again.caller().ending().c_str());
}

TEST(Field, whose_condition_does_not_hold_is_left_out) {
    paper.menu_is(
        "<form><field name='x' cond='false' type='digits'><prompt><audio "
        "src='ask'/></prompt></field>"
        "<block><exit/></block></form>");
    ends("exited");
}

TEST(Field, after_field_is_asked_in_order_and_type_ahead_is_kept) {
    paper.menu_is(
        "<form><field name='a' type='digits?length=2'><prompt><audio src='ask'/></prompt></field>"
        "<field name='b' type='digits?length=2'><prompt><audio src='confirm'/></prompt></field>"
        "<block><exit namelist='a b'/></block></form>");
    caller().presses("12");
    hears("confirm");
    caller().presses("34");
    ends("exited a=12 b=34");
}

TEST(Field, typed_ahead_before_everything_needs_no_prompt) {
    ivr_dsp::dialog::Menus menus;
    const char* const text =
        "<vxml version='2.1'><form><block><prompt><audio src='hello'/></prompt></block>"
        "<field name='a' type='digits?length=2'><prompt><audio src='ask'/></prompt></field>"
        "<field name='b' type='digits?length=2'><prompt><audio src='confirm'/></prompt></field>"
        "<block><exit namelist='a b'/></block></form></vxml>";
    CHECK(static_cast<bool>(menus.load("two", text, paper.bank().index())));
    support::Telephone early(menus, paper.bank(), "two");
    early.presses("12345678901234567890123456789012345678901234567890");
    early.answers();
    STRCMP_EQUAL("exited a=12 b=34", early.ending().c_str());
}

TEST(Field, a_prompt_without_barge_in_is_heard_to_its_end) {
    field_is("type='digits?length=1'", "<property name='bargein' value='false'/>");
    caller().presses("1");
    CHECK_FALSE(caller().was_cut_short());
    hears("ask");
    caller().listens_to_the_end();
    ends("");
    caller().presses("2");
    ends("exited x=2");
}

TEST(Field, a_prompt_without_barge_in_forgets_what_was_typed_ahead) {
    ivr_dsp::dialog::Menus menus;
    const char* const text =
        "<vxml version='2.1'><form><field name='a' type='digits?length=1'>"
        "<prompt bargein='false'><audio src='legal'/></prompt></field>"
        "<block><exit namelist='a'/></block></form></vxml>";
    CHECK(static_cast<bool>(menus.load("legal", text, paper.bank().index())));
    support::Telephone early(menus, paper.bank(), "legal");
    early.presses("7");
    early.answers();
    STRCMP_EQUAL("legal", early.hears().c_str());
    early.listens_to_the_end();
    STRCMP_EQUAL("", early.ending().c_str());
    CHECK_EQUAL(5000, early.timer());
}

TEST(Field, a_key_skips_to_the_prompt_that_must_be_heard) {
    paper.menu_is(
        "<form><block><prompt><audio src='hello'/></prompt>"
        "<prompt bargein='false'><audio src='legal'/></prompt></block>"
        "<field name='x' type='digits?length=1'><prompt><audio src='ask'/></prompt></field>"
        "<block><exit namelist='x'/></block></form>");
    hears("hello");
    caller().presses("1");
    hears("legal");
    caller().presses("2");
    hears("legal");
    caller().listens();
    hears("ask");
    caller().presses("3");
    ends("exited x=3");
}

TEST(Field, zero_during_a_prompt_that_must_be_heard_reaches_a_person_when_it_ends) {
    field_is("type='digits?length=4'", "<property name='bargein' value='false'/>");
    caller().presses("00");
    hears("ask");
    CHECK_FALSE(caller().was_cut_short());
    ends("");
    caller().listens();
    ends("person");
}

TEST(Field, zero_before_a_prompt_that_must_be_heard_reaches_a_person_when_it_ends) {
    paper.menu_is(
        "<form><block><prompt><audio src='hello'/></prompt>"
        "<prompt bargein='false'><audio src='legal'/></prompt></block>"
        "<field name='x' type='digits?length=1'><prompt><audio src='ask'/></prompt></field>"
        "</form>");
    caller().presses("0");
    CHECK_TRUE(caller().was_cut_short());
    hears("legal");
    ends("");
    caller().listens();
    ends("person");
}

TEST(Field, zero_among_other_keys_is_forgotten_with_them) {
    field_is("type='digits?length=4'", "<property name='bargein' value='false'/>");
    caller().presses("204");
    caller().listens();
    ends("");
    CHECK_EQUAL(5000, caller().timer());
    caller().presses("2001");
    ends("exited x=2001");
}

TEST(Field, zero_pressed_too_early_for_a_choice_of_its_own_is_forgotten) {
    paper.menu_is(
        "<form><field name='x'><property name='bargein' value='false'/><grammar mode='dtmf'>0|1"
        "</grammar><prompt><audio src='ask'/></prompt><filled><exit namelist='x'/></filled>"
        "</field></form>");
    caller().presses("0");
    caller().listens();
    ends("");
    caller().presses("0");
    ends("exited x=0");
}

TEST(Field, zero_during_last_words_that_must_be_heard_reaches_a_person_after_them) {
    paper.menu_is(
        "<form><block><prompt bargein='false'><audio src='bye'/></prompt><disconnect/></block>"
        "</form>");
    caller().presses("0");
    hears("bye");
    ends("");
    caller().listens();
    ends("person");
}

TEST(Field, zero_typed_ahead_of_last_words_reaches_a_person) {
    const auto leaves_with = [this](const std::string& name, const std::string& attributes) {
        ivr_dsp::dialog::Menus menus;
        const std::string text = "<vxml version='2.1'><form><block><prompt " + attributes +
                                 "><audio src='bye'/></prompt><disconnect/></block></form></vxml>";
        CHECK(static_cast<bool>(menus.load(name, text, paper.bank().index())));
        support::Telephone early(menus, paper.bank(), name);
        early.presses("0");
        early.answers();
        early.listens_to_the_end();
        STRCMP_EQUAL("person", early.ending().c_str());
    };
    leaves_with("heard", "bargein='false'");
    leaves_with("cut", "bargein='true'");
}

TEST(Field, waits_as_long_as_its_last_prompt_says) {
    paper.menu_is(
        "<form><property name='interdigittimeout' value='1.5s'/><field name='x' type='digits'>"
        "<property name='timeout' value='2s'/>"
        "<prompt><audio src='ask'/></prompt>"
        "<prompt count='2' timeout='700ms'><audio src='again'/></prompt></field></form>");
    caller().listens_to_the_end();
    CHECK_EQUAL(2000, caller().timer());
    caller().says_nothing();
    hears("again");
    caller().listens_to_the_end();
    CHECK_EQUAL(700, caller().timer());
    caller().presses("1");
    CHECK_EQUAL(1500, caller().timer());
}

TEST(Field, waits_as_long_as_the_handler_without_reprompt_says) {
    field_is("type='digits'",
             "<noinput><prompt timeout='9s'><audio src='speak-up'/></prompt></noinput>");
    caller().listens_to_the_end();
    caller().says_nothing();
    caller().listens_to_the_end();
    CHECK_EQUAL(9000, caller().timer());
    caller().presses("*");
    caller().listens_to_the_end();
    CHECK_EQUAL(5000, caller().timer());
}

TEST(Field, that_is_secret_marks_what_was_typed) {
    paper.menu_is(
        "<form><field name='pin' type='digits?length=4'><property name='secret' value='true'/>"
        "<prompt><audio src='ask'/></prompt></field>"
        "<block><if cond=\"pin == '1234'\"><exit/><else/><disconnect/></if></block></form>");
    caller().presses("1234");
    STRCMP_EQUAL("pin=(secret)", caller().answered().c_str());
    ends("exited");
}

TEST(Field, that_is_secret_shows_up_in_no_error) {
    paper.menu_is(
        "<form><field name='pin' type='digits?length=4'><property name='secret' value='true'/>"
        "<prompt><audio src='ask'/></prompt></field>"
        "<block><if cond=\"pin != '1' &amp;&amp; session.none.charAt(0) == "
        "'x'\"><exit/></if></block>"
        "</form>");
    caller().presses("7391");
    ends(
        "failed test:1: the expression pin != '1' && session.none.charAt(0) == 'x' failed: "
        "TypeError");
}

TEST(Field, that_is_secret_equals_what_it_is_compared_with_and_nothing_else) {
    const auto call = [](const std::string& keys) {
        support::Paper other;
        other.menu_is(
            "<form><field name='pin' type='digits?minlength=1;maxlength=12'>"
            "<property name='secret' value='true'/><prompt><audio src='ask'/></prompt></field>"
            "<block><if cond=\"pin == session.pin\"><exit expr=\"'own'\"/>"
            "<elseif cond=\"'0815' == pin || pin != '4711' &amp;&amp; pin.length == 3\"/>"
            "<exit expr=\"'other'\"/></if><exit expr=\"'none'\"/></block></form>",
            {
                {"pin", "1234"}
        });
        other.caller().presses(keys + "#");
        return other.caller().ending();
    };
    STRCMP_EQUAL("exited value=own", call("1234").c_str());
    STRCMP_EQUAL("exited value=none", call("991234").c_str());  // its end alone
    STRCMP_EQUAL("exited value=other", call("0815").c_str());
    STRCMP_EQUAL("exited value=none", call("4711").c_str());
    STRCMP_EQUAL("exited value=other", call("111").c_str());
    STRCMP_EQUAL("exited value=none", call("1111").c_str());
}

TEST(Field, that_is_secret_equals_what_only_the_firmware_knows) {
    const auto call = [](const std::string& keys) {
        support::Paper other;
        other.menu_is(
            "<form><field name='pin' type='digits?minlength=1;maxlength=12'>"
            "<property name='secret' value='true'/><prompt><audio src='ask'/></prompt></field>"
            "<block><if cond=\"pin == session.pin\"><exit expr=\"'own'\"/></if>"
            "<exit expr=\"'none'\"/></block></form>",
            {
                {"pin", "2001:****"}
        });
        other.caller().presses(keys + "#");
        return other.caller().ending();
    };
    STRCMP_EQUAL("exited value=own", call("1968").c_str());
    STRCMP_EQUAL("exited value=none", call("1969").c_str());
    STRCMP_EQUAL("exited value=none", call("120011968").c_str());  // its end alone
    STRCMP_EQUAL("exited value=none", call("12001").c_str());
}

TEST(Field, that_is_secret_hears_no_key_from_before_its_question) {
    paper.menu_is(
        "<form><field name='first' type='digits?length=1'><prompt><audio src='ask'/></prompt>"
        "</field><field name='pin' type='digits?length=2'>"
        "<property name='secret' value='true'/><prompt><audio src='ask'/></prompt></field>"
        "<block><if cond=\"pin == '23'\"><exit/><else/><disconnect/></if></block></form>");
    ivr_dsp::dialog::Session session(paper.menus(), paper.bank().index(), "test", {});
    for (const char key : {'1', '4', '4'}) CHECK(session.digit(key).inputs.empty());  // too early
    auto step = session.start();
    LONGS_EQUAL(1, step.inputs.size());  // first=1; the rest is not for the secret
    CHECK(session.secret().has_value());
    CHECK(session.digit('2').inputs.empty());  // was on its way when the secret was asked for
    CHECK(session.digit(ivr_dsp::secret_key, 0).inputs.empty());
    step = session.digit(ivr_dsp::secret_key, 1);
    CHECK(step.ending && step.ending->end == ivr_dsp::dialog::End::exited);
}

TEST(Field, hears_no_secret_key_that_came_late) {
    paper.menu_is(
        "<form><field name='key' type='digits?length=1'><prompt><audio src='ask'/></prompt>"
        "</field></form>");
    ivr_dsp::dialog::Session session(paper.menus(), paper.bank().index(), "test", {});
    session.start();
    const auto step = session.digit(ivr_dsp::secret_key, 0);
    CHECK(!step.stop_playing && step.inputs.empty());
    LONGS_EQUAL(1, session.digit('5').inputs.size());
}
