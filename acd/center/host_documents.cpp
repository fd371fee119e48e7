// SPDX-License-Identifier: GPL-2.0-or-later
// Faxes and messages in mailboxes: what hosts may ask.
#include <string>

#include "acd/center/host_desk.hpp"

namespace acd {

using driver::Error;
using driver::Result;

HostDesk::Done HostDesk::carry_out(const pbx::SendFax& command) {
    const auto fax = faxes_.queue(command);
    if (!fax) return Error{fax.error()};
    said_ = "fax " + std::to_string(*fax) + " waits to be sent";
    return CallId{};
}

HostDesk::Done HostDesk::carry_out(const pbx::CancelFax& command) {
    const auto done = faxes_.cancel(command.fax);
    if (!done) return Error{done.error()};
    return CallId{};
}

Result<MailboxId> HostDesk::mailbox_of(const pbx::Number& number) const {
    if (!mailboxes_.are_known()) {
        return Error{"the firmware has not told yet which messages there are"};
    }
    if (const auto mailbox = mailboxes_.find(number.view())) return *mailbox;
    return Error{"there is no mailbox \"" + std::string(number.view()) + "\""};
}

HostDesk::Done HostDesk::carry_out(const pbx::DeleteMessage& command) {
    const auto mailbox = mailbox_of(command.mailbox);
    if (!mailbox) return Error{mailbox.error()};
    if (mailboxes_.remove(*mailbox, command.message)) return CallId{};
    return Error{"the mailbox has no message " + std::to_string(command.message)};
}

HostDesk::Done HostDesk::carry_out(const pbx::MarkMessage& command) {
    const auto mailbox = mailbox_of(command.mailbox);
    if (!mailbox) return Error{mailbox.error()};
    if (mailboxes_.mark(*mailbox, command.message, command.heard)) return CallId{};
    return Error{"the mailbox has no message " + std::to_string(command.message)};
}

}  // namespace acd
