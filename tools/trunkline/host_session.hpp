// SPDX-License-Identifier: GPL-2.0-or-later
// The CLI's link to host: this machine's by its socket, or another's by address and token.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "driver/base/result.hpp"
#include "host_bridge/links/json_client.hpp"
#include "tools/trunkline/commands.hpp"

namespace tools {

class HostSession {
  public:
    static driver::Result<HostSession> open(const CommonOptions& common);
    // The items of a listing.
    driver::Result<host_bridge::Json> items(std::string_view listing);
    // Several listings, each with the place where its items go.
    driver::Result<void> fetch(
        std::initializer_list<std::pair<std::string_view, host_bridge::Json*>> listings);
    // What the center answered.
    driver::Result<host_bridge::Json> order(const Order& order);

  private:
    explicit HostSession(host_bridge::JsonClient client) : client_(std::move(client)) {}
    host_bridge::JsonClient client_;
};

// Why an order was refused, and what to do about it; nothing if it was done.
std::optional<std::string> refusal_in(const host_bridge::Json& answer);

}  // namespace tools
