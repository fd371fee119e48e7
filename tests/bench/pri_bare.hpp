// SPDX-License-Identifier: GPL-2.0-or-later
// The floor for call set-up: libpri alone, a user and a network back to back over two queues,
// nothing above it. A peer for whatever sets up calls with more around it.
#pragma once

#include <cstddef>
#include <memory>

namespace bench {

// EuroISDN on an E1. One for the life of the process: libpri cannot free what it is made of.
class BarePri {
  public:
    BarePri();
    BarePri(const BarePri&) = delete;
    BarePri& operator=(const BarePri&) = delete;
    ~BarePri();

    // SETUP, CALL PROCEEDING, ALERTING, CONNECT, CONNECT ACKNOWLEDGE, DISCONNECT, RELEASE, RELEASE
    // COMPLETE, with layer 2's acknowledgements, at both sides. False if the call did not come
    // about.
    [[nodiscard]] bool one_call(int channel);
    [[nodiscard]] std::size_t frames() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bench
