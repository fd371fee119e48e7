// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/result.hpp"

#include <memory>
#include <string>
#include <utility>

#include <CppUTest/TestHarness.h>

using driver::Error;
using driver::Result;

namespace {

Result<int> open_span(int span) {
    if (span > 4) return Error{"span 5: no such board: add [[board]] to trunkline.toml"};
    return span;
}

Result<void> check_span(int span) {
    if (const auto opened = open_span(span); !opened) return Error{opened.error()};
    return {};
}

}  // namespace

TEST_GROUP(Result){};

TEST(Result, a_span_that_opens_is_the_value) {
    const auto span = open_span(3);
    CHECK(static_cast<bool>(span));
    LONGS_EQUAL(3, *span);
}

TEST(Result, a_span_that_does_not_open_says_what_to_do) {
    const auto span = open_span(5);
    CHECK_FALSE(static_cast<bool>(span));
    CHECK_EQUAL(std::string("span 5: no such board: add [[board]] to trunkline.toml"),
                span.error());
}

TEST(Result, success_may_have_no_value) {
    CHECK(static_cast<bool>(check_span(1)));
    CHECK_FALSE(static_cast<bool>(check_span(5)));
    CHECK_EQUAL(open_span(5).error(), check_span(5).error());
}

TEST(Result, the_value_may_be_changed_and_taken_out) {
    Result<std::string> name = std::string("Ana");
    *name += "belle";
    LONGS_EQUAL(8, name->size());
    const std::string taken = *std::move(name);
    CHECK_EQUAL(std::string("Anabelle"), taken);
}

TEST(Result, a_value_that_can_only_move_is_carried) {
    auto made = Result<std::unique_ptr<int>>(std::make_unique<int>(42));
    CHECK(static_cast<bool>(made));
    const auto taken = *std::move(made);
    LONGS_EQUAL(42, *taken);
}
