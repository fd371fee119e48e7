// SPDX-License-Identifier: GPL-2.0-or-later
// The script engine under guard: limited memory, no clock, no chance, and it never takes us down.
#include "ivr_dsp/dialog/script.hpp"

#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "ivr_dsp/dialog/variables.hpp"
#include "tests/ivr_dsp/dialog/telephone.hpp"

#include <CppUTest/TestHarness.h>

using ivr_dsp::dialog::Script;
using ivr_dsp::dialog::text_of;
using ivr_dsp::dialog::Value;

TEST_GROUP(Script){// What the engine itself gives, without our rules for expressions.
                   static std::string gives(Script & script, const std::string& source){
                       const auto program = script.compile("(function(){return(" + source + ");})");
if (!program) return program.error();
const auto result = script.run(*program, {});
return result ? text_of(*result) : result.error();
}
static std::string gives(const std::string& source) {
    Script script;
    return gives(script, source);
}
}
;

TEST(Script, has_neither_clock_nor_chance_nor_a_way_to_make_code) {
    for (const char* const name : {"Date", "performance", "Math.random", "eval", "Function",
                                   "RegExp", "Duktape", "Proxy", "Reflect"}) {
        STRCMP_EQUAL("undefined", gives(fmt::format("typeof {}", name)).c_str());
    }
}

TEST(Script, gives_numbers_texts_truth_and_nothing_else) {
    STRCMP_EQUAL("7", gives("7").c_str());
    STRCMP_EQUAL("true", gives("true").c_str());
    STRCMP_EQUAL("", gives("null").c_str());
    STRCMP_EQUAL("gives neither number, text, true nor false", gives("Math").c_str());
    STRCMP_EQUAL("gives neither number, text, true nor false", gives("[1]").c_str());
}

TEST(Script, names_only_the_kind_of_an_error) {
    STRCMP_EQUAL("TypeError", gives("'secret 1234'.none()").c_str());
    STRCMP_EQUAL("ReferenceError", gives("none").c_str());
    STRCMP_EQUAL("RangeError", gives("(1).toFixed(200)").c_str());
    STRCMP_EQUAL("SyntaxError", gives("1 +").c_str());
}

TEST(Script, fresh_heap_leaves_half_of_its_room) {
    const Script script;
    CHECK_TEXT(script.used_octets() < Script::usual_octets / 2,
               fmt::format("{} octets", script.used_octets()).c_str());
    CHECK(script.used_octets() > 10'000);
}

TEST(Script, that_wants_more_than_its_room_fails_and_works_on) {
    Script script;
    STRCMP_EQUAL("needs more than 192 KiB", gives(script, "'x'.repeat(200000).length").c_str());
    STRCMP_EQUAL("2", gives(script, "1 + 1").c_str());
}

TEST(Script, keeps_its_limit_through_a_thousand_failures) {
    Script script;
    STRCMP_EQUAL("2", gives(script, "1 + 1").c_str());
    for (int i = 0; i < 1000; ++i) gives(script, "'y'.repeat(150000 + 1).toUpperCase()");
    CHECK(script.used_octets() <= Script::usual_octets);
    STRCMP_EQUAL("2", gives(script, "1 + 1").c_str());
}

// Every place where memory can run out while a heap is made, used and given up.
TEST(Script, survives_running_out_of_memory_anywhere) {
    Script usual;
    const auto program = usual.compile("(function(a){return a + a + a.toUpperCase();})");
    int worked = 0;
    int failed = 0;
    for (std::size_t room = 0; room <= std::size_t{128} * 1024; room += 97) {
        Script script(room);
        const Value argument(std::string(300, 'x'));
        const auto result = script.run(*program, {&argument, 1});
        CHECK(script.used_octets() <= room);
        result ? ++worked : ++failed;
        if (!result) STRCMP_CONTAINS("needs more than", result.error().c_str());
        (void)script.compile("(function(){return 1;})");
    }
    CHECK(worked > 10);
    CHECK(failed > 100);
}

TEST(Script, does_not_feel_the_time_zone) {
    const std::string here = gives("String(1.5) + (1e21) + 'abc'.toUpperCase()");
    setenv("TZ", "Asia/Tokyo", 1);
    const std::string there = gives("String(1.5) + (1e21) + 'abc'.toUpperCase()");
    unsetenv("TZ");
    STRCMP_EQUAL(here.c_str(), there.c_str());
}

TEST(Script, is_not_made_for_a_document_that_needs_none) {
    support::Bank bank(support::Paper::words());
    ivr_dsp::dialog::Document document;
    document.variables = 1;
    ivr_dsp::dialog::Variables variables(document, {});
    ivr_dsp::dialog::Formula literal;
    literal.constant = Value(7.0);
    ivr_dsp::dialog::Formula name;
    name.reads = {{0}};
    CHECK(static_cast<bool>(variables.work_out(literal)));
    CHECK(static_cast<bool>(variables.work_out(name)));
    CHECK_FALSE(variables.has_script());
    Script compiler;
    name.program = *compiler.compile("(function(v0){return v0 + 1;})");
    CHECK(static_cast<bool>(variables.work_out(name)));
    CHECK(variables.has_script());
}
