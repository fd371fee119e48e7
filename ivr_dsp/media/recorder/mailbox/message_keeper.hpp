// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "ivr_dsp/media/message_seat.hpp"
#include "ivr_dsp/media/queues.hpp"
#include "ivr_dsp/media/recorder/archive/key.hpp"

namespace ivr_dsp {

struct MessagePlan {
    std::vector<std::filesystem::path> mailboxes;  // from MailboxId 1
    const RecordingKey* key{};                     // nullptr: messages are not sealed
    Law law{};                                     // of voice ports
};

// Looks after mailboxes: tells which messages there are, deletes and marks them, and fetches those
// that voice ports play. Part of the recorder's worker, which may wait for the disk.
class MessageKeeper {
  public:
    // Released sound is still read while it fades.
    static constexpr driver::Ticks fades_within{50};

    // Queues and seats outlive it.
    MessageKeeper(MessagePlan plan, MessageQueues& queues, std::span<MessageSeat> seats);

    void pass(driver::Ticks now);
    // Its sidecar and sound are there.
    void left(MailboxId mailbox, const std::string& name);

  private:
    struct Fetched {
        std::vector<Chunk> chunks;
        std::optional<driver::Ticks> released;  // since when
    };
    // nullptr if there is no such mailbox.
    [[nodiscard]] const std::filesystem::path* place(MailboxId mailbox) const;
    // Of the message; nothing if it is not there.
    [[nodiscard]] std::optional<std::filesystem::path> find(MailboxId mailbox,
                                                            std::uint64_t message) const;
    void carry_out(const MarkMessage& order);
    void carry_out(const DeleteMessage& order);
    void carry_out(const ListMessages& order);
    void serve(MessageSeat& seat, Fetched& fetched, driver::Ticks now) const;
    [[nodiscard]] bool fetch(const MessageSeat::Wish& wish, std::vector<Chunk>& chunks) const;
    void tell();

    MessagePlan plan_;
    MessageQueues& queues_;
    std::span<MessageSeat> seats_;
    std::vector<Fetched> fetched_;  // by seat
    std::deque<MessageNews> news_;  // not yet told
};

}  // namespace ivr_dsp
