// SPDX-License-Identifier: GPL-2.0-or-later
// Everything the center tells the outside world: the journal's *out* records. Every link, database
// row, wallboard and call record is made from these and nothing else. Times are ticks; a reader
// turns them into UTC with the last SystemClock.
#pragma once

#include <string_view>
#include <type_traits>
#include <variant>

#include "pbx/journal/call_events.hpp"
#include "pbx/journal/contact_events.hpp"
#include "pbx/journal/fax_events.hpp"
#include "pbx/journal/system_events.hpp"

namespace pbx {

// Order is part of the journal's format: add at the end.
using Event =
    std::variant<SystemStarted, SystemConfigured, SystemClock, FirmwareChanged, SpanChanged,
                 LineServiceChanged, HealthReported, AlarmChanged, CallOffered, CallRouted,
                 CallDelivered, CallEstablished, CallHeld, CallRetrieved, CallTransferred,
                 CallConferenced, CallFailed, PartyLeft, CallEnded, IvrStarted, IvrInput, IvrEnded,
                 QueueEntered, QueueAnnounced, QueueLeft, AgentChanged, DataAttached, ContactEnded,
                 CommandResult, SpanMeasured, SpanTested, ClockChanged, ClockSourceChanged,
                 RecordingStarted, RecordingEnded, CallToneHeard, CallAnalysed, CallBeeped,
                 LineMeasured, CallSupervised, CallPartSet, SpeakersHeard, FaxQueued, FaxStarted,
                 FaxReceived, FaxTried, FaxSent, FaxFailed, MailboxChanged>;

inline std::string_view name_of(const Event& event) {
    return std::visit([](const auto& one) { return std::decay_t<decltype(one)>::name; }, event);
}

}  // namespace pbx
