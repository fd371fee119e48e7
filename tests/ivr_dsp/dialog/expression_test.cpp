// SPDX-License-Identifier: GPL-2.0-or-later
// Which expressions a document may have, and what they give.
#include "ivr_dsp/dialog/expression.hpp"

#include <random>
#include <string>

#include <fmt/format.h>

#include "ivr_dsp/dialog/script.hpp"

#include <CppUTest/TestHarness.h>

using ivr_dsp::dialog::parse_expression;
using ivr_dsp::dialog::Script;
using ivr_dsp::dialog::text_of;
using ivr_dsp::dialog::Undefined;
using ivr_dsp::dialog::Value;

TEST_GROUP(Expression) {
    Script script;

    static void refuses(const std::string& text, const char* why) {
        const auto parsed = parse_expression(text);
        CHECK_FALSE_TEXT(static_cast<bool>(parsed), text.c_str());
        STRCMP_CONTAINS(why, parsed.error().c_str());
    }
    // Works out `text` by the engine; its variables are a = 3, b = '4'.
    std::string gives(const std::string& text) {
        const auto parsed = parse_expression(text);
        CHECK_TEXT(static_cast<bool>(parsed), text.c_str());
        const auto program = script.compile(parsed->source);
        if (!program) return program.error();
        std::vector<Value> arguments;
        for (const std::string& name : parsed->names) {
            arguments.push_back(name == "a"   ? Value(3.0)
                                : name == "b" ? Value("4")
                                              : Value(Undefined{}));
        }
        const auto result = script.run(*program, arguments);
        return result ? text_of(*result) : result.error();
    }
    void check(const std::string& text, const char* result) {
        STRCMP_EQUAL(result, gives(text).c_str());
    }
};

TEST(Expression, calculates_compares_and_chooses) {
    check("a + 1", "4");
    check("a + b", "34");
    check("a * b - -2 % 3", "14");
    check("(a + 1) * 2 / 16", "0.5");
    check("a == 3 && b === '4'", "true");
    check("a != 3 || !(b !== '4')", "true");
    check("a < 3 ? 'few' : a >= 3 ? \"many\" : 'x'", "many");
    check("a << 2 | 1 ^ ~0 & 6 >> 1 >>> 0", "14");
    check("typeof c", "undefined");
    check("1.5e3 + 0.25", "1500.25");
    check("session.ani", "");
}

TEST(Expression, uses_the_functions_whose_work_is_bounded) {
    check("b.length + 'abc'.charAt(1) + 'abc'.slice(-1)", "1bc");
    check("' Ab '.trim().toUpperCase().toLowerCase().concat('c', 'd')", "abcd");
    check("'2001'.substring(0, 2) + '2001'.substr(2) + 'A'.charCodeAt(0)", "200165");
    check("Math.max(1, Math.floor(2.7)) + Math.abs(-1) + Math.round(0.5)", "4");
    check("Number(b) + parseInt('12px') + parseFloat('1.5')", "17.5");
    check("isNaN(Number('x')) && Boolean(1)", "true");
    check("String(1 / 3).length + (2).toFixed(2) + (255).toString(16)", "182.00ff");
    check("String()", "");
}

TEST(Expression, that_is_a_literal_or_a_name_needs_no_engine) {
    CHECK(parse_expression("'7'")->constant == Value("7"));
    CHECK(parse_expression(" 42 ")->constant == Value(42.0));
    CHECK(parse_expression("true")->constant == Value(true));
    CHECK(parse_expression("undefined")->constant == Value(Undefined{}));
    CHECK(parse_expression("session.position")->is_name);
    CHECK(parse_expression("account")->is_name);
    CHECK_FALSE(parse_expression("(account)")->is_name);
    CHECK_FALSE(parse_expression("-account")->is_name);
    CHECK_FALSE(parse_expression("'a\\'b'")->constant.has_value());
}

TEST(Expression, names_its_variables_once_each) {
    const auto parsed = parse_expression("a + session.ani + a + session.dnis");
    CHECK_EQUAL(3, parsed->names.size());
    STRCMP_EQUAL("session.ani", parsed->names[1].c_str());
}

TEST(Expression, has_no_loops_and_no_functions) {
    refuses("while (true) {}", "uses 'while': loops and functions are not allowed");
    refuses("for (;;);", "uses 'for'");
    refuses("do {} while (1)", "uses 'do'");
    refuses("function () {}", "uses 'function'");
    refuses("(function f() { return f(); })()", "uses 'function'");
    refuses("() => 1", "has ')' where a value should stand");
    refuses("a => a", "defines a function");
    refuses("new Function('return 1')()", "uses 'new': only expressions are allowed");
    refuses("Function('return 1')()", "uses 'Function'");
    refuses("eval('1')", "uses 'eval'");
    refuses("class A {}", "uses 'class'");
    refuses("async () => 1", "uses 'async'");
}

TEST(Expression, has_no_objects_to_reach_through) {
    refuses("''.constructor.constructor('return 1')()", "uses .constructor: allowed are .length");
    refuses("''['constructor']", "reaches into an object with [ ]");
    refuses("[1, 2]", "has '[' where a value should stand: lists and objects are not allowed");
    refuses("{a: 1}", "has '{' where a value should stand: lists and objects are not allowed");
    refuses("a.__proto__", "uses .__proto__");
    refuses("a.toString", "names a function without calling it");
    refuses("Math", "uses Math without a name");
    refuses("session", "uses session without a name");
    refuses("this", "uses 'this'");
    refuses("a()", "calls what is not a known function");
    refuses("'x'.repeat(1e9)", "uses .repeat");
    refuses("'x'.split('')", "uses .split");
    refuses("'x'.match('(a+)+$')", "uses .match");
    refuses("`${a}`", "has the character \"`\" outside a text");
}

TEST(Expression, assigns_nothing) {
    refuses("a = 1", "assigns: compare with ==, or write <assign>");
    refuses("a += 1", "has '=' where a value should stand");
    refuses("a++", "assigns: write <assign>");
    refuses("--a", "has '--' where a value should stand: write <assign>");
    refuses("delete a", "uses 'delete'");
    refuses("var a", "uses 'var'");
    refuses("1; 2", "has ';' where an operator should stand");
    refuses("1, 2", "has ',' where an operator should stand");
}

TEST(Expression, answers_the_same_at_any_time_on_any_machine) {
    refuses("new Date()", "uses 'new'");
    refuses("Date.now()", "uses 'Date', which answers differently each time");
    refuses("performance.now()", "uses 'performance'");
    refuses("Math.random()", "uses Math.random: allowed are Math.abs");
    refuses("Math.sin(1)", "uses Math.sin");
    refuses("2 ** 0.5", "has '**' where an operator should stand");
}

TEST(Expression, has_no_regular_expressions_or_comments) {
    refuses("/(a+)+$/.test('aaaa')", "has a regular expression");
    refuses("a + /x/", "has a regular expression");
    refuses("typeof /x/", "has a regular expression");
    refuses("1 // 2", "has a regular expression");
    refuses("1 /* 2 */", "has '*' where a value should stand");
    refuses("1 <!-- 2", "has '--' where a value should stand");
}

TEST(Expression, must_be_whole) {
    refuses("", "ends where a value should stand");
    refuses("a +", "ends where a value should stand");
    refuses("(a", "has a '(' without ')'");
    refuses("a)", "has a ')' without '('");
    refuses("()", "has ')' where a value should stand");
    refuses("String(1,)", "has ')' where a value should stand");
    refuses("a b", "lacks an operator before b");
    refuses("'abc", "has a text without its closing '");
    refuses("'abc\\", "has a text without its closing '");
    refuses("010", "has the number 010: write it in decimal without leading zero");
    refuses("0x10", "has the number 0x");
    refuses("1_000", "has the number 1_");
    refuses("a \xC3\xA9", "outside a text");
    refuses(std::string(501, ' '), "is longer than 500 characters");
    check("a ? b", "SyntaxError");
    check("'\\x'", "SyntaxError");
}

TEST(Expression, variables_have_names_of_their_own) {
    using ivr_dsp::dialog::why_not_a_variable;
    CHECK_FALSE(why_not_a_variable("account_2").has_value());
    for (const char* const name : {"", "2a", "a-b", "a.b", "while", "true", "Math", "session",
                                   "Number", "Date", "typeof", "new"}) {
        CHECK_TRUE_TEXT(why_not_a_variable(name).has_value(), name);
    }
    CHECK(why_not_a_variable(std::string(41, 'a')).has_value());
}

// Whatever is accepted must end, and the engine must not find another meaning in it.
TEST(Expression, that_is_accepted_always_ends) {
    constexpr std::uint32_t seed = 20260105;
    std::mt19937 chance(seed);
    constexpr const char* words[] = {
        "a",      "b",   "session.x", "1", "0.5", "'t'",    "\"u\"",     "(",       ")",
        "+",      "-",   "*",         "/", "%",   "<",      "==",        "&&",      "||",
        "!",      "?",   ":",         ",", ".",   "length", "Math.max(", "String(", ".slice(",
        "typeof", "new", "Date",      "=", "++",  "[",      "while",     "`",       "//"};
    int accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        const std::size_t length = 1 + chance() % 12;
        for (std::size_t i = 0; i < length; ++i) {
            text += fmt::format("{} ", words[chance() % std::size(words)]);
        }
        const auto parsed = parse_expression(text);
        if (!parsed) continue;
        ++accepted;
        const auto program = script.compile(parsed->source);
        if (!program) {
            CHECK_TEXT(program.error() == "SyntaxError", fmt::format("{} {}", seed, text).c_str());
            continue;
        }
        const std::vector<Value> arguments(parsed->names.size(), Value("12"));
        (void)script.run(*program, arguments);
    }
    CHECK_TEXT(accepted > 400, fmt::format("only {} accepted, seed {}", accepted, seed).c_str());
}
