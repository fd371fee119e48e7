// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/event_loop.hpp"

#include <thread>

#include <boost/asio/io_context.hpp>

namespace host_bridge {

EventLoop::EventLoop() : context_(std::make_unique<boost::asio::io_context>(1)) {}
EventLoop::~EventLoop() = default;

void EventLoop::poll() {
    context_->restart();
    context_->poll();
}

void EventLoop::run_for(std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    context_->restart();
    context_->run_until(until);
    // With nothing to wait for the context returns at once.
    std::this_thread::sleep_until(until);
}

}  // namespace host_bridge
