// SPDX-License-Identifier: GPL-2.0-or-later
// Mailboxes.
#include <fmt/format.h>

#include "tools/config/tables.hpp"

namespace tools {
namespace {

constexpr std::size_t most_mailboxes = 65'535;  // a MailboxId has 16 bits

}  // namespace

void Tables::mailbox(Section& s) {
    acd::MailboxConfig mailbox;
    mailbox.number = s.digits("number");
    names_.there_is(Thing::mailbox, mailbox.number.view(), s.place("number"));
    mailbox.name = s.name("name", "");
    mailbox.pin = s.text("pin", "");
    const bool is_pin =
        mailbox.pin.find_first_not_of("0123456789") == std::string::npos &&
        (mailbox.pin.empty() || (mailbox.pin.size() >= 3 && mailbox.pin.size() <= 12));
    if (!is_pin) s.complain("pin", "is no PIN: write 3 to 12 digits, or nothing for none");
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
