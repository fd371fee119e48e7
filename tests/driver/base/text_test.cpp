// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/text.hpp"

#include <cstring>
#include <string>
#include <type_traits>

#include <CppUTest/TestHarness.h>

using driver::DisplayName;
using driver::Number;
using driver::Text;

TEST_GROUP(Text){template <std::size_t Room> static std::string as_string(const Text<Room>& text){
    return std::string(text.view());
}
}
;

TEST(Text, a_number_is_kept_as_dialled) {
    const Number number = "8613912345678";
    CHECK_EQUAL(std::string("8613912345678"), as_string(number));
    CHECK_FALSE(number.empty());
    CHECK(Number{}.empty());
}

TEST(Text, what_fills_the_room_exactly_fits) {
    const std::string full(Number::room, '7');
    CHECK(Number::fits(full));
    CHECK_EQUAL(full, as_string(Number(full)));
    CHECK_FALSE(Number::fits(full + "7"));
    CHECK_EQUAL(full, as_string(Number(full + "7")));
}

TEST(Text, a_name_is_never_cut_inside_a_character) {
    // 呼 takes three octets: two fit into seven, not two and a third.
    CHECK_EQUAL(std::string("呼呼"), as_string(Text<7>("呼呼呼")));
    CHECK_EQUAL(std::string("呼呼"), as_string(Text<6>("呼呼呼")));
    CHECK_EQUAL(std::string("呼"), as_string(Text<5>("呼呼")));
    CHECK_EQUAL(std::string("Müll"), as_string(Text<5>("Müller")));
    CHECK_EQUAL(std::string("M"), as_string(Text<2>("Müller")));
}

TEST(Text, octets_that_are_no_characters_do_no_harm) {
    CHECK(Text<4>("\x80\x80\x80\x80\x80\x80").empty());
    LONGS_EQUAL(4, Text<4>("\xFF\xFF\xFF\xFF\xFF").view().size());
}

TEST(Text, equal_names_have_equal_octets_whatever_was_there_before) {
    DisplayName name = "a rather long caller's name";
    name = DisplayName("Li");
    const DisplayName same = std::string("Li");
    CHECK(name == same);
    CHECK(std::memcmp(&name, &same, sizeof(name)) == 0);
    CHECK_FALSE(name == DisplayName("Lin"));
}

TEST(Text, text_may_cross_a_mailbox) {
    static_assert(std::is_trivially_copyable_v<Number>);
    static_assert(sizeof(Number) == Number::room + 1);
    CHECK_EQUAL(std::string("*21#"), as_string(Number(std::string_view("*21#"))));
}
