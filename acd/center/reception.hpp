// SPDX-License-Identifier: GPL-2.0-or-later
// Where calls arrive and are sent on: to a menu, a queue, a station, a number.
#pragma once

#include <deque>
#include <map>

#include "acd/center/agent_desk.hpp"
#include "acd/center/contacts.hpp"
#include "acd/center/fax_desk.hpp"
#include "acd/center/ivr_desk.hpp"
#include "acd/center/queue_desk.hpp"
#include "acd/center/voicemail_desk.hpp"

namespace acd {

class Reception {
  public:
    struct Neighbours {
        Contacts& contacts;
        pbx::CallModel& calls;
        AgentDesk& agents;
        IvrDesk& ivr;
        QueueDesk& queues;
        ToneDesk& tones;
        Alarms& alarms;
        FaxDesk& faxes;
        VoicemailDesk& voicemail;
    };
    Reception(Context& context, const Neighbours& neighbours);

    // A trunk call from outside. `accept` false: refused with cause 42, and recorded.
    void arrived(LegId leg, bool accept);
    // A leg that is up and that we know nothing of: recorded and let go.
    void stray(LegId leg);
    // Sends the contact's caller to the destination.
    void route(Contact& contact, const pbx::Destination& to);
    // Rings a station or calls a number for `caller`, a party of `call`.
    void connect(Contact& contact, CallId call, LegId caller, const pbx::Destination& to);
    // A caller has left. If menus did not send him round, the last one lets callers through.
    void caller_left(const Contact& contact);
    // What was wrong with menus may be right in another configuration.
    void configured();
    // The contact's menu is over.
    void menu_over(Contact& contact, const ivr_dsp::dialog::Ending& ending);
    // The caller is told by tone, or by the network, that it did not work, and is let go.
    void fail(Contact& contact, LegId caller, pbx::Cause cause);
    // Gives idle IVR ports to callers who wait for one.
    void settle();
    void gave_up_waiting(ContactId contact);

    // ── legs being rung for a caller ────────────────────────────────────────────────────────────
    [[nodiscard]] bool is_ringing(LegId leg) const { return ringing_.contains(leg); }
    void alerting(LegId leg);
    void answered(LegId leg);
    void failed(LegId leg, pbx::Cause cause);
    void rang_too_long(LegId leg);
    // The caller that waits for `ringing` is now `to` (transfer while it rings).
    void hand_over(LegId ringing, LegId to);
    // Rings the station for the contact's caller as soon as its line is free.
    void call_back_when_free(const Contact& contact, driver::LineId station);
    void line_free(driver::LineId line);

  private:
    struct Ringing {
        ContactId contact;
        LegId caller;
        Ticks since{};
        pbx::Destination to{};
        bool alerted{};
        std::uint8_t tries{1};
        driver::SpanId failed{};  // the span of the try before
        std::optional<pbx::OnMachine> analyse{};
    };
    // A number is tried on so many lines of its trunk group.
    static constexpr std::uint8_t most_tries = 3;
    void ring(Contact& contact, CallId call, Ringing what);
    [[nodiscard]] bool try_another_line(Contact& contact, const Ringing& failed,
                                        driver::LineId line, pbx::Cause cause);
    // A menu of ours, or of the configuration.
    void to_menu(Contact& contact, const pbx::Destination& menu);
    [[nodiscard]] bool run(Contact& contact, const pbx::Destination& menu);
    // A mailbox takes the call.
    [[nodiscard]] bool to_mailbox(Contact& contact, const Ringing& failed, pbx::Cause cause);
    void to_queue(Contact& contact, const pbx::Name& queue);
    void to_fax(Contact& contact, const pbx::Name& box);
    void refuse(Contact& contact, pbx::Cause cause);
    [[nodiscard]] bool goes_in_circles(Contact& contact);
    [[nodiscard]] Variables variables_of(const Contact& contact) const;

    Context& context_;
    Contacts& contacts_;
    pbx::CallModel& calls_;
    AgentDesk& agents_;
    IvrDesk& ivr_;
    QueueDesk& queues_;
    ToneDesk& tones_;
    Alarms& alarms_;
    FaxDesk& faxes_;
    VoicemailDesk& voicemail_;
    std::map<LegId, Ringing> ringing_;
    std::map<driver::LineId, ContactId> call_backs_;
    std::deque<std::pair<ContactId, pbx::Destination>> port_queue_;  // and the menu they wait for
};

}  // namespace acd
