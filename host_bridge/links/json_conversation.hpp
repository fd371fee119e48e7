// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "host_bridge/dialects/json_value.hpp"

namespace host_bridge {

// A client's side of the native dialect, without its socket: octets in, octets out. Tells answers
// from events and answers pings by itself.
class JsonConversation {
  public:
    static constexpr std::size_t longest_line = std::size_t{16} << 20U;  // of the host, octets
    static constexpr std::size_t most_unread = 65536;                    // events

    // `prefix` begins the ids of its requests: unique among all that command as the same client.
    explicit JsonConversation(std::string prefix) : prefix_(std::move(prefix)) {}

    // Says `request`, an object with "do"; gives it an id if it has none. Returns the id.
    std::string say(Json request);
    // What is to be sent since the last call.
    [[nodiscard]] std::string take_output();

    // Octets from the host. False when they are no lines of JSON, or too many events stay unread.
    [[nodiscard]] bool hear(std::string_view octets);
    // The one answer to a request, once: a reply, pong or error, or a snapshot's end.
    std::optional<Json> answer(const std::string& id);
    // Everything else, in order: hello, events, snapshot lines, gaps.
    std::optional<Json> event();

  private:
    bool hear_line(std::string_view line);

    std::string prefix_;
    unsigned requests_{};
    std::string in_;
    std::string out_;
    std::map<std::string, Json> answers_;
    std::deque<Json> events_;
};

}  // namespace host_bridge
