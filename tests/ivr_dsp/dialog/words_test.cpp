// SPDX-License-Identifier: GPL-2.0-or-later
// How times, values and grammars are read.
#include <limits>
#include <string>
#include <utility>

#include "ivr_dsp/dialog/grammar.hpp"
#include "ivr_dsp/dialog/time_text.hpp"
#include "ivr_dsp/dialog/value.hpp"

#include <CppUTest/TestHarness.h>

using namespace ivr_dsp::dialog;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint32_t none = 77;
constexpr TimeOfDay never{99, 99};

void lasts(const char* text, long milliseconds) {
    const auto time = parse_duration(text).value_or(driver::Ticks{});
    LONGS_EQUAL_TEXT(milliseconds, time.count(), text);
}

void is_at(const char* text, unsigned hour, unsigned minute) {
    const TimeOfDay time = parse_time_of_day(text).value_or(never);
    LONGS_EQUAL_TEXT(hour, time.hour, text);
    LONGS_EQUAL_TEXT(minute, time.minute, text);
}

void reads(const char* text, const Value& value) {
    STRCMP_EQUAL(text, text_of(value).c_str());
}

void counts(std::uint32_t number, const Value& value) {
    LONGS_EQUAL(number, whole_number(value).value_or(none));
}

}  // namespace

TEST_GROUP(Words){};

TEST(Words, durations_have_a_unit_and_bounds) {
    lasts("5s", 5000);
    lasts("500ms", 500);
    lasts("1.25s", 1250);
    for (const char* const wrong :
         {"", "s", "5", "5 s", "-5s", "1.s", "1.2345s", "99ms", "601s", "99999999999s", "1h"}) {
        lasts(wrong, 0);
    }
}

TEST(Words, times_of_day_have_24_hours) {
    is_at("09:05", 9, 5);
    is_at("9:05", 9, 5);
    is_at("2359", 23, 59);
    for (const char* const wrong : {"", "905", "24:00", "9:5", "9:60", "a:00", ":00", "9:+1"}) {
        is_at(wrong, 99, 99);
    }
}

TEST(Words, values_are_true_as_in_ecmascript) {
    for (const Value& value : {Value(), Value(false), Value(0.0), Value(""), Value(not_a_number)}) {
        CHECK_FALSE(is_true(value));
    }
    for (const Value& value : {Value(true), Value(-1.0), Value("0")}) CHECK_TRUE(is_true(value));
}

TEST(Words, values_read_as_in_ecmascript) {
    reads("-12", -12.0);
    reads("0", -0.0);
    reads("0.1", 0.1);
    reads("NaN", not_a_number);
    reads("-Infinity", -std::numeric_limits<double>::infinity());
    reads("", Undefined{});
    CHECK_EQUAL(longest_text, cleaned(std::string(5000, 'x')).size());
}

TEST(Words, values_are_whole_numbers_or_not) {
    counts(12, Value("012"));
    counts(2147483647, 2147483647.0);
    counts(none, Value("4294967296"));
    counts(none, 4294967296.0);
    counts(none, 1.5);
    counts(none, Value("1.5"));
    counts(none, true);
}

TEST(Words, grammars_are_refused_with_a_remedy) {
    const std::pair<const char*, const char*> wrong[] = {
        {"digits?length=4;minlength=2",    "has length beside minlength or maxlength: keep one way"},
        {"digits?minlength=5;maxlength=4", "has minlength above maxlength: exchange them"          },
        {"digits?length=33",               "has length=33: write a number from 1 to 32"            },
        {"digits?length=0",                "has length=0: write a number from 1 to 32"             },
        {"digits?length",                  "has the parameter \"length\""                          },
        {"digits?size=4",
         "has the parameter \"size=4\": write each of length, minlength, maxlength"                },
        {"digits?length=4;length=4",       "has the parameter \"length=4\""                        },
        {"number?maxlength=10",            "has a maxlength above 9"                               },
        {"boolean?y=1;n=1",                "has y or n that are not two different keys"            },
        {"1||2",                           "has the answer \"\""                                   },
        {"",                               "has the answer \"\""                                   },
        {"1|x",                            "has the answer \"x\""                                  },
    };
    for (const auto& [text, why] : wrong) {
        const auto parsed = parse_grammar(text);
        CHECK_FALSE_TEXT(static_cast<bool>(parsed), text);
        STRCMP_CONTAINS(why, parsed.error().c_str());
    }
}

TEST(Words, grammars_hear_the_beginning_and_the_end_of_answers) {
    CHECK(Heard::not_yet == parse_field_type("digits?minlength=25")->hear("1"));
    CHECK(Heard::or_more == parse_grammar("1|12")->hear("1"));
    CHECK(Heard::complete == parse_grammar("\n 1 | 2 \n")->hear("2"));
    CHECK(Heard::complete == parse_grammar(" digits?length=1 ")->hear("2"));
    CHECK(Heard::never == parse_grammar("1|12")->hear("2"));
}
