// SPDX-License-Identifier: GPL-2.0-or-later
// What callers hear for numbers and times, and what the prompt bank tells about itself.
#include "ivr_dsp/dialog/speech.hpp"

#include <string>

#include "tests/ivr_dsp/dialog/telephone.hpp"

#include <CppUTest/TestHarness.h>

using ivr_dsp::dialog::Language;
using ivr_dsp::dialog::PromptIndex;

TEST_GROUP(Speech) {
    support::Bank bank{{}};

    // Without "digits/".
    std::string heard(const std::vector<ivr_dsp::Clip>& clips) const {
        std::string names = bank.names(clips);
        const std::string folder = "digits/";
        for (std::size_t at = names.find(folder); at != std::string::npos;
             at = names.find(folder)) {
            names.erase(at, folder.size());
        }
        return names;
    }
    void number(std::uint32_t value, const char* text) {
        STRCMP_EQUAL(text, heard(say_number(Language::english, bank.index(), value)).c_str());
    }
    void ordinal(std::uint32_t value, const char* text) {
        STRCMP_EQUAL(text, heard(say_ordinal(Language::english, bank.index(), value)).c_str());
    }
    void time(unsigned hour, unsigned minute, const char* text) {
        STRCMP_EQUAL(text, heard(say_time(Language::english, bank.index(), hour, minute)).c_str());
    }
};

TEST(Speech, numbers_are_said_as_english_says_them) {
    number(0, "0");
    number(13, "13");
    number(20, "20");
    number(99, "90 9");
    number(100, "1 hundred");
    number(101, "1 hundred 1");
    number(215, "2 hundred 15");
    number(1000, "1 thousand");
    number(12'345, "12 thousand 3 hundred 40 5");
    number(1'000'000, "1 million");
    number(1'000'007, "1 million 7");
    number(999'999'999, "9 hundred 90 9 million 9 hundred 90 9 thousand 9 hundred 90 9");
    number(1'000'000'000, "");
}

TEST(Speech, places_are_said_as_ordinals) {
    ordinal(0, "");
    ordinal(1, "h-1");
    ordinal(19, "h-19");
    ordinal(20, "h-20");
    ordinal(21, "20 h-1");
    ordinal(99, "90 h-9");
    ordinal(100, "");
}

TEST(Speech, times_are_said_on_the_twelve_hour_clock) {
    time(0, 0, "12 oclock a-m");
    time(9, 5, "9 oh 5 a-m");
    time(12, 30, "12 30 p-m");
    time(23, 59, "11 50 9 p-m");
    time(24, 0, "");
    time(0, 60, "");
}

TEST(Speech, keys_are_said_one_by_one) {
    STRCMP_EQUAL("2 0 0 1 star pound letters/a letters/d",
                 heard(say_digits(Language::english, bank.index(), "2001*#AD?")).c_str());
}

TEST(Speech, the_debian_package_has_every_piece) {
    CHECK(missing(Language::english, support::Bank::of_debian().index()).empty());
    const support::Bank bare({"digits/1"}, false);
    CHECK_EQUAL(67, missing(Language::english, bare.index()).size());
    CHECK_EQUAL(1, say_number(Language::english, bare.index(), 21).size());
}

TEST_GROUP(PromptIndex){static void refuses(const char* contents, const char* why){
    const auto index = PromptIndex::parse(contents);
CHECK_FALSE(static_cast<bool>(index));
STRCMP_EQUAL(why, index.error().c_str());
}
}
;

TEST(PromptIndex, knows_names_and_lengths) {
    const auto index =
        PromptIndex::parse("trunkline-prompts 1 42\n0 900 digits/1\n\n7 1234 hello\n");
    CHECK_EQUAL(2, index->size());
    CHECK_EQUAL(42, index->generation());
    CHECK(index->find("hello") == (ivr_dsp::Clip{42, 7}));
    CHECK_FALSE(index->find("hell").has_value());
    CHECK_EQUAL(1234, index->length({42, 7}).count());
    CHECK_EQUAL(0, index->length({41, 7}).count());
    CHECK_EQUAL(0, index->length({42, 1}).count());
}

TEST(PromptIndex, refuses_what_the_compiler_did_not_write) {
    const char* const not_one =
        "line 1: not a prompt index of version 1 (\"trunkline-prompts 1 GENERATION\"): compile the "
        "prompts again";
    refuses("", not_one);
    refuses("trunkline-prompts 2 1\n", not_one);
    refuses("trunkline-prompts 1 x\n", not_one);
    refuses("trunkline-prompts 1 1\n1 2\n",
            "line 2: not \"INDEX MILLISECONDS NAME\": compile the prompts again");
    refuses("trunkline-prompts 1 1\n70000 2 a\n",
            "line 2: not \"INDEX MILLISECONDS NAME\": compile the prompts again");
    refuses("trunkline-prompts 1 1\n0 2 a\n1 2 a\n",
            "line 3: \"a\" or its index 1 is there twice: compile the prompts again");
}
