// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>

#include "tests/tools/office/tiny_center.hpp"
#include "tests/tools/office/whole_book.hpp"
#include "tools/office/position.hpp"
#include "tools/office/speech.hpp"

#include <CppUTest/TestHarness.h>

using namespace tools::office;

TEST_GROUP(Keys){};

TEST(Keys, all_sixteen_are_understood_by_spandsp_in_both_laws) {
    for (const auto law : {driver::Law::alaw, driver::Law::ulaw}) {
        Keypad keypad{KeyTiming{}};
        TinyLine line(law);
        CHECK(keypad.press("0123456789*#ABCD"));
        int ms = 0;
        for (; keypad.busy(); ++ms) line.hear(keypad.speak(law));
        for (int i = 0; i < 100; ++i) line.hear(driver::silence(law));
        STRCMP_EQUAL("0123456789*#ABCD", line.digits().c_str());
        LONGS_EQUAL(16 * 140, ms);
    }
}

TEST(Keys, a_letter_that_is_no_key_is_refused_and_nothing_sounds) {
    Keypad keypad{KeyTiming{}};
    CHECK_FALSE(keypad.press("12x"));
    CHECK_FALSE(keypad.busy());
    CHECK(keypad.speak(driver::Law::alaw) == driver::alaw_silence);
}

TEST(Keys, nobody_presses_more_than_64_keys_ahead) {
    Keypad keypad{KeyTiming{}};
    CHECK(keypad.press(std::string(64, '1')));
    CHECK_FALSE(keypad.press("1"));
}

TEST(Keys, the_voice_of_a_talker_is_never_taken_for_a_key) {
    for (std::uint32_t talker = 0; talker < whole_book().talkers(); ++talker) {
        TinyLine line(driver::Law::alaw);
        for (std::uint64_t ms = 0; ms < 1'200; ++ms) {
            line.hear(whole_book().signature({talker}, driver::Law::alaw, ms * 8));
        }
        STRCMP_EQUAL("", line.digits().c_str());
    }
}

TEST_GROUP(Positions) {
    const PositionWords words;
    PositionEar ear{words};

    std::optional<std::uint32_t> say(std::initializer_list<const char*> prompts) {
        std::optional<std::uint32_t> heard;
        for (const auto* prompt : prompts) {
            if (const auto place = ear.prompt(prompt)) heard = place;
        }
        if (const auto place = ear.pause()) heard = place;
        return heard;
    }
};

TEST(Positions, a_number_is_put_together_from_its_words) {
    LONGS_EQUAL(3, *say({"queue-thereare", "digits/3", "queue-callswaiting"}));
    LONGS_EQUAL(25, *say({"queue-thereare", "digits/20", "digits/5"}));
    LONGS_EQUAL(117, *say({"queue-thereare", "digits/1", "digits/hundred", "digits/17"}));
    LONGS_EQUAL(2'300, *say({"queue-thereare", "digits/2", "digits/thousand", "digits/3",
                             "digits/hundred"}));
    LONGS_EQUAL(21, *say({"queue-thereare", "digits/20", "digits/h-1"}));
}

TEST(Positions, the_next_in_line_has_a_prompt_of_its_own) {
    LONGS_EQUAL(1, *say({"queue-youarenext"}));
}

TEST(Positions, a_number_that_is_no_place_is_none) {
    CHECK_FALSE(say({"digits/3", "digits/4"}).has_value());
    CHECK_FALSE(say({"queue-thereare", "vm-goodbye", "digits/4"}).has_value());
}
