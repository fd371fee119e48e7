// SPDX-License-Identifier: GPL-2.0-or-later
// IVR ports and the menus that run on them.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "acd/center/alarms.hpp"
#include "acd/center/contacts.hpp"
#include "acd/center/tone_desk.hpp"
#include "ivr_dsp/dialog/dialog.hpp"
#include "pbx/call/call_model.hpp"

namespace acd {

using Variables = std::vector<std::pair<std::string, std::string>>;

// Who asked for a menu hears how it ended. The contact still holds its port.
class MenuClient {
  public:
    virtual void menu_over(Contact& contact, const ivr_dsp::dialog::Ending& ending) = 0;
    // What the caller says is to be recorded; IvrDesk::recorded() follows. Or no more.
    virtual void record(Contact& contact, const ivr_dsp::dialog::Record& how) = 0;
    virtual void stop_recording(const Contact& contact) = 0;

  protected:
    ~MenuClient() = default;
};

// What a menu that says "message:" means.
struct SpokenMessage {
    ivr_dsp::MailboxId mailbox;
    std::uint64_t message{};
};

class IvrDesk {
  public:
    struct Neighbours {
        Contacts& contacts;
        pbx::CallModel& calls;
        Alarms& alarms;
        ToneDesk& tones;
    };
    IvrDesk(Context& context, const Neighbours& neighbours, MenuClient& client);

    // Runs a menu for the contact's caller, who must be answered. Takes an idle port unless the
    // contact holds one. False: no port is idle.
    [[nodiscard]] bool run(Contact& contact, const pbx::Name& menu, const Variables& variables,
                           const SpokenMessage& message = {});
    // What the menu wanted recorded: how much of it was not silence; or it could not be.
    void recorded(Contact& contact, std::optional<Ticks> spoken);
    // The menu, if one runs, is over without a word; the contact keeps its port, silent.
    void interrupt(Contact& contact);
    // The contact gives its port back.
    void free(Contact& contact, pbx::IvrOutcome outcome, std::string_view destination = {});
    [[nodiscard]] bool is_running(const Contact& contact) const;
    [[nodiscard]] bool has_idle_port() const;
    // The one that runs; empty: none does.
    [[nodiscard]] pbx::Name menu_of(const Contact& contact) const;

    // `equals`: as in pbx::Digit.
    void digit(Contact& contact, char digit, std::uint8_t equals);
    void played(const ivr_dsp::Played& news);
    void silence(driver::VoicePortId port);
    void remember(pbx::Rested& rested) const;
    void recall(const pbx::Rested& rested);
    // A new firmware plays nothing, has forgotten the order numbers and has read the prompts anew.
    void firmware_began();

  private:
    using Secret = std::vector<std::string>;  // what it may equal
    struct Port {
        driver::VoicePortId id;
        ContactId contact;  // 0 = idle
        pbx::Name first_menu;
        pbx::Name menu;
        std::optional<ivr_dsp::dialog::Session> session;
        Ticks taken_at{};
        std::uint32_t first_play{};  // of the orders that play now
        std::uint32_t last_play{};
        bool playing{};                // and nobody has stopped it
        std::optional<Secret> secret;  // what the firmware takes on the caller's line
        SpokenMessage message;
    };
    Port* take(Contact& contact, const pbx::Name& menu);
    Port& port_of(const Contact& contact);
    void apply(Port& port, const ivr_dsp::dialog::Step& step);
    void say(Port& port, const std::vector<ivr_dsp::Clip>& clips);
    void note(Contact& contact, const Port& port, const ivr_dsp::dialog::Input& input);
    void quiet(Port& port);
    void take_secret(Port& port, const Contact& contact, const std::optional<Secret>& secret);
    void stop(Port& port);
    void not_said(const Port& port);
    void raise(std::string_view alarm, const pbx::Name& menu, std::string_view what);

    Context& context_;
    Contacts& contacts_;
    pbx::CallModel& calls_;
    Alarms& alarms_;
    ToneDesk& tones_;
    MenuClient& client_;
    std::vector<Port> ports_;
    std::uint64_t not_said_{};  // orders to play that the firmware did not carry out
};

}  // namespace acd
