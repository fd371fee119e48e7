// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "host_bridge/config.hpp"
#include "host_bridge/moment.hpp"

namespace host_bridge {

// Who a token stands for. A wrong one is answered late; after `most_failures` from one address that
// address is locked out for a while, whatever it sends. Comparing takes the same time for every
// token.
class TokenGuard {
  public:
    static constexpr driver::Ticks failure_delay{std::chrono::seconds(1)};
    static constexpr driver::Ticks lock_out{std::chrono::minutes(1)};
    static constexpr unsigned most_failures = 5;
    static constexpr std::size_t most_addresses = 1024;  // remembered; the oldest goes

    explicit TokenGuard(std::vector<TokenConfig> tokens) : tokens_(std::move(tokens)) {}

    struct Verdict {
        const TokenConfig* client{};  // nullptr: refused
        std::string refusal;
        driver::Ticks answer_at{};  // not before
    };
    Verdict check(std::string_view address, std::string_view token, driver::Ticks now);

  private:
    struct Failures {
        std::string address;
        unsigned count{};
        driver::Ticks last{};
    };
    Failures* failures_of(std::string_view address);

    std::vector<TokenConfig> tokens_;
    std::deque<Failures> failures_;
};

// Equal or not, in a time that depends on the lengths only.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace host_bridge
