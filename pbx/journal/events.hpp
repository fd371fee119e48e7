// SPDX-License-Identifier: GPL-2.0-or-later
// Everything the center tells the outside world: the journal's *out* records. Every link, database
// row, wallboard and call record is made from these and nothing else. The words are CSTA's
// (ECMA-269) where it has one. Times are ticks; a reader turns them into UTC with the last
// SystemClock.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/text.hpp"
#include "driver/base/ticks.hpp"
#include "driver/board/messages.hpp"
#include "pbx/signalling/messages.hpp"

namespace pbx {

using driver::CallId;
using driver::ContactId;
using driver::DisplayName;
using driver::LineId;
using driver::SpanId;
using driver::VoicePortId;

using Name = driver::Text<31>;  // of a queue, menu, trunk group, as configured
using Key = driver::Text<31>;   // of attached data
using Value = driver::Text<223>;

#define EVENT(event_name) static constexpr std::string_view name = event_name

// ── pieces ──────────────────────────────────────────────────────────────────────────────────────

struct Attachment {
    Key key;
    Value value;
    FIELDS(key, value)
};

// The customer's matter, sent whole in every event about it, so that one event is enough for a
// screen.
struct ContactView {
    ContactId contact;
    Number ani;
    Number dnis;
    DisplayName caller;
    Ticks since{};  // first offered
    std::vector<Attachment> data;
    FIELDS(contact, ani, dnis, caller, since, data)
};

// Where a line is, for people: span and timeslot of a trunk, or a station's number.
struct Device {
    LineId line;
    SpanId span;  // 0 for a station
    std::uint8_t timeslot{};
    Number station;  // empty for a trunk
    FIELDS(line, span, timeslot, station)
};

// ── system ──────────────────────────────────────────────────────────────────────────────────────

// The center began, or began again after an unclean stop of the machine (then with a new epoch).
struct SystemStarted {
    EVENT("system.started");
    std::uint64_t epoch{};
    std::string version;
    FIELDS(epoch, version)
};
struct SystemConfigured {
    EVENT("system.configured");
    std::string digest;
    std::uint32_t lines{};
    std::uint32_t voice_ports{};
    std::uint32_t agents{};
    std::uint32_t queues{};
    FIELDS(digest, lines, voice_ports, agents, queues)
};
// At the tick of this record UTC was `utc_us` microseconds after 1970.
struct SystemClock {
    EVENT("system.clock");
    std::int64_t utc_us{};
    FIELDS(utc_us)
};
// The firmware is with us, or has gone: then every call ends with cause 41.
struct FirmwareChanged {
    EVENT("system.firmware");
    bool present{};
    std::uint64_t epoch{};
    FIELDS(present, epoch)
};
struct SpanChanged {
    EVENT("span.status");
    driver::SpanStatus status;
    FIELDS(status)
};
struct LineServiceChanged {
    EVENT("line.service");
    Device device;
    bool in_service{};
    FIELDS(device, in_service)
};
struct HealthReported {
    EVENT("system.health");
    driver::TickHealth health;
    FIELDS(health)
};
// Something needs a person: "journal.space", "firmware.overload".
struct AlarmChanged {
    EVENT("system.alarm");
    Name alarm;
    bool active{};
    std::string text;
    FIELDS(alarm, active, text)
};

// ── calls ───────────────────────────────────────────────────────────────────────────────────────

// A leg's place in its call, CSTA's local connection state.
ENUM(ConnectionState, null, initiated, alerting, connected, held, queued, failed)

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

// ── IVR ─────────────────────────────────────────────────────────────────────────────────────────

// An idle IVR port was found and connected. SMDI tells the host from this event (step 4).
struct IvrStarted {
    EVENT("ivr.started");
    ContactView contact;
    CallId call;
    Device device;
    VoicePortId port;
    Name menu;
    FIELDS(contact, call, device, port, menu)
};
// A field was filled. `value` is empty when the input was secret.
struct IvrInput {
    EVENT("ivr.input");
    ContactView contact;
    VoicePortId port;
    Name menu;
    Name field;
    Value value;
    FIELDS(contact, port, menu, field, value)
};
// The port is free again.
ENUM(IvrOutcome, transferred, disconnected, hung_up, failed)
struct IvrEnded {
    EVENT("ivr.ended");
    ContactView contact;
    VoicePortId port;
    Name menu;
    IvrOutcome outcome{};
    Name destination;  // when transferred
    Ticks lasted{};
    FIELDS(contact, port, menu, outcome, destination, lasted)
};

// ── queues and agents ───────────────────────────────────────────────────────────────────────────

struct QueueEntered {
    EVENT("queue.entered");
    ContactView contact;
    Name queue;
    std::uint16_t position{};  // 1 = next
    FIELDS(contact, queue, position)
};
// The caller was told this position and asked whether to wait.
struct QueueAnnounced {
    EVENT("queue.announced");
    ContactView contact;
    Name queue;
    std::uint16_t position{};
    FIELDS(contact, queue, position)
};
ENUM(QueueExit, connected, abandoned, left, transferred, failed)
struct QueueLeft {
    EVENT("queue.left");
    ContactView contact;
    Name queue;
    QueueExit exit{};
    Name agent;  // when connected
    Ticks waited{};
    FIELDS(contact, queue, exit, agent, waited)
};

ENUM(AgentState, logged_off, not_ready, ready, reserved, ringing, talking, after_call_work)
struct AgentChanged {
    EVENT("agent.state");
    Name agent;
    Number station;  // where the agent sits; empty when logged off
    AgentState state{};
    AgentState before{};
    Name reason;        // of not_ready; "no answer" when the center set it
    ContactId contact;  // while reserved, ringing, talking, after_call_work
    Ticks lasted{};     // how long the state before lasted
    FIELDS(agent, station, state, before, reason, contact, lasted)
};

// ── contact ─────────────────────────────────────────────────────────────────────────────────────

struct DataAttached {
    EVENT("contact.data");
    ContactView contact;
    Key key;
    FIELDS(contact, key)
};

// How a contact ended, seen from the caller.
ENUM(ContactOutcome, answered, abandoned, left_queue, self_service, refused, failed)
// The call record (CDR), once per contact, after its last party left. Times are how long.
struct ContactEnded {
    EVENT("contact.ended");
    ContactView contact;
    ContactOutcome outcome{};
    bool outgoing{};
    bool caller_hung_up{};
    Cause cause{};
    Device device;  // the caller's line
    bool had_ivr{};
    VoicePortId port;  // the IVR port used last, if had_ivr
    Name queue;        // the last one; empty if none
    Name agent;        // who talked last
    Number station;    // the station that talked last
    std::uint8_t transfers{};
    Ticks ivr{};
    Ticks queued{};
    Ticks rang{};
    Ticks talked{};
    Ticks held{};
    Ticks lasted{};
    FIELDS(contact, outcome, outgoing, caller_hung_up, cause, device, had_ivr, port, queue, agent,
           station, transfers, ivr, queued, rang, talked, held, lasted)
};

// ── commands ────────────────────────────────────────────────────────────────────────────────────

// The one answer to a host command. A repeated command id gets the stored answer again from the
// link, not a second effect.
struct CommandResult {
    EVENT("command.result");
    driver::Text<31> client;
    driver::Text<47> id;
    bool done{};
    std::string text;  // why not, for a person
    CallId call;       // made or touched, if any
    FIELDS(client, id, done, text, call)
};

#undef EVENT

// Order is part of the journal's format: add at the end.
using Event = std::variant<SystemStarted, SystemConfigured, SystemClock, FirmwareChanged,
                           SpanChanged, LineServiceChanged, HealthReported, AlarmChanged,
                           CallOffered, CallRouted, CallDelivered, CallEstablished, CallHeld,
                           CallRetrieved, CallTransferred, CallConferenced, CallFailed, PartyLeft,
                           CallEnded, IvrStarted, IvrInput, IvrEnded, QueueEntered, QueueAnnounced,
                           QueueLeft, AgentChanged, DataAttached, ContactEnded, CommandResult>;

inline std::string_view name_of(const Event& event) {
    return std::visit([](const auto& one) { return std::decay_t<decltype(one)>::name; }, event);
}

}  // namespace pbx
