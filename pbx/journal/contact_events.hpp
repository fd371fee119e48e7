// SPDX-License-Identifier: GPL-2.0-or-later
// Menus, queues, agents, and what became of a contact.
#pragma once

#include "pbx/journal/event_parts.hpp"

namespace pbx {

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
    Number station;  // where the agent sits, or sat until now
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

// ── recordings ──────────────────────────────────────────────────────────────────────────────────

// What the device's line says and hears is being recorded. `recording` is in its file's name.
struct RecordingStarted {
    EVENT("recording.started");
    ContactView contact;
    CallId call;
    Device device;
    std::uint64_t recording{};
    FIELDS(contact, call, device, recording)
};
// Its file is closed, or why not. What is missing is silence there.
struct RecordingEnded {
    EVENT("recording.ended");
    ContactView contact;
    Device device;
    std::uint64_t recording{};
    ivr_dsp::RecordingEnd end{};
    Ticks lasted{};
    std::uint32_t gaps{};
    Ticks missing{};
    FIELDS(contact, device, recording, end, lasted, gaps, missing)
};

// ── voicemail ───────────────────────────────────────────────────────────────────────────────────

// found: the firmware has told what lies in the mailbox, and it is not what was known.
ENUM(MailboxChange, left, heard, renewed, deleted, found)
// What waits in a mailbox now; what it says is never here. `fresh`: not yet heard by its owner: the
// lamp is lit while there are any.
struct MailboxChanged {
    EVENT("mailbox.changed");
    Number mailbox;
    MailboxChange change{};
    std::uint64_t message{};  // 0 when found
    Number caller;            // who left it, if known
    std::uint32_t fresh{};
    std::uint32_t old{};
    FIELDS(mailbox, change, message, caller, fresh, old)
};

}  // namespace pbx
