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
}  // namespace

TEST_GROUP(Words){};

TEST(Words, times_are_read) {
    CHECK_EQUAL(5000, parse_duration("5s")->count());
    CHECK_EQUAL(500, parse_duration("500ms")->count());
    CHECK_EQUAL(1250, parse_duration("1.25s")->count());
    for (const char* const wrong :
         {"", "s", "5", "5 s", "-5s", "1.s", "1.2345s", "99ms", "601s", "99999999999s", "1h"}) {
        CHECK_FALSE_TEXT(parse_duration(wrong).has_value(), wrong);
    }
    CHECK_EQUAL(9, parse_time_of_day("09:05")->hour);
    CHECK_EQUAL(5, parse_time_of_day("0905")->minute);
    for (const char* const wrong : {"", "905", "24:00", "9:5", "9:60", "a:00", ":00", "9:+1"}) {
        CHECK_FALSE_TEXT(parse_time_of_day(wrong).has_value(), wrong);
    }
}

TEST(Words, values_read_as_ecmascript_reads_them) {
    CHECK_FALSE(is_true(Undefined{}) || is_true(false) || is_true(0.0) || is_true(std::string()));
    CHECK_FALSE(is_true(not_a_number));
    CHECK(is_true(true) && is_true(-1.0) && is_true(std::string("0")));
    STRCMP_EQUAL("-12", text_of(-12.0).c_str());
    STRCMP_EQUAL("0", text_of(-0.0).c_str());
    STRCMP_EQUAL("0.1", text_of(0.1).c_str());
    STRCMP_EQUAL("NaN", text_of(not_a_number).c_str());
    STRCMP_EQUAL("-Infinity", text_of(-std::numeric_limits<double>::infinity()).c_str());
    CHECK_EQUAL(12, whole_number(std::string("012")).value());
    CHECK_FALSE(whole_number(std::string("4294967296")).has_value());
    CHECK_FALSE(whole_number(4294967296.0).has_value());
    CHECK_FALSE(whole_number(true).has_value());
    CHECK_EQUAL(longest_text, cleaned(std::string(5000, 'x')).size());
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
    CHECK(Heard::not_yet == parse_field_type("digits?minlength=25")->hear("1"));
    CHECK(Heard::or_more == parse_grammar("1|12")->hear("1"));
    CHECK(Heard::complete == parse_grammar("\n 1 | 2 \n")->hear("2"));
    CHECK(Heard::complete == parse_grammar(" digits?length=1 ")->hear("2"));
    CHECK(Heard::never == parse_grammar("1|12")->hear("2"));
}
