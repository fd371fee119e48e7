// SPDX-License-Identifier: GPL-2.0-or-later
// What people do at their telephones: lift and dial, recall (flash), transfer by hanging up,
// feature codes.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "acd/center/reception.hpp"

namespace acd {

class StationDesk {
  public:
    struct Neighbours {
        Contacts& contacts;
        pbx::CallModel& calls;
        AgentDesk& agents;
        IvrDesk& ivr;
        Reception& reception;
        VoicemailDesk& voicemail;
    };
    StationDesk(Context& context, const Neighbours& neighbours);

    void lifted(LegId leg);
    [[nodiscard]] bool is_dialling(LegId leg) const { return dialling_.contains(leg); }
    // Lifted for a call of its own, and no key pressed yet.
    [[nodiscard]] bool hears_dial_tone(LegId leg) const;
    void digit(LegId leg, char digit);
    void dialled_long_enough(LegId leg);
    // Recall: hold and dial; back to the held call; or, with both answered, a conference.
    void flash(LegId leg);
    // The station has left its calls. With a call on hold this was a transfer, or a mistake: then
    // the station is rung back. Returns true if it dealt with what remains.
    bool hung_up(const pbx::CallObserver::Departure& departure);

    // ── what a host asks for a station ──────────────────────────────────────────────────────────
    void hold(LegId leg);
    void retrieve(LegId leg);
    [[nodiscard]] bool conference(LegId leg);
    // Calls `to` for the station: puts its present call on hold first if it has one.
    void dial(LegId leg, const pbx::Destination& to);
    // Rings the station for a call of its own; once it is lifted, `dial_first` calls.
    LegId ring_for_own_call(driver::LineId station, const pbx::Number& called);
    void dial_first(LegId leg, const pbx::Destination& to);
    // The station hears dial tone and is to talk to the caller who waits in `call`: its own matter
    // is over.
    void join_waiting_call(LegId leg, CallId call);
    // Back to the held call; what the station was calling meanwhile is given up.
    void take_back(LegId leg);
    // The other party of the leg's call goes on to `to`, the station leaves.
    void send_on(LegId leg, const pbx::Destination& to);

  private:
    struct Dialling {
        std::string digits;
        std::optional<pbx::Destination> on_hanging_up;  // a queue or menu for the held party
    };
    Contact& contact_of(LegId leg);
    void collect(LegId leg, ivr_dsp::Tone tone);
    void stop_collecting(LegId leg);
    void go(LegId leg, const pbx::Destination& to);
    void use(LegId leg, const pbx::ToFeature& feature);
    void wrong_number(LegId leg);
    void ring_back(Contact& contact, CallId call, driver::LineId station);
    void join(CallId held, CallId active, driver::LineId transferring);
    void adopt(Contact& contact, CallId call);

    Context& context_;
    Contacts& contacts_;
    pbx::CallModel& calls_;
    AgentDesk& agents_;
    IvrDesk& ivr_;
    Reception& reception_;
    VoicemailDesk& voicemail_;
    std::map<LegId, Dialling> dialling_;
};

}  // namespace acd
