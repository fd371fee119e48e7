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

// Signalling → realtime.
using MediaCommand =
    std::variant<driver::Listen, Play, StopPlay, ListenForDigits, TapLine, SendTone, SendDigits>;

// Realtime → signalling.
struct DigitHeard {
    driver::LineId line;
    char digit{};        // 0-9 * # A-D
    driver::Ticks at{};  // the tick in which it was decided
};
using MediaEvent = std::variant<DigitHeard, Played, driver::TickHealth>;

struct MediaQueues {
    driver::Mailbox<MediaCommand, 4096> commands;
    driver::Mailbox<MediaEvent, 4096> events;
};

}  // namespace ivr_dsp
