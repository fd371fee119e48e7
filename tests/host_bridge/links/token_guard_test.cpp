// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/token_guard.hpp"

#include <string>

#include <CppUTest/TestHarness.h>

namespace host_bridge {

using namespace std::chrono_literals;

TEST_GROUP(TokenGuards) {
    TokenGuard guard{{{"crm", "secret-token-0123", true}}};
    driver::Ticks now{100s};

    bool lets_in(const char* address, const char* token) {
        return guard.check(address, token, now).client != nullptr;
    }
};

TEST(TokenGuards, the_token_names_the_client) {
    const auto verdict = guard.check("192.0.2.7", "secret-token-0123", now);
    STRCMP_EQUAL("crm", verdict.client->client.c_str());
    LONGS_EQUAL(now.count(), verdict.answer_at.count());
}

TEST(TokenGuards, a_wrong_one_is_answered_a_second_later) {
    const auto verdict = guard.check("192.0.2.7", "secret-token-0124", now);
    CHECK(verdict.client == nullptr);
    LONGS_EQUAL((now + 1s).count(), verdict.answer_at.count());
}

TEST(TokenGuards, five_wrong_ones_lock_the_address_out_even_with_the_right_one) {
    for (int i = 0; i < 5; ++i) CHECK(!lets_in("192.0.2.7", "wrong"));
    CHECK(!lets_in("192.0.2.7", "secret-token-0123"));
    CHECK(lets_in("192.0.2.8", "secret-token-0123"));
    now += 61s;
    CHECK(lets_in("192.0.2.7", "secret-token-0123"));
}

TEST(TokenGuards, a_good_login_clears_the_count) {
    for (int i = 0; i < 4; ++i) CHECK(!lets_in("192.0.2.7", "wrong"));
    CHECK(lets_in("192.0.2.7", "secret-token-0123"));
    for (int i = 0; i < 4; ++i) CHECK(!lets_in("192.0.2.7", "wrong"));
    CHECK(lets_in("192.0.2.7", "secret-token-0123"));
}

TEST(TokenGuards, a_crowd_of_addresses_takes_a_bounded_room) {
    for (int i = 0; i < 5; ++i) CHECK(!lets_in("first", "wrong"));
    for (std::size_t i = 0; i < TokenGuard::most_addresses; ++i) {
        CHECK(!lets_in(std::to_string(i).c_str(), "wrong"));
    }
    CHECK(lets_in("first", "secret-token-0123"));  // forgotten
}

TEST(TokenGuards, comparing_looks_at_every_octet) {
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("abc", "abc"));
    CHECK(!equal_in_constant_time("abc", "abd"));
    CHECK(!equal_in_constant_time("abc", "abcabc"));
    CHECK(!equal_in_constant_time("abcabc", "abc"));
    CHECK(!equal_in_constant_time("abc", ""));
    CHECK(!equal_in_constant_time("", "abc"));
}

}  // namespace host_bridge
