// SPDX-License-Identifier: GPL-2.0-or-later
// Recordings, and messages left in mailboxes, as control speaks of them: part of
// ivr_dsp/media/messages.hpp. Crosses border 1.
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/text.hpp"
#include "driver/base/ticks.hpp"

namespace ivr_dsp {

// ── recording ───────────────────────────────────────────────────────────────────────────────────

// Down: what the line says and hears goes to a file, until it is stopped, under this number of
// control's. Answered by one Recorded, when the file is closed or there will be none.
struct StartRecording {
    driver::LineId line;
    std::uint64_t recording{};  // not 0
    FIELDS(line, recording)
};

// Down: the recording is over. 0: all are, whoever ordered them.
struct StopRecording {
    std::uint64_t recording{};
    FIELDS(recording)
};

// stopped: as ordered, its file is closed. refused: no channel was free, or there is no such line.
// disk: its file could not be written or closed; what there is of it is looked at when the firmware
// starts. firmware_gone, late: only control says so; the file may be there all the same.
ENUM(RecordingEnd, stopped, refused, disk, firmware_gone, late)

// Up: what came of a recording.
struct Recorded {
    std::uint64_t recording{};
    driver::LineId line;
    RecordingEnd end{};
    driver::Ticks lasted{};   // gaps among it
    std::uint32_t gaps{};     // silence stands for them in the file; its sidecar lists them
    driver::Ticks missing{};  // all gaps together
    driver::Ticks spoken{};   // of a message left: how much of it was not silence
    FIELDS(recording, line, end, lasted, gaps, missing, spoken)
};

// ── voicemail ───────────────────────────────────────────────────────────────────────────────────

using MailboxId = driver::Id<struct MailboxTag, std::uint16_t>;  // position as configured, from 1

// Down: what the line says is a message for the mailbox. Its number is that of a recording, and so
// it is ended by StopRecording and answered by one Recorded; it also ends by itself. One with less
// than `shortest` of anything but silence is not kept.
struct LeaveMessage {
    driver::LineId line;
    std::uint64_t message{};  // not 0
    MailboxId mailbox;
    driver::Number caller;
    driver::Ticks shortest{};
    driver::Ticks longest{};
    driver::Ticks final_silence{};  // so much of it, and the message is over; 0: it is not
    FIELDS(line, message, mailbox, caller, shortest, longest, final_silence)
};

// Down: as Play, but what is said is a message. It is fetched from the disk: until it is there, the
// port is silent. One that is gone is refused.
struct PlayMessage {
    driver::VoicePortId port;
    std::uint32_t play{};
    bool append{};
    MailboxId mailbox;
    std::uint64_t message{};
    FIELDS(port, play, append, mailbox, message)
};

// Down: its owner has heard the message, or has not.
struct MarkMessage {
    MailboxId mailbox;
    std::uint64_t message{};
    bool heard{};
    FIELDS(mailbox, message, heard)
};
// Down: answered by MessageGone, also when there was no such message.
struct DeleteMessage {
    MailboxId mailbox;
    std::uint64_t message{};
    FIELDS(mailbox, message)
};
// Down: answered by a StoredMessage for each there is in any mailbox, and one MessagesListed.
struct ListMessages {
    std::uint32_t list{};  // returned in MessagesListed
    FIELDS(list)
};

// Up: there is this message: it was left just now, or listed.
struct StoredMessage {
    MailboxId mailbox;
    std::uint64_t message{};
    std::int64_t utc_us{};        // when it began
    std::int32_t zone_minutes{};  // what clocks on the firmware's wall were ahead of UTC then
    driver::Ticks lasts{};
    bool heard{};
    driver::Number caller;
    FIELDS(mailbox, message, utc_us, zone_minutes, lasts, heard, caller)
};
// Up: the message is deleted.
struct MessageGone {
    MailboxId mailbox;
    std::uint64_t message{};
    FIELDS(mailbox, message)
};
// Up: mailboxes work, and all messages have been told.
struct MessagesListed {
    std::uint32_t list{};
    FIELDS(list)
};

}  // namespace ivr_dsp
