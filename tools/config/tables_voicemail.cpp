// SPDX-License-Identifier: GPL-2.0-or-later
// Mailboxes.
#include <fmt/format.h>

#include "ivr_dsp/media/messages.hpp"
#include "tools/config/tables.hpp"

namespace tools {
namespace {

constexpr std::size_t most_mailboxes = 65'535;  // a MailboxId has 16 bits

bool is_pin(std::string_view text) {
    return text.empty() || (text.find_first_not_of("0123456789") == std::string::npos &&
                            text.size() >= 3 && text.size() <= 12);
}

bool stands_for_pin(acd::MailboxConfig mailbox) {
    const std::string written = mailbox.pin;
    mailbox.pin.erase(0, written.find(':') + 1);
    return written == stand_in_of_pin(mailbox);
}

}  // namespace

std::string stand_in_of_pin(const acd::MailboxConfig& mailbox) {
    return fmt::format("{}:{:*<{}}", mailbox.number.view(), "", mailbox.pin.size());
}

void Tables::mailbox(Section& s) {
    acd::MailboxConfig mailbox;
    mailbox.number = s.digits("number");
    names_.there_is(Thing::mailbox, mailbox.number.view(), s.place("number"));
    mailbox.name = s.name("name", "");
    mailbox.pin = s.text("pin", "");
    if (!mailbox.pin.empty()) hide(s, "pin", stand_in_of_pin(mailbox));
    if (!is_pin(mailbox.pin) && !(where_ == Where::anywhere && stands_for_pin(mailbox))) {
        s.complain("pin", "is no PIN: write 3 to 12 digits, or nothing for none");
    } else if (stand_in_of_pin(mailbox).size() > ivr_dsp::most_secret_keys) {
        s.complain("pin", "is too long for this number: both together may have 31 digits");
    }
    mailbox.greeting = s.text("greeting", "");
    mailbox.takes = s.choice("takes", mailbox.takes, "both, no_answer, busy or none");
    if (settings_.voicemail.mailboxes.size() == most_mailboxes) {
        s.complain("number",
                   fmt::format("there are {} mailboxes: that is the most", most_mailboxes));
    }
    s.done();
    settings_.voicemail.mailboxes.push_back(std::move(mailbox));
}

void Tables::voicemail(Section s) {
    acd::VoicemailConfig& voicemail = settings_.voicemail;
    const bool any = !voicemail.mailboxes.empty();
    const auto menu = [&](std::string_view key, pbx::Name& name) {
        name = s.name(key, any ? std::nullopt : std::optional<std::string>(""));
        if (!name.empty()) names_.refers_to(Thing::menu, name.view(), s.place(key));
    };
    menu("leave", voicemail.leave);
    menu("messages", voicemail.messages);
    voicemail.channels = static_cast<std::uint16_t>(s.number("channels", 1, 1024, 8));
    voicemail.most = static_cast<std::uint16_t>(s.number("most_messages", 1, 10'000, 100));
    voicemail.ring = s.seconds("ring", 3, 600, voicemail.ring);
    voicemail.shortest = s.seconds("shortest", 0.1, 60, voicemail.shortest);
    voicemail.longest = s.seconds("longest", 5, 600, voicemail.longest);
    s.done();
}

}  // namespace tools
