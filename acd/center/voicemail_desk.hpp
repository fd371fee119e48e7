// SPDX-License-Identifier: GPL-2.0-or-later
// Callers at a mailbox: who leaves a message, and who listens to some. What is said and which keys
// mean what stands in two menus (VoiceXML); what they decide is done here.
#pragma once

#include <map>
#include <optional>
#include <string_view>

#include "acd/center/ivr_desk.hpp"
#include "acd/center/mailboxes.hpp"
#include "acd/center/recording_desk.hpp"

namespace acd {

class VoicemailDesk {
  public:
    // A message that is over is told by the firmware within so long, or the disk hangs.
    static constexpr Ticks closing{12'000};

    struct Neighbours {
        pbx::CallModel& calls;
        IvrDesk& ivr;
        Mailboxes& mailboxes;
        RecordingDesk& recordings;
        Contacts& contacts;
    };
    VoicemailDesk(Context& context, const Neighbours& neighbours);

    // The mailbox that takes calls to this station which end so.
    [[nodiscard]] std::optional<pbx::ToMailbox> instead_of(const pbx::Number& station,
                                                           pbx::Cause cause) const;
    // How long a station is rung.
    [[nodiscard]] Ticks ring_time(const pbx::Number& station) const;
    // Something new waits for this station.
    [[nodiscard]] bool is_lamp_lit(const pbx::Number& station) const;

    // Runs the menu for the contact's caller, who is answered; an idle port, or its own, is there.
    // False: there is no such mailbox.
    [[nodiscard]] bool open(Contact& contact, const pbx::ToMailbox& to, Variables variables);
    void open(Contact& contact, const pbx::ToMessages& to, Variables variables);
    // True if the menu that is over was one of ours and the caller goes on here.
    [[nodiscard]] bool menu_over(Contact& contact, const ivr_dsp::dialog::Ending& ending);
    // The caller is elsewhere, or gone. A message being left is ended, and kept.
    void left(const Contact& contact);

    // ── what its menu wants ──
    void record(Contact& contact, const ivr_dsp::dialog::Record& how);
    void stop_recording(const Contact& contact);

    // ── what the firmware says ──
    // False if it is no message of a caller who is here.
    [[nodiscard]] bool recorded(const ivr_dsp::Recorded& news);
    // False if the timer is not ours.
    [[nodiscard]] bool due(TimerKey timer);

  private:
    enum class Doing { leaving, naming, proving, listening };
    struct Visit {
        Doing doing{};
        std::optional<MailboxId> mailbox;     // none: there is none of the number typed
        Variables variables;                  // of the contact
        std::vector<std::uint64_t> messages;  // to listen to
        std::size_t at{};
        bool announced{};           // how many there are
        std::uint64_t recording{};  // 0: none
    };
    void run(Contact& contact, Visit& visit, Variables own, const SpokenMessage& message = {});
    void ask_for_mailbox(Contact& contact, Visit& visit);
    void ask_for_pin(Contact& contact, Visit& visit);
    void present(Contact& contact, Visit& visit);
    void decided(Visit& visit, std::string_view what);
    void over(std::uint64_t recording, std::optional<Ticks> spoken);

    Context& context_;
    pbx::CallModel& calls_;
    IvrDesk& ivr_;
    Mailboxes& mailboxes_;
    RecordingDesk& recordings_;
    Contacts& contacts_;
    std::map<ContactId, Visit> visits_;
    std::map<std::uint64_t, ContactId> recording_;  // who leaves which message
};

}  // namespace acd
