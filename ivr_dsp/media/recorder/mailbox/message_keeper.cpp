// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/mailbox/message_keeper.hpp"

#include <algorithm>

#include "driver/base/log.hpp"
#include "ivr_dsp/media/recorder/mailbox/message_files.hpp"

namespace ivr_dsp {

using driver::Ticks;

MessageKeeper::MessageKeeper(MessagePlan plan, MessageQueues& queues, std::span<MessageSeat> seats)
    : plan_(std::move(plan)), queues_(queues), seats_(seats), fetched_(seats.size()) {}

void MessageKeeper::pass(Ticks now) {
    MessageOrder order;
    while (queues_.orders.take(order)) {
        std::visit([this](const auto& one) { carry_out(one); }, order);
    }
    for (std::size_t i = 0; i < seats_.size(); ++i) serve(seats_[i], fetched_[i], now);
    tell();
}

void MessageKeeper::tell() {
    while (!news_.empty() && queues_.news.post(news_.front())) news_.pop_front();
}

const fs::path* MessageKeeper::place(MailboxId mailbox) const {
    if (!mailbox || mailbox.value > plan_.mailboxes.size()) return nullptr;
    return &plan_.mailboxes[mailbox.value - 1U];
}

std::optional<fs::path> MessageKeeper::find(MailboxId mailbox, std::uint64_t message) const {
    const fs::path* folder = place(mailbox);
    if (folder == nullptr) return std::nullopt;
    const std::string sidecar = sidecar_of_message(*folder, message);
    if (sidecar.empty()) return std::nullopt;
    return *folder / sidecar;
}

void MessageKeeper::left(MailboxId mailbox, const std::string& name) {
    const fs::path* folder = place(mailbox);
    if (folder == nullptr) return;
    auto message = message_of(*folder, name + ".json");
    if (!message) return driver::log_error("voicemail", "{}", message.error());
    message->facts.mailbox = mailbox;
    news_.emplace_back(message->facts);
    tell();
}

// ── what control asks ───────────────────────────────────────────────────────────────────────────

void MessageKeeper::carry_out(const MarkMessage& order) {
    const auto sidecar = find(order.mailbox, order.message);
    if (!sidecar) return;
    const auto done = mark_message(*sidecar, order.heard);
    if (!done) driver::log_error("voicemail", "{}", done.error());
}

void MessageKeeper::carry_out(const DeleteMessage& order) {
    if (const auto sidecar = find(order.mailbox, order.message)) {
        const auto done = delete_message(*sidecar);
        if (!done) return driver::log_error("voicemail", "{}", done.error());
    }
    news_.emplace_back(MessageGone{order.mailbox, order.message});
}

void MessageKeeper::carry_out(const ListMessages& order) {
    for (std::size_t i = 0; i < plan_.mailboxes.size(); ++i) {
        std::vector<fs::path> orphans;
        for (MessageFile& one : messages_in(plan_.mailboxes[i], &orphans)) {
            one.facts.mailbox = {static_cast<std::uint16_t>(i + 1)};
            news_.emplace_back(one.facts);
        }
        std::error_code ignored;
        for (const fs::path& path : orphans) fs::remove(path, ignored);
    }
    news_.emplace_back(MessagesListed{order.list});
}

// ── what voice ports play ───────────────────────────────────────────────────────────────────────

void MessageKeeper::serve(MessageSeat& seat, Fetched& fetched, Ticks now) const {
    if (seat.is_released()) {
        if (!fetched.released) fetched.released = now;
        if (now - *fetched.released < fades_within) return;
        fetched = {};
        seat.free();
        return;
    }
    if (!seat.has_wish()) return;
    const bool there = fetch(seat.wish(), fetched.chunks);
    seat.answer(there, fetched.chunks);
}

bool MessageKeeper::fetch(const MessageSeat::Wish& wish, std::vector<Chunk>& chunks) const {
    const auto sidecar = find(wish.mailbox, wish.message);
    if (!sidecar) return false;
    using Said = driver::Result<std::vector<std::uint8_t>>;
    auto reader = open_sound(*sidecar, plan_.key);
    const Said octets = reader ? reader->octets(plan_.law) : Said(driver::Error{reader.error()});
    if (!octets) {
        driver::log_error("voicemail", "a message cannot be played: {}", octets.error());
        return false;
    }
    constexpr std::size_t each = driver::samples_per_tick;
    chunks.assign((octets->size() + each - 1) / each, driver::silence(plan_.law));
    for (std::size_t i = 0; i < octets->size(); ++i) {
        chunks[i / each].octets[i % each] = (*octets)[i];
    }
    return true;
}

}  // namespace ivr_dsp
