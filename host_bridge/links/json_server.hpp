// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "driver/base/result.hpp"
#include "host_bridge/config.hpp"
#include "host_bridge/links/event_loop.hpp"
#include "host_bridge/links/json_session.hpp"

namespace host_bridge {

// Listens for clients of the native dialect, on TCP or on a local socket.
class JsonServer {
  public:
    // Errors: the address cannot be listened on (in use, not ours).
    static driver::Result<std::unique_ptr<JsonServer>> tcp(EventLoop& loop,
                                                           const JsonLinkConfig& config,
                                                           const SessionServices& services,
                                                           const Moment& now);
    // A socket file that nobody serves any more is taken over.
    static driver::Result<std::unique_ptr<JsonServer>> local(EventLoop& loop,
                                                             const LocalLinkConfig& config,
                                                             const SessionServices& services,
                                                             const Moment& now);
    ~JsonServer();

    void poll(const Moment& now);
    [[nodiscard]] std::uint16_t port() const;  // of TCP
    // The listener itself, then each client.
    [[nodiscard]] std::vector<LinkRow> rows() const;

  private:
    struct State;
    explicit JsonServer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace host_bridge
