// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace host_bridge {

// Where the sockets of all links are served: one thread, or none (virtual time).
class EventLoop {
  public:
    EventLoop();
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    // What is ready now; never waits.
    void poll();
    // What is ready or becomes ready within that time.
    void run_for(std::chrono::milliseconds time);

    [[nodiscard]] boost::asio::io_context& context() { return *context_; }

  private:
    std::unique_ptr<boost::asio::io_context> context_;
};

}  // namespace host_bridge
