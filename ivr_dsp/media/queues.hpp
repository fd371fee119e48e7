// SPDX-License-Identifier: GPL-2.0-or-later
// Between the realtime thread and the signalling thread, inside the firmware.
#pragma once

#include <variant>

#include "driver/base/ids.hpp"
#include "driver/base/mailbox.hpp"
#include "driver/base/ticks.hpp"
#include "driver/board/messages.hpp"
#include "driver/bus/messages.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp {

// A call begins on this line, or is over: nothing of the one before may be left.
struct LineInCall {
    driver::LineId line;
    bool in_call{};
};

// The line hears whether a message waits (by FSK), in place of what it listens to. A SendTone that
// lasts nothing ends it.
struct SendMessageLamp {
    driver::LineId line;
    FskStandard standard{};
    CallerIdForm form{CallerIdForm::mdmf};
    bool lit{};
};

// Signalling → realtime.
using MediaCommand =
    std::variant<driver::Listen, Play, StopPlay, ListenForDigits, TapLine, SendTone, SendDigits,
                 SetSeat, StartRecording, StopRecording, ListenForTones, LineInCall, AskLineQuality,
                 SendCallerId, StartFax, StopFax, LeaveMessage, PlayMessage, SendMessageLamp>;

// Realtime → signalling.
struct DigitHeard {
    driver::LineId line;
    char digit{};        // 0-9 * # A-D
    driver::Ticks at{};  // the tick in which it was decided
};
using MediaEvent = std::variant<DigitHeard, Played, driver::TickHealth, Recorded, ToneHeard,
                                PartyHeard, BeepHeard, LineQuality, SpeakersChanged, FaxEnded>;

// Signalling → the recorder's worker, and back.
using MessageOrder = std::variant<MarkMessage, DeleteMessage, ListMessages>;
using MessageNews = std::variant<StoredMessage, MessageGone, MessagesListed>;

struct MessageQueues {
    driver::Mailbox<MessageOrder, 1024> orders;
    driver::Mailbox<MessageNews, 1024> news;
};

struct MediaQueues {
    driver::Mailbox<MediaCommand, 4096> commands;
    driver::Mailbox<MediaEvent, 4096> events;
    MessageQueues messages;
};

}  // namespace ivr_dsp
