// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/fields.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "driver/base/ids.hpp"
#include "driver/base/text.hpp"
#include "driver/base/ticks.hpp"

#include <CppUTest/TestHarness.h>

namespace {

ENUM(Phase, offered, alerting, answered)

struct Answered {
    driver::LegId leg;
    Phase phase{};
    std::uint32_t rings{};
    FIELDS(leg, phase, rings)
};

struct Nothing {
    FIELDS()
};

// The list may be as long as messages need: thirty members.
struct Long {
    int a0{}, a1{}, a2{}, a3{}, a4{}, a5{}, a6{}, a7{}, a8{}, a9{};
    int b0{}, b1{}, b2{}, b3{}, b4{}, b5{}, b6{}, b7{}, b8{}, b9{};
    int c0{}, c1{}, c2{}, c3{}, c4{}, c5{}, c6{}, c7{}, c8{}, c9{};
    FIELDS(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, c0, c1,
           c2, c3, c4, c5, c6, c7, c8, c9)
};

template <class Message>
std::string names_of(const Message& message) {
    std::string names;
    Message::fields(message, [&](std::string_view name, const auto& /*member*/) {
        names += std::string(name) + " ";
    });
    return names;
}

// One change of the layout each.
namespace before {
struct Heard {
    std::uint32_t line{};
    driver::Text<8> digits;
    FIELDS(line, digits)
};
}  // namespace before
namespace other_name {
struct Heard {
    std::uint32_t port{};
    driver::Text<8> digits;
    FIELDS(port, digits)
};
}  // namespace other_name
namespace other_type {
struct Heard {
    std::int32_t line{};
    driver::Text<8> digits;
    FIELDS(line, digits)
};
}  // namespace other_type
namespace other_room {
struct Heard {
    std::uint32_t line{};
    driver::Text<9> digits;
    FIELDS(line, digits)
};
}  // namespace other_room
namespace other_order {
struct Heard {
    driver::Text<8> digits;
    std::uint32_t line{};
    FIELDS(digits, line)
};
}  // namespace other_order

}  // namespace

TEST_GROUP(Fields){};

TEST(Fields, a_message_names_its_members_in_order) {
    CHECK_EQUAL(std::string("leg phase rings "), names_of(Answered{}));
    CHECK_EQUAL(std::string(""), names_of(Nothing{}));
}

TEST(Fields, thirty_members_are_not_too_many) {
    int members = 0;
    int sum = 0;
    Long message;
    message.c9 = 7;
    Long::fields(message, [&](std::string_view /*name*/, int member) {
        ++members;
        sum += member;
    });
    LONGS_EQUAL(30, members);
    LONGS_EQUAL(7, sum);
}

TEST(Fields, a_reader_may_fill_the_members_in) {
    Answered message;
    Answered::fields(message, [](std::string_view name, auto& member) {
        if constexpr (std::is_same_v<decltype(member), std::uint32_t&>) {
            if (name == "rings") member = 3;
        }
    });
    LONGS_EQUAL(3, message.rings);
}

TEST(Fields, an_enumeration_knows_the_names_of_its_values) {
    STRCMP_EQUAL("alerting", std::string(name_of(Phase::alerting)).c_str());
    STRCMP_EQUAL("?", std::string(name_of(static_cast<Phase>(99))).c_str());
    Phase phase = Phase::offered;
    CHECK(value_named("answered", phase));
    CHECK(phase == Phase::answered);
    CHECK_FALSE(value_named("Answered", phase));
    CHECK_FALSE(value_named("", phase));
    CHECK(phase == Phase::answered);
}

TEST(Fields, kinds_of_fields_are_told_apart) {
    static_assert(driver::HasFields<Answered> && !driver::HasNumber<Answered>);
    static_assert(driver::HasNames<Phase> && !driver::HasNames<int>);
    static_assert(driver::HasNumber<driver::LegId> && driver::HasNumber<driver::LineId>);
    static_assert(driver::IsText<driver::Number> && !driver::IsText<std::string>);
    static_assert(driver::IsDuration<driver::Ticks>);
    STRCMP_EQUAL("Answered", std::string(driver::type_name<Answered>()).c_str());
}

TEST(Fields, any_change_of_a_layout_changes_its_digest) {
    constexpr auto digest = driver::layout_digest<before::Heard>();
    CHECK(digest != driver::layout_digest<other_name::Heard>());
    CHECK(digest != driver::layout_digest<other_type::Heard>());
    CHECK(digest != driver::layout_digest<other_room::Heard>());
    CHECK(digest != driver::layout_digest<other_order::Heard>());
    CHECK(digest == driver::layout_digest<before::Heard>());
}

TEST(Fields, a_variant_that_gains_an_alternative_changes_its_digest) {
    using Some = std::variant<Answered, Nothing>;
    using Other = std::variant<Nothing, Answered>;
    using More = std::variant<Answered, Nothing, before::Heard>;
    constexpr auto digest = driver::layout_digest<Some>();
    CHECK(digest != driver::layout_digest<Other>());
    CHECK(digest != driver::layout_digest<More>());
    using Four = std::array<Answered, 4>;
    using Five = std::array<Answered, 5>;
    CHECK(driver::layout_digest<Four>() != driver::layout_digest<Five>());
}
