// SPDX-License-Identifier: GPL-2.0-or-later
// The call model's two doors: orders go down through one, news go up through the other.
#pragma once

#include "pbx/journal/events.hpp"
#include "pbx/signalling/messages.hpp"

namespace pbx {

// Down: takes what the firmware shall do, in order. Never blocks and never loses an order.
class Orders {
  public:
    virtual void send(const DownBody& order) = 0;

  protected:
    ~Orders() = default;
};

// Up: what happened to calls. Called while the model is consistent; the observer may call the model
// back.
class CallObserver {
  public:
    // A line was seized from outside. A trunk has its numbers; a lifted station has dialled
    // nothing.
    virtual void offered(LegId leg) = 0;
    virtual void alerting(LegId leg) = 0;
    virtual void answered(LegId leg) = 0;
    // The leg has left `call`; the call may now be empty, and then has ended. `hung_up`: the party
    // itself, not the center. `held` is the call it had on hold, if any, which it has left too.
    struct Departure {
        LegId leg;
        LineId line;
        CallId call;
        CallId held;
        ContactId contact;  // of `call`
        Cause cause{};
        bool hung_up{};
        bool was_answered{};
        Participation part{};
    };
    virtual void left(const Departure& departure) = 0;
    // The line is free: both sides have let go.
    virtual void line_free(LineId line) = 0;

  protected:
    ~CallObserver() = default;
};

}  // namespace pbx
