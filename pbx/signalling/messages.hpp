// SPDX-License-Identifier: GPL-2.0-or-later
// Border 1: what control and firmware say to each other. Fixed-size, trivially copyable; no
// pointer, no string, no callback crosses. What crosses is what any voice board's SDK offers.
#pragma once

#include <atomic>
#include <cstdint>
#include <type_traits>
#include <variant>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/mailbox.hpp"
#include "driver/base/text.hpp"
#include "driver/base/ticks.hpp"
#include "driver/board/messages.hpp"
#include "driver/bus/messages.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace pbx {

using driver::LegId;
using driver::LineId;
using driver::Number;
using driver::Ticks;

// What a telephone shows callers by, between its first and second ring, and at rest whether a
// message waits: FSK of Bell 202 or V.23 with MDMF; old ones SDMF, which has no name; or nothing.
ENUM(CallerIdStandard, none, bell202, v23, bell202_sdmf)
constexpr ivr_dsp::FskStandard fsk_of(CallerIdStandard standard) {
    return standard == CallerIdStandard::v23 ? ivr_dsp::FskStandard::v23
                                             : ivr_dsp::FskStandard::bell202;
}
constexpr ivr_dsp::CallerIdForm form_of(CallerIdStandard standard) {
    return standard == CallerIdStandard::bell202_sdmf ? ivr_dsp::CallerIdForm::sdmf
                                                      : ivr_dsp::CallerIdForm::mdmf;
}

// Release cause, Q.850 numbering.
enum class Cause : std::uint8_t {
    none = 0,
    unallocated_number = 1,
    no_route_to_destination = 3,
    send_special_information_tone = 4,
    normal_clearing = 16,
    user_busy = 17,
    no_user_responding = 18,
    no_answer = 19,
    call_rejected = 21,
    destination_out_of_order = 27,
    invalid_number_format = 28,
    normal_unspecified = 31,
    no_circuit_available = 34,
    network_out_of_order = 38,
    temporary_failure = 41,
    switching_congestion = 42,
    requested_circuit_unavailable = 44,
    resource_unavailable = 47,
    recovery_on_timer_expiry = 102,
    protocol_error = 111,
    interworking = 127,
};

// ── down: control → firmware ────────────────────────────────────────────────────────────────────

// Seize the leg's line and call `called`; a station rings. Answered by LegChanged.
struct Dial {
    LegId leg;
    Number called;
    Number calling;
    driver::DisplayName name;
    bool withheld{};  // whoever calls does not want `calling` to be known: it is empty
    FIELDS(leg, called, calling, name, withheld)
};
// Tell the caller's side that the called party is being rung.
struct Alert {
    LegId leg;
    FIELDS(leg)
};
struct Answer {
    LegId leg;
    FIELDS(leg)
};
// Control lets go of the leg. Sent exactly once per leg, whoever hung up first: a line is free
// again when both its far end and control have let go.
struct Release {
    LegId leg;
    Cause cause{};
    FIELDS(leg, cause)
};
// The lamp of a station's telephone that says: a message waits.
struct SetLamp {
    driver::LineId line;
    bool lit{};
    FIELDS(line, lit)
};

// Ask for a full report: every leg, every span, then ReportEnd.
struct AskReport {
    std::uint32_t report{};  // returned in ReportEnd
    FIELDS(report)
};

using DownBody =
    std::variant<Dial, Alert, Answer, Release, AskReport, driver::Listen, ivr_dsp::Play,
                 ivr_dsp::StopPlay, ivr_dsp::ListenForDigits, driver::LoopSpan, driver::MeasureSpan,
                 driver::InjectErrors, ivr_dsp::TapLine, ivr_dsp::SendTone, ivr_dsp::SendDigits,
                 ivr_dsp::SetSeat, ivr_dsp::StartRecording, ivr_dsp::StopRecording,
                 ivr_dsp::ListenForTones, ivr_dsp::AskLineQuality, ivr_dsp::StartFax,
                 ivr_dsp::StopFax, ivr_dsp::LeaveMessage, ivr_dsp::PlayMessage,
                 ivr_dsp::MarkMessage, ivr_dsp::DeleteMessage, ivr_dsp::ListMessages, SetLamp,
                 ivr_dsp::TakeSecret, ivr_dsp::SendCallerId>;
struct Down {
    std::uint64_t sequence{};  // from 1, gapless within a firmware epoch
    DownBody body;
};

// ── up: firmware → control ──────────────────────────────────────────────────────────────────────

// Where a leg stands, in the order a leg lives. Incoming: offered → answered → released. Outgoing:
// dialling → proceeding → alerting → answered → released.
ENUM(LegPhase, offered, dialling, proceeding, alerting, answered, released)

// A leg's state, level-triggered: says how it is now, not each step in between. Also the item of a
// report. `released` of a leg control never saw offered still tells who called whom.
struct LegChanged {
    LegId leg;
    LegPhase phase{};
    Cause cause{};  // when released
    // The number is complete; false for a station that has just lifted and not yet dialled.
    bool complete{};
    Number ani;
    Number dnis;
    driver::DisplayName name;
    bool withheld{};  // the caller does not want `ani` to be known: it is empty
    FIELDS(leg, phase, cause, complete, ani, dnis, name, withheld)
};
// A digit heard on the leg: 0-9 * # A-D, or ivr_dsp::secret_key while the line is asked for a
// secret. `equals` then: bit i is set when the last keys are the i-th text of TakeSecret.
struct Digit {
    LegId leg;
    char digit{};
    std::uint8_t equals{};
    FIELDS(leg, digit, equals)
};
// A station's recall (hook flash).
struct Flash {
    LegId leg;
    FIELDS(leg)
};
// A line may be used, or not, at present (span alarm, D-channel down, board gone).
struct LineService {
    LineId line;
    bool in_service{};
    FIELDS(line, in_service)
};
// First message after control attached. Commands up to `last_command` have been carried out.
struct Attached {
    std::uint64_t firmware_epoch{};
    std::uint64_t last_command{};
    std::uint64_t configuration{};  // digest of the line plan; must equal control's
    FIELDS(firmware_epoch, last_command, configuration)
};
struct ReportEnd {
    std::uint32_t report{};
    FIELDS(report)
};

using UpBody =
    std::variant<Attached, LegChanged, Digit, Flash, ivr_dsp::Played, LineService,
                 driver::SpanStatus, driver::TickHealth, ReportEnd, driver::SpanPerformance,
                 driver::SpanTest, driver::ClockStatus, driver::ClockSource, ivr_dsp::Recorded,
                 ivr_dsp::ToneHeard, ivr_dsp::PartyHeard, ivr_dsp::BeepHeard, ivr_dsp::LineQuality,
                 ivr_dsp::SpeakersChanged, ivr_dsp::FaxEnded, ivr_dsp::StoredMessage,
                 ivr_dsp::MessageGone, ivr_dsp::MessagesListed>;
struct Up {
    std::uint64_t sequence{};  // from 1, gapless within a firmware epoch
    Ticks at{};                // the tick in which it happened
    UpBody body;
};

static_assert(std::is_trivially_copyable_v<Down> && std::is_trivially_copyable_v<Up>);
static_assert(sizeof(Down) <= 128 && sizeof(Up) <= 128);

// The memory both programs share. Made by the firmware, once per firmware epoch.
struct FirmwareArena {
    driver::Mailbox<Down, 4096> down;
    driver::Mailbox<Up, 4096> up;
    // All that happened up to this tick has been posted. Control may act on its timers up to here.
    std::atomic<std::int64_t> done_to_tick{0};
    // Who is at the other end: 0 nobody yet, even the control that attached with this number, odd
    // nobody any more. Control attaches by storing the next even number and posts nothing until it
    // has met Attached; firmware stores the next odd number when control's socket hangs up.
    std::atomic<std::uint64_t> control_generation{0};
};

}  // namespace pbx
