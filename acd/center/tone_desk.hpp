// SPDX-License-Identifier: GPL-2.0-or-later
// Whose lines are listened to for tones, and why; what is heard there. Callers in menus may be fax
// machines; of calls to the outside the exchange tells by tones what becomes of them; and some are
// dialled to find out who answers.
#pragma once

#include <map>
#include <optional>

#include "acd/center/contacts.hpp"
#include "pbx/call/call_model.hpp"
#include "pbx/journal/commands.hpp"
#include "pbx/journal/records.hpp"

namespace acd {

class ToneClient {
  public:
    // The contact's caller, in a menu, is a fax machine.
    virtual void fax_calls(Contact& contact) = 0;

  protected:
    ~ToneClient() = default;
};

class ToneDesk {
  public:
    // An exchange may signal an answer and then say by tone that there is none: busy within this
    // time is what the call has met. Later it means that the far end has hung up.
    static constexpr Ticks false_answer{6'000};
    // Who answers is known by then, or both talk anyway; so long a machine's beep is waited for.
    static constexpr Ticks longest_analysis{12'000};
    static constexpr Ticks longest_greeting{60'000};

    struct Neighbours {
        Contacts& contacts;
        pbx::CallModel& calls;
        ToneClient& client;
    };
    ToneDesk(Context& context, const Neighbours& neighbours);

    // ── why ──
    void in_menu(LegId caller, bool is);
    // A trunk has been seized, by us or from outside. Whether tones end its calls is the span's
    // setting.
    void seized(LegId leg);
    // The leg has just been dialled: who answers is to be found out.
    void analyse(LegId leg, pbx::OnMachine on_machine);
    void answered(LegId leg);
    void left(LegId leg);
    void firmware_lost();
    void due(TimerKey timer);

    // ── what the firmware hears ──
    void heard(const ivr_dsp::ToneHeard& news);
    void heard(const ivr_dsp::PartyHeard& news);
    void heard(const ivr_dsp::BeepHeard& news);

  private:
    struct Watch {
        bool in_menu{};
        bool whole_call{};
        std::optional<pbx::OnMachine> on_machine;  // who answers is to be found out
        bool answered{};
        bool decided{};
        // As last ordered.
        bool tones{};
        bool party{};
    };
    // What events about a leg begin with.
    struct Whose {
        Contact* contact{};
        CallId call;
    };
    [[nodiscard]] std::optional<Whose> whose(LegId leg) const;
    [[nodiscard]] bool tones_end_calls(driver::LineId line) const;
    void listen(LegId leg, Watch& watch);
    void let_talk(LegId leg, Watch& watch);
    void end_by(LegId leg, ivr_dsp::HeardTone tone);

    Context& context_;
    Contacts& contacts_;
    pbx::CallModel& calls_;
    ToneClient& client_;
    std::map<LegId, Watch> watches_;
};

}  // namespace acd
