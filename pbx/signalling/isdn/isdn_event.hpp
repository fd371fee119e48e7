// SPDX-License-Identifier: GPL-2.0-or-later
// What libpri tells us, copied out of its one event buffer before it is asked anything else.
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"
#include "driver/base/text.hpp"
#include "pbx/signalling/messages.hpp"

struct q931_call;  // libpri's; only ever compared and handed back

namespace pbx {

// link_up, link_down: the D-channel (Q.921). offered: SETUP. more_digits: INFORMATION. named: the
// caller's name came after the SETUP (NI2). needs_more: SETUP ACKNOWLEDGE. in_band: PROGRESS.
// hung_up: DISCONNECT, already answered with RELEASE. cleared: the call is over at both ends;
// `call` is dead and only names it. restarted: the far end has reset a channel. maintenance:
// SERVICE (NI2). misconfigured: both ends think they are the network, or the user; or the line is
// looped.
ENUM(IsdnNews, link_up, link_down, offered, more_digits, named, needs_more, proceeding, in_band,
     alerting, answered, hung_up, cleared, restarted, restart_acknowledged, maintenance,
     misconfigured)

struct IsdnEvent {
    static constexpr int no_channel = 0;
    static constexpr int any_channel = 0xFF;

    IsdnNews news{};
    q931_call* call{};
    int channel{};         // timeslot, no_channel or any_channel
    int channel_prefix{};  // interface identifier to repeat when answering, as libpri codes it
    Cause cause{};
    bool unconfirmed{};  // cleared by a timer of ours: the far end may still hold its half
    Number ani;          // empty when restricted
    bool withheld{};     // it is restricted
    Number dnis;         // offered: all so far; more_digits: the new ones
    driver::DisplayName name;
    bool audio{};           // bearer: speech or 3.1 kHz
    bool flexible{};        // another channel would do
    bool complete{};        // the called number
    bool out_of_service{};  // maintenance
};

// Told on the signalling thread, from inside DChannel's receive() and run().
class IsdnEvents {
  public:
    virtual void happened(const IsdnEvent& event) = 0;

  protected:
    ~IsdnEvents() = default;
};

}  // namespace pbx
