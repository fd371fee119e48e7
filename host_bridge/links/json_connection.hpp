// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <string>

#include <boost/asio/generic/stream_protocol.hpp>

#include "host_bridge/links/json_session.hpp"

namespace host_bridge {

// A session and its socket. Reads while the session can take it, asks the session for more when the
// socket has taken all. Owned by its server, which destroys it when it is done().
class JsonConnection {
  public:
    using Socket = boost::asio::generic::stream_protocol::socket;

    JsonConnection(Socket socket, JsonSession session, driver::Ticks stalled_after,
                   const Moment& now);

    void poll(const Moment& now);
    // Closed, and no operation is under way that knows this object.
    [[nodiscard]] bool done() const { return closed_ && operations_ == 0; }
    [[nodiscard]] LinkRow row() const;

  private:
    void start_read();
    void start_write();
    void write_some();
    void close();

    Socket socket_;
    JsonSession session_;
    driver::Ticks stalled_after_;
    Moment now_;              // of the last poll
    driver::Ticks progress_;  // when the socket last took something, or had nothing to take
    std::array<char, 16384> in_{};
    std::string out_;  // being written
    std::size_t written_{};
    unsigned operations_{};
    bool reading_{};
    bool writing_{};
    bool closed_{};
};

}  // namespace host_bridge
