// SPDX-License-Identifier: GPL-2.0-or-later
// Which messages lie in which mailbox. Their folders are the truth: the firmware lists them when it
// begins, and tells each one that is left. What they say never comes here.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "acd/center/context.hpp"
#include "pbx/journal/records.hpp"

namespace acd {

using ivr_dsp::MailboxId;

class Mailboxes {
  public:
    explicit Mailboxes(Context& context)
        : context_(context), boxes_(context.config.voicemail.mailboxes.size()) {}

    // The firmware has told what there is, so messages can be left and heard.
    [[nodiscard]] bool are_known() const { return known_; }
    [[nodiscard]] std::optional<MailboxId> find(std::string_view number) const;
    [[nodiscard]] const MailboxConfig& config(MailboxId mailbox) const {
        return context_.config.voicemail.mailboxes.at(mailbox.value - 1U);
    }
    struct Count {
        std::uint32_t fresh{};
        std::uint32_t old{};
        friend bool operator==(const Count&, const Count&) = default;
    };
    [[nodiscard]] Count count(MailboxId mailbox) const;
    // Those not yet heard first, each the oldest first.
    [[nodiscard]] std::vector<std::uint64_t> messages(MailboxId mailbox) const;
    // nullptr: it is gone.
    [[nodiscard]] const ivr_dsp::StoredMessage* message(MailboxId mailbox,
                                                        std::uint64_t message) const;
    // False if there is no such message.
    bool mark(MailboxId mailbox, std::uint64_t message, bool heard);
    bool remove(MailboxId mailbox, std::uint64_t message);

    // ── what the firmware says ──
    void stored(const ivr_dsp::StoredMessage& news);
    void gone(const ivr_dsp::MessageGone& news);
    void listed(const ivr_dsp::MessagesListed& news);
    void firmware_began(std::uint64_t epoch);
    void firmware_lost() { known_ = false; }

    [[nodiscard]] bool at_rest() const { return listing_.empty() && being_deleted_ == 0; }
    void remember(pbx::Rested& rested) const;
    void recall(const pbx::Rested& rested);

  private:
    struct Message {
        ivr_dsp::StoredMessage facts;
        bool deleted{};  // the firmware has not yet said that it is gone
    };
    using Box = std::map<std::uint64_t, Message>;
    Box& box(MailboxId mailbox) { return boxes_.at(mailbox.value - 1U); }
    [[nodiscard]] const Box& box(MailboxId mailbox) const { return boxes_.at(mailbox.value - 1U); }
    [[nodiscard]] bool is_there(MailboxId mailbox) const {
        return mailbox && mailbox.value <= boxes_.size();
    }
    void take_over(MailboxId mailbox, Box found);
    void light(MailboxId mailbox);
    void tell(MailboxId mailbox, pbx::MailboxChange change, std::uint64_t message);

    Context& context_;
    std::vector<Box> boxes_;
    bool known_{};
    std::uint32_t list_{};                         // which is being made
    std::vector<ivr_dsp::StoredMessage> listing_;  // so far
    std::size_t being_deleted_{};
};

}  // namespace acd
