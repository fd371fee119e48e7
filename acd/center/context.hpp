// SPDX-License-Identifier: GPL-2.0-or-later
// What every desk of the center has at hand.
#pragma once

#include "acd/center/config.hpp"
#include "acd/center/timers.hpp"
#include "pbx/call/ports.hpp"
#include "pbx/journal/events.hpp"

namespace acd {

// Where events go: the journal.
class EventSink {
  public:
    // `at` never goes back.
    virtual void tell(Ticks at, const pbx::Event& event) = 0;

  protected:
    ~EventSink() = default;
};

struct Context {
    const CenterConfig& config;
    pbx::Orders& orders;
    EventSink& events;
    Timers timers;
    Ticks now{};  // the tick of the record being handled

    void tell(const pbx::Event& event) { events.tell(now, event); }
    void after(TimerKey key, Ticks wait) { timers.set(key, now + wait); }
};

}  // namespace acd
