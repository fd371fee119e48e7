// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/ids.hpp"

#include <cstdint>
#include <limits>
#include <set>
#include <type_traits>

#include <CppUTest/TestHarness.h>

using driver::LegId;
using driver::LineId;
using driver::SpanId;

TEST_GROUP(Ids){};

TEST(Ids, a_line_cannot_be_passed_for_a_span) {
    static_assert(!std::is_convertible_v<LineId, SpanId>);
    static_assert(!std::is_constructible_v<SpanId, LineId>);
    CHECK(LineId{3} == LineId{3});
    CHECK(LineId{3} < LineId{4});
}

TEST(Ids, zero_is_nobody) {
    CHECK_FALSE(static_cast<bool>(SpanId{}));
    CHECK(static_cast<bool>(SpanId{1}));
    CHECK_FALSE(static_cast<bool>(LegId{}));
    CHECK(static_cast<bool>(LegId::incoming({0}, 1)));
}

TEST(Ids, a_leg_remembers_its_line_its_side_and_its_count) {
    const auto leg = LegId::outgoing({513}, 70000);
    LONGS_EQUAL(513, leg.line().value);
    LONGS_EQUAL(70000, leg.serial());
    CHECK(leg.is_outgoing());
    const auto other = LegId::incoming({513}, 70000);
    LONGS_EQUAL(513, other.line().value);
    LONGS_EQUAL(70000, other.serial());
    CHECK_FALSE(other.is_outgoing());
}

TEST(Ids, the_last_line_and_the_last_count_have_room) {
    constexpr auto last_line = std::numeric_limits<std::uint16_t>::max();
    constexpr auto last_serial = std::numeric_limits<std::uint32_t>::max();
    for (const auto leg :
         {LegId::incoming({last_line}, last_serial), LegId::outgoing({last_line}, last_serial)}) {
        LONGS_EQUAL(last_line, leg.line().value);
        LONGS_EQUAL(last_serial, leg.serial());
    }
}

TEST(Ids, both_sides_name_new_legs_without_asking_and_never_alike) {
    std::set<LegId> seen;
    for (std::uint16_t line = 0; line < 40; ++line) {
        for (std::uint32_t serial = 1; serial < 40; ++serial) {
            CHECK(seen.insert(LegId::incoming({line}, serial)).second);
            CHECK(seen.insert(LegId::outgoing({line}, serial)).second);
        }
    }
}
