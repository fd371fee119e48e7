// SPDX-License-Identifier: GPL-2.0-or-later
// What a host may ask of control, and the inbox that carries it. Every command has the client's
// name and an id of the client's choosing; control journals it, and answers with one CommandResult
// event.
#pragma once

#include <cstdint>
#include <type_traits>
#include <variant>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/mailbox.hpp"
#include "driver/base/text.hpp"
#include "pbx/journal/events.hpp"
#include "pbx/signalling/messages.hpp"

namespace pbx {

// Commands about a call name the station (`device`, a station's number) whose part is meant, and
// may name one of its calls; call 0 means the only one that fits.

// Connects the station, lifted and hearing dial tone, to the caller who waits for its agent. One
// that rings is analog and is answered by lifting it; the answer says so.
struct AnswerCall {
    static constexpr std::string_view name = "call.answer";
    Number device;
    CallId call;
    FIELDS(device, call)
};
// Hang up the station's part, or with no device the whole call.
struct HangUp {
    static constexpr std::string_view name = "call.hang_up";
    Number device;
    CallId call;
    FIELDS(device, call)
};
// To a destination (station, queue, menu or number): a direct transfer. Without one: joins the
// station's held and active calls and takes the station out.
struct TransferCall {
    static constexpr std::string_view name = "call.transfer";
    Number device;
    CallId call;
    Name destination;
    FIELDS(device, call, destination)
};
// What becomes of a call that an answering machine takes. connect: the station talks to whoever
// answers, at once. The others keep both apart until it is known who has answered (a second or
// two); a machine is then hung up on, or connected after its beep. A fax, a modem or an exchange's
// announcement is hung up on with both.
ENUM(OnMachine, connect, hang_up, after_beep)
// Ring the station, then call `destination`; with a call in progress, hold it first (consultation).
// `analyse`: who answers is found out and told, of a station or number that is called.
struct DialCall {
    static constexpr std::string_view name = "call.dial";
    Number device;
    Name destination;
    bool analyse{};
    OnMachine on_machine{};
    FIELDS(device, destination, analyse, on_machine)
};
struct HoldCall {
    static constexpr std::string_view name = "call.hold";
    Number device;
    CallId call;
    FIELDS(device, call)
};
struct RetrieveCall {
    static constexpr std::string_view name = "call.retrieve";
    Number device;
    CallId call;
    FIELDS(device, call)
};
// Joins the station's held and active calls, the station included.
struct ConferenceCall {
    static constexpr std::string_view name = "call.conference";
    Number device;
    FIELDS(device)
};
// What stands for the PIN of an agent, since commands are journalled: the host link compares it.
inline constexpr std::string_view right_pin = "right";
inline constexpr std::string_view wrong_pin = "wrong";

// Requestable states: logged_off, not_ready, ready, after_call_work. `station` on log-in.
struct SetAgentState {
    static constexpr std::string_view name = "agent.set";
    Name agent;
    AgentState state{};
    Name reason;
    Number station;
    driver::Text<15> pin;
    FIELDS(agent, state, reason, station, pin)
};
// Adds or replaces one piece of data of a contact; an empty value removes it.
struct AttachData {
    static constexpr std::string_view name = "contact.attach";
    ContactId contact;
    Key key;
    Value value;
    FIELDS(contact, key, value)
};

// A technician's test set on a span. Each ends by itself after so many seconds, at most a day; 0
// ends it now. Refused while it would cut calls, unless forced.
struct LoopSpan {
    static constexpr std::string_view name = "span.loop";
    driver::SpanId span;
    driver::SpanLoop loop{};
    std::uint64_t seconds{};
    bool force{};
    FIELDS(span, loop, seconds, force)
};
// A bit error ratio test. `timeslots` as "1-15,17"; none: all that carry calls.
struct MeasureSpan {
    static constexpr std::string_view name = "span.bert";
    driver::SpanId span;
    driver::TestPattern pattern{};
    Name timeslots;
    std::uint64_t seconds{};
    bool force{};
    FIELDS(span, pattern, timeslots, seconds, force)
};
// Bits of the pattern of a running test that are to be sent wrong.
struct InjectErrors {
    static constexpr std::string_view name = "span.inject";
    driver::SpanId span;
    std::uint64_t bits{};
    FIELDS(span, bits)
};

// A technician's instruments on one line, named "1/17" or by its station's number. Each ends by
// itself; seconds as for spans. To hear is always allowed: the journal says who did. What the line
// would hear in place of its call is refused while it has one, unless forced.

// What the line says and hears goes to a tap of the firmware, under a number the technician
// chooses, for readers on that machine. Nothing tells when all taps are in use: then none has the
// number.
struct ListenToLine {
    static constexpr std::string_view name = "line.listen";
    Name line;
    std::uint64_t tap{};
    std::uint64_t seconds{};
    FIELDS(line, tap, seconds)
};
// `tone`: "milliwatt", "sweep", or a frequency in Hz. `level` in dBm0, "-10" if left out.
struct SendTone {
    static constexpr std::string_view name = "line.tone";
    Name line;
    Name tone;
    Name level;
    std::uint64_t seconds{};
    bool force{};
    FIELDS(line, tone, level, seconds, force)
};
// `digits` as the code writes them (ivr_dsp::digits_of): of R1, * is KP and # is ST.
struct SendDigits {
    static constexpr std::string_view name = "line.digits";
    Name line;
    Name digits;
    bool force{};
    ivr_dsp::DigitCode code{};
    FIELDS(line, digits, force, code)
};

// Who calls, as a telephone shows it. `in_call`: to one in conversation, after the alert of call
// waiting. The time is the firmware's.
struct SendCallerId {
    static constexpr std::string_view name = "line.caller_id";
    Name line;
    Number number;
    driver::DisplayName display_name;
    bool withheld{};
    CallerIdStandard standard{CallerIdStandard::bell202};
    bool in_call{};
    bool force{};
    FIELDS(line, number, display_name, withheld, standard, in_call, force)
};

// Both directions of the line go to a file of the firmware's machine until its call ends. Answered
// when it is ordered; recording.started and recording.ended tell the rest.
struct StartRecording {
    static constexpr std::string_view name = "recording.start";
    Name line;
    FIELDS(line)
};
struct StopRecording {
    static constexpr std::string_view name = "recording.stop";
    Name line;
    FIELDS(line)
};

// How good the line is: line.quality tells it, under the number the asker has chosen.
struct AskLineQuality {
    static constexpr std::string_view name = "line.quality";
    Name line;
    std::uint64_t question{};
    FIELDS(line, question)
};

// A supervisor's station joins a conversation, or takes part in another way from now on. It needs
// the right, its own or that of the agent who sits there. On hook it is rung; lifted and hearing
// dial tone it joins at once.
struct MonitorCall {  // hears all, nobody hears it
    static constexpr std::string_view name = "call.monitor";
    CallId call;
    Number device;
    FIELDS(call, device)
};
struct WhisperCall {  // only the agent hears it
    static constexpr std::string_view name = "call.whisper";
    CallId call;
    Number device;
    FIELDS(call, device)
};
struct BargeCall {  // everybody hears it
    static constexpr std::string_view name = "call.barge";
    CallId call;
    Number device;
    FIELDS(call, device)
};
// The supervisor's station leaves the call it has joined.
struct LeaveCall {
    static constexpr std::string_view name = "call.leave";
    Number device;
    FIELDS(device)
};
// The other parties do not hear the line any more; `line` as for line.listen.
struct MuteCall {
    static constexpr std::string_view name = "call.mute";
    Name line;
    FIELDS(line)
};
struct UnmuteCall {
    static constexpr std::string_view name = "call.unmute";
    Name line;
    FIELDS(line)
};
// The other parties of a conference hear the line so much louder: "-40" to "12".
struct SetCallGain {
    static constexpr std::string_view name = "call.gain";
    Name line;
    Name db;
    FIELDS(line, db)
};

// To that number of the public network, as a whole: out/DOCUMENT.tiff of the firmware's folder of
// faxes, put there before. Tried so often at most, as the configuration has it if `tries` is 0.
// Answered when it waits; fax.sent or fax.failed tells the end, fax.tried what happens between.
struct SendFax {
    static constexpr std::string_view name = "fax.send";
    Number number;
    std::uint64_t document{};
    std::uint64_t tries{};
    FIELDS(number, document, tries)
};
// Whether it waits, is called or runs.
struct CancelFax {
    static constexpr std::string_view name = "fax.cancel";
    std::uint64_t fax{};
    FIELDS(fax)
};
// A message in a mailbox, as the event mailbox.changed named it.
struct DeleteMessage {
    static constexpr std::string_view name = "mailbox.delete";
    Number mailbox;
    std::uint64_t message{};
    FIELDS(mailbox, message)
};
// It was heard by its owner, or is new again.
struct MarkMessage {
    static constexpr std::string_view name = "mailbox.mark";
    Number mailbox;
    std::uint64_t message{};
    bool heard{};
    FIELDS(mailbox, message, heard)
};

using CommandBody =
    std::variant<AnswerCall, HangUp, TransferCall, DialCall, HoldCall, RetrieveCall, ConferenceCall,
                 SetAgentState, AttachData, LoopSpan, MeasureSpan, InjectErrors, ListenToLine,
                 SendTone, SendDigits, StartRecording, StopRecording, AskLineQuality, MonitorCall,
                 WhisperCall, BargeCall, LeaveCall, MuteCall, UnmuteCall, SetCallGain, SendFax,
                 CancelFax, DeleteMessage, MarkMessage, SendCallerId>;
struct HostCommand {
    driver::Text<31> client;  // the name the host's token stands for
    driver::Text<47> id;
    CommandBody body;
    FIELDS(client, id, body)
};
static_assert(std::is_trivially_copyable_v<HostCommand>);

// The memory control makes for host. A command not yet taken when control dies is lost with it;
// host keeps every command until its CommandResult appears, and posts it again.
struct InboxArena {
    driver::Mailbox<HostCommand, 256> commands;
};

}  // namespace pbx
