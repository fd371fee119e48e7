// SPDX-License-Identifier: GPL-2.0-or-later
// What is wrong with a document is told when it is loaded: all of it, with line and remedy.
#include <string>

#include <fmt/format.h>

#include "tests/ivr_dsp/dialog/telephone.hpp"

#include <CppUTest/TestHarness.h>

TEST_GROUP(Load) {
    support::Paper paper;

    // The body stands in <vxml> and begins on line 1.
    void complains(const std::string& body, const std::string& complaints) {
        STRCMP_EQUAL(complaints.c_str(), paper.complaints_in(body).c_str());
    }
    // On line 2, in a block of the only form.
    void block_complains(const std::string& content, const std::string& complaint) {
        complains("<form><block>\n" + content + "</block></form>", "test:2: " + complaint);
    }
    // On line 2, in a field of the only form.
    void field_complains(const std::string& content, const std::string& complaint) {
        complains("<form><field name='x' type='digits'><prompt><audio src='ask'/></prompt>\n" +
                      content + "</field></form>",
                  "test:2: " + complaint);
    }
};

TEST(Load, tells_everything_at_once_in_the_order_of_the_document) {
    STRCMP_EQUAL(
        "test:3: <vxml> version=\"1.0\" is not supported: write 2.1\n"
        "test:5: <audio> src=\"absent\" is not in the prompt bank: correct the name, or compile "
        "the "
        "bank again with that recording\n"
        "test:6: free text in <prompt> cannot be spoken: write <audio src=\"…\"/>, or <say-as> for "
        "a "
        "number\n"
        "test:8: <goto> next=\"#nowhere\" goes nowhere: no form or menu has id=\"nowhere\"; add it "
        "or "
        "correct the name\n"
        "test:10: <script> is not supported: write the expression into expr or cond",
        paper
            .complaints("<?xml version='1.0'?>\n"
                        "<!-- a comment -->\n"
                        "<vxml version='1.0'>\n"
                        "  <form><block><prompt>\n"
                        "    <audio src='absent'/>\n"
                        "    Welcome!\n"
                        "  </prompt>\n"
                        "  <goto next='#nowhere'/>\n"
                        "  </block></form>\n"
                        "  <script>while (true) {}</script>\n"
                        "</vxml>\n")
            .c_str());
}

TEST(Load, tells_the_first_hundred_of_very_many) {
    std::string body = "<form><block>";
    for (int i = 0; i < 150; ++i) body += "<log/>";
    STRCMP_CONTAINS("\ntest: and 50 more", paper.complaints_in(body + "</block></form>").c_str());
}

TEST(Load, refuses_what_is_not_xml_or_not_voicexml) {
    STRCMP_EQUAL(
        "test:2: is not well-formed XML (Start-end tags mismatch): close every element and write < "
        "and & in attributes as &lt; and &amp;",
        paper.complaints("<vxml version='2.1'>\n<form></vxml>").c_str());
    STRCMP_EQUAL("test:1: <html> is not VoiceXML: begin with <vxml version=\"2.1\">",
                 paper.complaints("<html/>").c_str());
    STRCMP_CONTAINS("test:1: is not well-formed XML", paper.complaints("").c_str());
    STRCMP_CONTAINS("test:1: is longer than 256 KiB: split it into several menus",
                    paper.complaints(std::string(std::size_t{300} * 1024, ' ')).c_str());
    complains("", "test:1: <vxml> has no form or menu: add one");
}

TEST(Load, refuses_a_name_that_is_taken) {
    ivr_dsp::dialog::Menus menus;
    const char* const text = "<vxml version='2.1'><form><block><exit/></block></form></vxml>";
    CHECK(static_cast<bool>(menus.load("a", text, paper.bank().index())));
    const auto again = menus.load("a", text, paper.bank().index());
    CHECK_FALSE(static_cast<bool>(again));
    STRCMP_EQUAL("a:1: a menu of this name is loaded already: choose another name",
                 again.error().c_str());
}

TEST(Load, refuses_another_language) {
    STRCMP_EQUAL(
        "test:1: <vxml> xml:lang=\"zh\": numbers can be spoken in en only; remove it or write en",
        paper
            .complaints("<vxml version='2.1' xml:lang='zh'><form><block><exit/></block></form>"
                        "</vxml>")
            .c_str());
}

TEST(Load, refuses_elements_and_attributes_it_does_not_know_or_not_there) {
    block_complains("<log>x</log>",
                    "<log> is not supported: remove it, or see the table in "
                    "ivr_dsp/dialog/README.md");
    block_complains("<submit next='x'/>",
                    "<submit> is not supported: hand values out with <exit namelist=\"…\"/>");
    block_complains("<choice dtmf='1' next='#x'/>",
                    "<choice> does not belong in <block>: it goes into <menu>");
    block_complains("<vxml/>", "<vxml> does not belong in <block>: it is the outermost element");
    block_complains("hello",
                    "free text in <block> cannot be spoken: write <prompt><audio "
                    "src=\"…\"/></prompt>");
    block_complains("<prompt><![CDATA[hello]]></prompt>",
                    "free text in <prompt> cannot be spoken: write <audio src=\"…\"/>, or <say-as> "
                    "for a number");
    block_complains("<disconnect namelist='x'/>",
                    "<disconnect> has no attribute namelist: it takes none");
    block_complains("<assign name='x'/>",
                    "<assign> lacks expr: write expr=\"…\"\ntest:2: <assign> name uses the "
                    "undeclared variable x: add <var name=\"x\"/>");
    block_complains("<goto/>", "<goto> has nowhere to go: write either next or expr");
    block_complains("<transfer dest='queue:a' destexpr='1'/>",
                    "<transfer> has two ways to go: write either dest or destexpr");
    block_complains("<exit expr='1' expr='2'/>", "<exit> has expr twice: keep one");
    block_complains("<exit namelist='session.a' expr='2'/>",
                    "<exit> has namelist and expr: keep one");
}

TEST(Load, refuses_depth_that_nobody_can_follow) {
    std::string deep;
    for (int i = 0; i < 50; ++i) deep += "<if cond='true'>";
    for (int i = 0; i < 50; ++i) deep += "</if>";
    STRCMP_CONTAINS("<if> is too deep inside other elements: use forms and <goto>",
                    paper.complaints_in("<form><block>" + deep + "</block></form>").c_str());
}

TEST(Load, refuses_ids_and_names_that_are_there_twice) {
    complains(
        "<form id='a'><block><exit/></block></form>\n<menu id='a'><prompt><audio src='menu'/>"
        "</prompt><choice dtmf='1' next='#a'/></menu>",
        "test:2: <menu> id=\"a\" is there twice: choose another\n"
        "test:2: \"a\" is never reached: go there by <goto> or <choice>, or remove it");
    complains("<form><var name='a'/><block>\n<var name='a'/></block></form>",
              "test:2: <var> declares a again, first at line 1: use <assign>, or another name");
    complains("<form id='a b'><block><exit/></block></form>",
              "test:1: <form> id=\"a b\": use letters, digits, _ - .");
}

TEST(Load, refuses_variables_nobody_can_mean) {
    block_complains("<var name='Math'/>",
                    "<var> \"Math\" is a word of the language: choose another name\ntest:2: <var> "
                    "name uses the undeclared variable Math: add <var name=\"Math\"/>");
    block_complains("<exit namelist='x'/>",
                    "<exit> namelist uses the undeclared variable x: add <var name=\"x\"/>");
    block_complains("<clear namelist='session.ani'/>",
                    "<clear> changes session.ani: session variables are read only, use a <var>");
}

TEST(Load, sees_a_variable_only_where_it_is_declared) {
    complains(
        "<form id='a'><var name='mine'/><block><goto next='#b'/></block></form>\n"
        "<form id='b'><block>\n<exit expr='mine + 1'/></block></form>",
        "test:3: <exit> expr=\"mine + 1\" uses the undeclared variable mine: add <var "
        "name=\"mine\"/>");
}

TEST(Load, refuses_ways_that_lead_nowhere) {
    block_complains(
        "<goto next='other.vxml#a'/>",
        "<goto> next=\"other.vxml#a\" leaves this document: write #ID of a form or menu "
        "here, or <transfer dest=\"menu:NAME\"/>");
    for (const char* const dest : {"sales", "queue:", "queue:a b", "station:abc", "pager:1"}) {
        block_complains("<transfer dest='" + std::string(dest) + "'/>",
                        "<transfer> dest=\"" + std::string(dest) +
                            "\" is no destination: write queue:NAME, menu:NAME, station:NUMBER, "
                            "number:NUMBER, fax:NAME, mailbox:NUMBER, messages:NUMBER or "
                            "messages:own");
    }
}

TEST(Load, refuses_what_is_never_reached) {
    complains("<form><block><exit/></block></form>\n<form id='b'><block><exit/></block></form>",
              "test:2: \"b\" is never reached: go there by <goto> or <choice>, or remove it");
    complains("<form><block><exit/></block></form>\n<form><block><exit/></block></form>",
              "test:2: a form or menu without id is never reached: give it one and go there");
    complains("<form><block><exit/>\n<disconnect/></block></form>",
              "test:2: <disconnect> is never reached: the caller has gone elsewhere at line 1; "
              "remove it, or put it before that");
    complains(
        "<form><block><if cond='session.a'><exit/><else/><disconnect/></if>\n"
        "<prompt><audio src='bye'/></prompt></block></form>",
        "test:2: <prompt> is never reached: the caller has gone elsewhere at line 1; remove it, or "
        "put it before that");
    complains("<form><block><exit/></block>\n<transfer dest='queue:a'/></form>",
              "test:2: is never reached: the caller has gone elsewhere at line 1; remove it, or "
              "give that "
              "a cond");
}

TEST(Load, gives_a_way_that_is_worked_out_the_benefit_of_the_doubt) {
    complains(
        "<form><block><goto expr='session.next'/></block></form>"
        "<form id='b'><block><exit/></block></form>",
        "");
}

TEST(Load, refuses_to_go_round_for_ever) {
    complains(
        "<form id='a'><block><goto next='#a'/></block></form>",
        "test:1: goes round for ever without asking the caller anything, by way of 1 form: add "
        "a question or an end");
    complains(
        "<form><block><goto next='#b'/></block></form>\n"
        "<form id='b'><block><prompt><audio src='news'/></prompt></block>"
        "<block><goto next='#c'/></block></form>\n"
        "<form id='c'><block cond='false'><prompt><audio src='news'/></prompt></block>"
        "<block><goto next='#b'/></block></form>",
        "test:2: goes round for ever without asking the caller anything, by way of 2 forms: add a "
        "question or an end");
    complains(
        "<form id='a'><block><if cond='session.a'><exit/></if><goto next='#a'/></block></form>",
        "");
    complains(
        "<form id='a'><field name='x' type='digits'><prompt><audio src='ask'/></prompt></field>"
        "<block><goto next='#a'/></block></form>",
        "");
}

TEST(Load, refuses_questions_nobody_can_hear_or_answer) {
    complains("<form>\n<field name='x' type='digits'/></form>",
              "test:2: <field> asks without a word: add a <prompt>");
    complains(
        "<form>\n<field name='x' type='digits'><prompt count='2'><audio "
        "src='ask'/></prompt></field>"
        "</form>",
        "test:2: <field> asks without a word the first time: add a <prompt> without count");
    complains("<menu><prompt><audio src='menu'/></prompt></menu>",
              "test:1: <menu> has no <choice>: add one");
    complains(
        "<menu id='a'><prompt><audio src='menu'/></prompt>\n<choice dtmf='1' next='#a'/>\n"
        "<choice dtmf='1' next='#a'/>\n<choice dtmf='x' next='#a'/></menu>",
        "test:3: <choice> dtmf=\"1\" is there twice: choose another key\n"
        "test:4: <choice> dtmf=\"x\": write keys 0-9 * # A-D");
    complains("<form><field name='x'><prompt><audio src='ask'/></prompt></field></form>",
              "test:1: <field> needs one way to be answered: write either a type or one <grammar>");
    complains(
        "<form><field name='x'><prompt><audio src='ask'/></prompt>\n"
        "<grammar mode='voice'>1|1</grammar></field></form>",
        "test:2: <grammar> has a mode other than dtmf: only keys can be heard\n"
        "test:2: <grammar> has the answer 1 twice: keep one");
    complains(
        "<form><field name='x' type='date'><prompt><audio src='ask'/></prompt></field></form>",
        "test:1: <field> type=\"date\" is not a type that keys can answer: write digits, number or "
        "boolean, or a <grammar>");
}

TEST(Load, refuses_prompts_that_cannot_be_said) {
    block_complains("<prompt/>", "<prompt> says nothing: add <audio src=\"…\"/> or remove it");
    block_complains(
        "<prompt count='2'><audio src='bye'/></prompt>",
        "<prompt> has a count: only a <field> or <menu> counts how often it asks; remove "
        "it");
    block_complains("<prompt bargein='no'><audio src='bye'/></prompt>",
                    "<prompt> bargein=\"no\": write true or false");
    block_complains("<prompt timeout='5'><audio src='bye'/></prompt>",
                    "<prompt> timeout=\"5\": write seconds or milliseconds as 5s, 0.5s or 500ms, "
                    "100ms to 600s");
    block_complains("<prompt><say-as interpret-as='date'>1</say-as></prompt>",
                    "<say-as> interpret-as=\"date\" is not known: write number, digits, ordinal or "
                    "time");
    block_complains(
        "<prompt><say-as interpret-as='time'>25:00</say-as></prompt>",
        "<say-as> cannot say \"25:00\" as time: write 0…999999999, keys, 1…99 or hh:mm");
    block_complains(
        "<prompt><say-as interpret-as='time'/></prompt>",
        "<say-as> needs one thing to say: put one <value expr=\"…\"/> or one number into "
        "it");
}

TEST(Load, refuses_to_speak_numbers_the_bank_cannot_say) {
    const support::Bank mute({"hello", "digits/1"}, false);
    ivr_dsp::dialog::Menus menus;
    const auto loaded = menus.load(
        "mute",
        "<vxml version='2.1'><form><block><prompt>\n<value expr='1'/><value expr='2'/></prompt>"
        "</block></form></vxml>",
        mute.index());
    CHECK_FALSE(static_cast<bool>(loaded));
    STRCMP_EQUAL(
        "mute:2: <value> needs 67 pieces that the prompt bank lacks (digits/pound, digits/0, "
        "digits/2, digits/3, digits/4 …): compile the language's sound package into it",
        loaded.error().c_str());
}

TEST(Load, refuses_properties_and_handlers_it_does_not_understand) {
    field_complains(
        "<property name='volume' value='1'/>",
        "<property> name=\"volume\" is not supported: write timeout, interdigittimeout, "
        "termchar, bargein or secret");
    field_complains("<property name='termchar' value='##'/>",
                    "<property> value=\"##\": write one key, or nothing for none");
    field_complains("<property name='timeout' value='1h'/>",
                    "<property> value=\"1h\": write seconds or milliseconds as 5s, 0.5s or 500ms, "
                    "100ms to 600s");
    field_complains("<noinput count='0'/>", "<noinput> count=\"0\": write a number from 1 to 99");
}

TEST(Load, refuses_branches_out_of_order) {
    complains("<form><block><if cond='true'><else/>\n<elseif cond='true'/></if></block></form>",
              "test:2: <elseif> comes after <else>: put <else/> last, once");
    block_complains("<transfer dest='queue:a' cond='true'/>",
                    "<transfer> has a cond here: put it into <if cond=\"…\">");
}

TEST(Load, keeps_secrets_inside) {
    const std::string field =
        "<form><field name='pin' type='digits'><property name='secret' value='true'/>"
        "<prompt><audio src='ask'/></prompt></field><block>\n";
    const std::string only = ": a secret may only be compared, in cond";
    complains(field + "<exit namelist='pin'/></block></form>",
              "test:2: <exit> namelist would hand on the secret pin" + only);
    complains(field + "<var name='copy' expr='pin'/></block></form>",
              "test:2: <var> expr=\"pin\" would hand on the secret pin" + only);
    complains(
        field + "<transfer destexpr=\"'number:' + pin\"/></block></form>",
        "test:2: <transfer> destexpr=\"'number:' + pin\" would hand on the secret pin" + only);
    complains(field + "<prompt><value expr='pin'/></prompt></block></form>",
              "test:2: <value> expr=\"pin\" would hand on the secret pin" + only);
}

TEST(Load, compares_secrets_only_with_what_the_firmware_can_know) {
    const auto asks = [](const std::string& cond) {
        return "<form><field name='pin' type='digits'><property name='secret' value='true'/>"
               "<prompt><audio src='ask'/></prompt></field><block>\n<if cond=\"" +
               cond + "\"><exit/></if></block></form>";
    };
    for (const char* cond :
         {"pin.charAt(0) == '1'", "pin == 1234", "Number(pin) == session.pin",
          "pin + '1' == session.pin", "pin == session.pin + '1'", "pin == session.pin == true",
          "!pin == session.pin", "pin == pin", "pin == 'one'", "pin", "'1' + session.pin == pin"}) {
        complains(
            asks(cond),
            fmt::format("test:2: <if> cond=\"{}\" uses the secret pin in a way that needs its "
                        "digits, which the firmware keeps: compare it by == or != with "
                        "session.NAME or with digits in quotes, or ask for its .length",
                        cond));
    }
    complains(asks("pin == '1' || pin == '2' || (pin == '3') || session.x === pin"),
              "test:2: <if> compares the secret pin with more than 3 texts: compare it with "
              "fewer");
    const std::string only_digits =
        " asks for a secret, but not for digits, and nothing else stays in the firmware: use a "
        "<field type=\"digits\">, or set secret to false here";
    complains(
        "<form><field name='pin' type='number'>\n<property name='secret' value='true'/>"
        "<prompt><audio src='ask'/></prompt></field></form>",
        "test:1: <field>" + only_digits);
    complains(
        "<property name='secret' value='true'/>\n<menu id='all'><prompt><audio src='ask'/></prompt>"
        "<choice dtmf='1' next='#all'/></menu>",
        "test:2: <menu>" + only_digits);
}
