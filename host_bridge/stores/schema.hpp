// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

namespace host_bridge {

// Says to file(1) and to us that a database is a Trunkline record store.
inline constexpr std::int64_t store_application_id = 0x544B4C31;  // "TKL1"
inline constexpr std::int64_t store_schema_version = 1;

// Times are RFC 3339 in UTC, durations milliseconds. `number` is the journal's record number; with
// `epoch` it names one record for ever. Contacts are numbered anew in each epoch.
inline constexpr const char* store_schema = R"(
CREATE TABLE position (          -- how far the journal has been read; one row
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL, number INTEGER NOT NULL,
    clock_number INTEGER NOT NULL, clock_tick INTEGER NOT NULL,
    clock_utc_us INTEGER NOT NULL, clock_known INTEGER NOT NULL);
INSERT INTO position VALUES (1, 0, 0, 0, 0, 0, 0);
CREATE TABLE contacts (
    epoch INTEGER NOT NULL, contact INTEGER NOT NULL,
    since TEXT NOT NULL, ani TEXT NOT NULL, dnis TEXT NOT NULL, caller TEXT NOT NULL,
    ended INTEGER NOT NULL,
    PRIMARY KEY (epoch, contact)) WITHOUT ROWID;
CREATE TABLE contact_data (
    epoch INTEGER NOT NULL, contact INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (epoch, contact, key)) WITHOUT ROWID;
CREATE TABLE call_records (
    epoch INTEGER NOT NULL, number INTEGER NOT NULL, contact INTEGER NOT NULL,
    began TEXT NOT NULL, ended TEXT NOT NULL, outcome TEXT NOT NULL,
    outgoing INTEGER NOT NULL, caller_hung_up INTEGER NOT NULL, cause INTEGER NOT NULL,
    device TEXT NOT NULL, ivr_port INTEGER, queue TEXT NOT NULL, agent TEXT NOT NULL,
    station TEXT NOT NULL, transfers INTEGER NOT NULL,
    ivr_ms INTEGER NOT NULL, queued_ms INTEGER NOT NULL, rang_ms INTEGER NOT NULL,
    talked_ms INTEGER NOT NULL, held_ms INTEGER NOT NULL, lasted_ms INTEGER NOT NULL,
    PRIMARY KEY (epoch, number)) WITHOUT ROWID;
CREATE INDEX call_records_began ON call_records (began);
CREATE TABLE agent_states (
    epoch INTEGER NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL,
    agent TEXT NOT NULL, station TEXT NOT NULL, state TEXT NOT NULL, before TEXT NOT NULL,
    reason TEXT NOT NULL, contact INTEGER NOT NULL, lasted_ms INTEGER NOT NULL,
    PRIMARY KEY (epoch, number)) WITHOUT ROWID;
CREATE INDEX agent_states_agent ON agent_states (agent, at);
)";

}  // namespace host_bridge
