// SPDX-License-Identifier: GPL-2.0-or-later
// The native dialect for programs that may wait: the CLI, the demo, tests.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "driver/base/result.hpp"
#include "host_bridge/links/json_conversation.hpp"

namespace host_bridge {

class JsonClient {
  public:
    using Milliseconds = std::chrono::milliseconds;

    // Errors: nobody listens there.
    static driver::Result<JsonClient> tcp(const std::string& address, std::uint16_t port);
    static driver::Result<JsonClient> local(const std::filesystem::path& socket);
    JsonClient(JsonClient&& other) noexcept;
    JsonClient& operator=(JsonClient&& other) noexcept;
    ~JsonClient();

    driver::Result<Json> login(const std::string& token);
    // Says a request and waits for its answer. Error: the host's error, with its remedy; no answer
    // in time; the connection broke.
    driver::Result<Json> request(const Json& request, Milliseconds within = Milliseconds(5000));
    // The next event, hello or snapshot line; nothing if none came in time. Error: broken
    // connection.
    driver::Result<std::optional<Json>> next_event(Milliseconds within);

  private:
    explicit JsonClient(int socket);
    using Clock = std::chrono::steady_clock;
    driver::Result<void> exchange(Clock::time_point until);

    int socket_;
    JsonConversation conversation_;
    std::string out_;
};

}  // namespace host_bridge
