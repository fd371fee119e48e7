// SPDX-License-Identifier: GPL-2.0-or-later
// Everything control is told: the journal's *in* records. Control is a function of these: replaying
// them reproduces the out records byte for byte.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "driver/base/fields.hpp"
#include "driver/base/ticks.hpp"
#include "pbx/journal/commands.hpp"
#include "pbx/journal/events.hpp"
#include "pbx/signalling/messages.hpp"

namespace pbx {

// Control began with an empty memory: no contact, no agent logged in, and ticks may count anew. Ids
// go on from where an earlier beginning left off, so that none names two contacts of one journal.
struct Began {
    std::uint64_t epoch{};
    std::uint64_t seed{};  // of its generator
    std::string version;
    std::uint64_t first_contact{1};
    std::uint64_t first_call{1};
    FIELDS(epoch, seed, version, first_contact, first_call)
};
// A file of the configuration as it was read: trunkline.toml, each menu, the prompt bank's
// contents.
struct ConfigurationFile {
    std::string name;
    std::string text;
    FIELDS(name, text)
};
struct Configured {
    std::string digest;  // of all files, hexadecimal
    std::vector<ConfigurationFile> files;
    FIELDS(digest, files)
};
// At this tick UTC was `utc_us` microseconds after 1970. At start, each minute, each step.
struct ClockMark {
    std::int64_t utc_us{};
    FIELDS(utc_us)
};
// Nothing came, but a timer was due by this tick.
struct TimePassed {
    FIELDS()
};
// A message of border 1; the record's tick is the message's.
struct FromFirmware {
    std::uint64_t sequence{};
    UpBody body;
    FIELDS(sequence, body)
};
// The firmware's socket hung up.
struct FirmwareLost {
    FIELDS()
};
// Control has come back after its own death and replayed up to here; `last_up` had been journalled.
struct Resumed {
    std::string version;
    FIELDS(version)
};
// The disk: whether the journal can be sure of room for calls not yet begun.
struct JournalSpace {
    bool enough{};
    std::uint64_t free_octets{};
    FIELDS(enough, free_octets)
};

// The center was empty: all it remembers is in this record, so a replay may begin here. In the
// middle of a replay it is checked against what the replay remembers.
struct RestingAgent {
    Name agent;
    AgentState state{};
    Number station;
    Name reason;
    Ticks since{};
    Ticks idle_since{};
    FIELDS(agent, state, station, reason, since, idle_since)
};
// An alarm that is raised. `about` tells apart several of one name: a menu.
struct RaisedAlarm {
    Name alarm;
    Name about;
    Ticks since{};
    FIELDS(alarm, about, since)
};
struct RestingSpan {
    // Of something that is counted by the hour.
    struct Counted {
        std::uint32_t total{};
        std::uint32_t before{};  // what it was when the hour began
        Ticks hour_began{};
        bool began{};  // there was such an hour
        FIELDS(total, before, hour_began, began)
    };
    driver::SpanStatus status;
    bool known{};  // by the firmware that is here now
    Counted slips;
    Counted bad_frames;
    FIELDS(status, known, slips, bad_frames)
};
// A fax that waits to be sent.
struct RestingFax {
    std::uint64_t fax{};
    Number number;
    std::uint64_t document{};
    std::uint8_t tries{};
    std::uint8_t tried{};
    Ticks due{};
    FIELDS(fax, number, document, tries, tried, due)
};

struct RestingMailbox {
    Number mailbox;
    std::vector<ivr_dsp::StoredMessage> messages;
    FIELDS(mailbox, messages)
};

struct Rested {
    Began began;
    Configured configured;
    std::vector<RestingAgent> agents;
    std::vector<std::uint32_t> seizures;  // ours, by line
    std::vector<std::uint32_t> offers;    // the far end's, by line
    std::vector<LineId> out_of_service;
    std::vector<std::uint32_t> last_plays;  // by voice port
    std::uint64_t next_contact{};
    std::uint64_t next_call{};
    std::uint32_t last_report{};
    Ticks next_audit{};
    bool has_firmware{};
    std::uint64_t firmware_epoch{};
    std::uint64_t last_order{};
    std::uint64_t last_up{};
    std::uint64_t late_ticks_told{};
    bool journal_has_room{};
    std::vector<RaisedAlarm> alarms;
    std::uint64_t prompts_not_said{};
    std::vector<RestingSpan> spans;
    Ticks spans_calm_until{};
    std::vector<driver::ClockStatus> clocks;
    std::vector<driver::ClockSource> clock_sources;
    std::uint64_t next_recording{1};
    std::uint64_t next_fax{1};
    std::vector<RestingFax> faxes;
    std::vector<RestingMailbox> mailboxes;
    bool messages_known{};  // the firmware has listed them
    FIELDS(began, configured, agents, seizures, offers, out_of_service, last_plays, next_contact,
           next_call, last_report, next_audit, has_firmware, firmware_epoch, last_order, last_up,
           late_ticks_told, journal_has_room, alarms, prompts_not_said, spans, spans_calm_until,
           clocks, clock_sources, next_recording, next_fax, faxes, mailboxes, messages_known)
};

// Order is part of the journal's format: add at the end.
using In = std::variant<Began, Configured, ClockMark, TimePassed, FromFirmware, FirmwareLost,
                        Resumed, JournalSpace, HostCommand, Rested>;

}  // namespace pbx
