// SPDX-License-Identifier: GPL-2.0-or-later
// What happens to calls, in CSTA's words (ECMA-269).
#pragma once

#include "pbx/journal/event_parts.hpp"

namespace pbx {

// A leg's place in its call, CSTA's local connection state.
ENUM(ConnectionState, null, initiated, alerting, connected, held, queued, failed)

// How a party takes part. A supervisor hears all others; monitor: and is heard by nobody (CSTA's
// silent participation); whisper: by the agent alone; barge: by all (active participation).
ENUM(Participation, regular, monitor, whisper, barge)

// A call has reached the exchange, before routing.
struct CallOffered {
    EVENT("call.offered");
    ContactView contact;
    CallId call;
    LegId leg;
    Device device;
    FIELDS(contact, call, leg, device)
};
// Where routing sends the call: "menu", "queue", "station", "number", "release".
struct CallRouted {
    EVENT("call.routed");
    ContactView contact;
    CallId call;
    Name kind;
    Name target;
    FIELDS(contact, call, kind, target)
};
// A device of the call is ringing.
struct CallDelivered {
    EVENT("call.delivered");
    ContactView contact;
    CallId call;
    LegId leg;
    Device device;
    Name agent;  // empty if the station belongs to no agent
    Name queue;  // empty if it did not come from a queue
    FIELDS(contact, call, leg, device, agent, queue)
};
// A device of the call has answered.
struct CallEstablished {
    EVENT("call.established");
    ContactView contact;
    CallId call;
    LegId leg;
    Device device;
    Name agent;
    Name queue;
    Ticks rang{};
    FIELDS(contact, call, leg, device, agent, queue, rang)
};
struct CallHeld {
    EVENT("call.held");
    ContactView contact;
    CallId call;
    LegId leg;  // who put the call on hold
    Device device;
    FIELDS(contact, call, leg, device)
};
struct CallRetrieved {
    EVENT("call.retrieved");
    ContactView contact;
    CallId call;
    LegId leg;
    Device device;
    FIELDS(contact, call, leg, device)
};
// Two calls became one and the transferring party left it. `blind`: the target had not answered.
struct CallTransferred {
    EVENT("call.transferred");
    ContactView contact;
    CallId call;      // the call that goes on
    CallId old_call;  // the one that was merged into it; equal when there was only one
    Device transferring;
    Device transferred_to;
    bool blind{};
    FIELDS(contact, call, old_call, transferring, transferred_to, blind)
};
struct CallConferenced {
    EVENT("call.conferenced");
    ContactView contact;
    CallId call;
    CallId old_call;
    Device added;
    std::uint8_t parties{};
    FIELDS(contact, call, old_call, added, parties)
};
// A device could not be reached: busy, no answer, refused.
struct CallFailed {
    EVENT("call.failed");
    ContactView contact;
    CallId call;
    LegId leg;
    Device device;
    Cause cause{};
    FIELDS(contact, call, leg, device, cause)
};
// One party left (CSTA connection cleared).
struct PartyLeft {
    EVENT("call.party_left");
    ContactView contact;
    CallId call;
    LegId leg;
    Device device;
    Cause cause{};
    bool hung_up{};  // the party itself hung up; false when the center let it go
    FIELDS(contact, call, leg, device, cause, hung_up)
};
struct CallEnded {
    EVENT("call.ended");
    ContactView contact;
    CallId call;
    Cause cause{};
    FIELDS(contact, call, cause)
};

// ── what is heard of a party ────────────────────────────────────────────────────────────────────

// The party's line carries a tone: a caller's fax machine, or what an exchange says of a call to
// the outside.
struct CallToneHeard {
    EVENT("call.tone");
    ContactView contact;
    CallId call;
    LegId leg;
    Device device;
    ivr_dsp::HeardTone tone{};
    std::int16_t level_dbm0{};
    FIELDS(contact, call, leg, device, tone, level_dbm0)
};
// Who has answered, of a call that was dialled to be analysed. `after`: since the answer.
struct CallAnalysed {
    EVENT("call.analysed");
    ContactView contact;
    CallId call;
    LegId leg;
    Device device;
    ivr_dsp::CallParty verdict{};
    std::uint8_t confidence_percent{};
    Ticks after{};
    FIELDS(contact, call, leg, device, verdict, confidence_percent, after)
};
// The answering machine has beeped: it hears what is said from now on.
struct CallBeeped {
    EVENT("call.beep");
    ContactView contact;
    CallId call;
    LegId leg;
    Device device;
    Ticks after{};  // the answer
    FIELDS(contact, call, leg, device, after)
};

// A supervisor is in the call, and takes part like this from now on; regular: as everybody else
// does, because who was there before has left.
struct CallSupervised {
    EVENT("call.supervised");
    ContactView contact;
    CallId call;
    LegId leg;
    Device device;    // the supervisor's
    Name supervisor;  // the agent who sits there, if any
    Participation part{};
    FIELDS(contact, call, leg, device, supervisor, part)
};
// What the others hear of a party: nothing while it is muted, else louder by `gain_db`.
struct CallPartSet {
    EVENT("call.part");
    ContactView contact;
    CallId call;
    LegId leg;
    Device device;
    bool muted{};
    std::int8_t gain_db{};
    FIELDS(contact, call, leg, device, muted, gain_db)
};
// Who speaks in a call of three and more, all that do. At most four times a second.
struct SpeakersHeard {
    EVENT("conference.speakers");
    ContactView contact;
    CallId call;
    std::vector<Device> speakers;
    FIELDS(contact, call, speakers)
};

}  // namespace pbx
