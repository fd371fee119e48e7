// SPDX-License-Identifier: GPL-2.0-or-later
// Supervisors, who hear a conversation, coach its agent or barge in. A supervisor is one more party
// of the call; which part he takes is the call model's (pbx::Participation), so nothing is
// remembered here.
#pragma once

#include "acd/center/station_desk.hpp"

namespace acd {

class SupervisorDesk {
  public:
    struct Neighbours {
        Contacts& contacts;
        pbx::CallModel& calls;
        AgentDesk& agents;
        StationDesk& stations;
    };
    SupervisorDesk(Context& context, const Neighbours& neighbours);

    // The station joins the call, or takes part like this from now on. On hook it is rung first.
    // Errors: it may not, there is no such conversation, no agent to whisper to, no room.
    driver::Result<CallId> join(const pbx::Number& station, CallId call, pbx::Participation part);
    // Error: the station supervises no call.
    driver::Result<CallId> leave(const pbx::Number& station);

    // ── what happens to them ──
    void answered(LegId leg);
    void rang_too_long(LegId leg);
    void left(const pbx::CallObserver::Departure& gone);
    // Somebody has left this call. A supervisor who has barged in keeps who is there alone; else
    // there is no conversation any more, and the supervisors are let go.
    void look_after(CallId call, const pbx::CallObserver::Departure& gone);

  private:
    [[nodiscard]] const pbx::Party* party(LegId leg) const;
    driver::Result<void> may_supervise(const pbx::Number& station) const;
    driver::Result<void> may_be_joined(CallId call, pbx::Participation part) const;
    driver::Result<CallId> join_by(const pbx::Leg& leg, CallId call, pbx::Participation part);
    void ring(const pbx::Device& station, CallId call, pbx::Participation part);
    void change(LegId leg, pbx::Participation part);
    void take_over(LegId leg, const pbx::CallObserver::Departure& gone);
    void tell(LegId leg);

    Context& context_;
    Contacts& contacts_;
    pbx::CallModel& calls_;
    AgentDesk& agents_;
    StationDesk& stations_;
};

}  // namespace acd
