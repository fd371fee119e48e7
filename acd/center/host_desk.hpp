// SPDX-License-Identifier: GPL-2.0-or-later
// What hosts ask: each command carried out once and answered once.
#pragma once

#include <deque>
#include <map>
#include <utility>

#include "acd/center/supervisor_desk.hpp"
#include "pbx/journal/commands.hpp"

namespace acd {

class HostDesk {
  public:
    struct Neighbours {
        Contacts& contacts;
        pbx::CallModel& calls;
        AgentDesk& agents;
        QueueDesk& queues;
        Reception& reception;
        StationDesk& stations;
        RecordingDesk& recordings;
        SupervisorDesk& supervisors;
        FaxDesk& faxes;
        Mailboxes& mailboxes;
    };
    HostDesk(Context& context, const Neighbours& neighbours);

    void take(const pbx::HostCommand& command);
    // A replay that begins here knows no earlier results.
    void forget_results();
    [[nodiscard]] bool awaits_nobody() const { return awaited_.empty(); }
    // Click to dial: the station was rung for its own call and has been lifted.
    [[nodiscard]] bool is_awaited(LegId leg) const { return awaited_.contains(leg); }
    void lifted(LegId leg);
    void not_lifted(LegId leg);

  private:
    using Done = driver::Result<CallId>;
    Done carry_out(const pbx::AnswerCall& command);
    Done carry_out(const pbx::HangUp& command);
    Done carry_out(const pbx::TransferCall& command);
    Done carry_out(const pbx::DialCall& command);
    Done carry_out(const pbx::HoldCall& command);
    Done carry_out(const pbx::RetrieveCall& command);
    Done carry_out(const pbx::ConferenceCall& command);
    Done carry_out(const pbx::SetAgentState& command);
    Done carry_out(const pbx::AttachData& command);
    Done carry_out(const pbx::LoopSpan& command);
    Done carry_out(const pbx::MeasureSpan& command);
    Done carry_out(const pbx::InjectErrors& command);
    Done carry_out(const pbx::ListenToLine& command);
    Done carry_out(const pbx::SendTone& command);
    Done carry_out(const pbx::SendDigits& command);
    Done carry_out(const pbx::SendCallerId& command);
    Done carry_out(const pbx::StartRecording& command);
    Done carry_out(const pbx::StopRecording& command);
    Done carry_out(const pbx::AskLineQuality& command);
    Done carry_out(const pbx::MonitorCall& command);
    Done carry_out(const pbx::WhisperCall& command);
    Done carry_out(const pbx::BargeCall& command);
    Done carry_out(const pbx::LeaveCall& command);
    Done carry_out(const pbx::MuteCall& command);
    Done carry_out(const pbx::UnmuteCall& command);
    Done carry_out(const pbx::SetCallGain& command);
    Done carry_out(const pbx::SendFax& command);
    Done carry_out(const pbx::CancelFax& command);
    Done carry_out(const pbx::DeleteMessage& command);
    Done carry_out(const pbx::MarkMessage& command);

    // The station's leg; an error tells what there is instead.
    driver::Result<LegId> leg_of(const pbx::Number& device, CallId call) const;
    driver::Result<LegId> talking_leg_of(const pbx::Number& device, CallId call) const;
    driver::Result<pbx::Destination> destination(const pbx::Name& text) const;
    Done hang_up_all(CallId call);
    // As the command has it, for the call that the station makes next.
    void analyse_next(LegId station, const pbx::DialCall& command);
    // Whether a test may be made on these timeslots of a span; an error says what it would cut.
    driver::Result<void> may_test(driver::SpanId span, std::uint32_t timeslots, bool force) const;
    // How long a technician's instrument works; 0 ends it.
    [[nodiscard]] static driver::Result<Ticks> time_of(std::uint64_t seconds);
    [[nodiscard]] driver::Result<void> may_ask_far_end(const pbx::LoopSpan& command) const;
    // "1/17", or a station's number.
    [[nodiscard]] driver::Result<driver::LineId> line_of(const pbx::Name& text) const;
    // Whether the line may hear something else than its call.
    [[nodiscard]] driver::Result<driver::LineId> line_to_send(const pbx::Name& text,
                                                              bool force) const;
    [[nodiscard]] driver::Result<MailboxId> mailbox_of(const pbx::Number& number) const;
    // Who talks on the line.
    [[nodiscard]] driver::Result<LegId> party_on(const pbx::Name& text) const;
    Done tell_part(LegId leg);
    void remember(const pbx::CommandResult& result);

    Context& context_;
    Contacts& contacts_;
    pbx::CallModel& calls_;
    AgentDesk& agents_;
    QueueDesk& queues_;
    Reception& reception_;
    StationDesk& stations_;
    RecordingDesk& recordings_;
    SupervisorDesk& supervisors_;
    FaxDesk& faxes_;
    Mailboxes& mailboxes_;
    std::string said_;  // beside that it was done
    std::map<LegId, pbx::Destination> awaited_;
    // The last results by client and id: a repeated command is answered, not repeated.
    std::map<std::pair<std::string, std::string>, pbx::CommandResult> results_;
    std::deque<std::pair<std::string, std::string>> oldest_;
};

}  // namespace acd
