// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/mailboxes.hpp"

#include <algorithm>

namespace acd {

using ivr_dsp::StoredMessage;
using pbx::MailboxChange;

std::optional<MailboxId> Mailboxes::find(std::string_view number) const {
    const auto& all = context_.config.voicemail.mailboxes;
    const auto found = std::ranges::find_if(
        all, [&](const MailboxConfig& one) { return one.number.view() == number; });
    if (found == all.end() || number.empty()) return std::nullopt;
    return MailboxId{static_cast<std::uint16_t>(found - all.begin() + 1)};
}

Mailboxes::Count Mailboxes::count(MailboxId mailbox) const {
    Count count;
    for (const auto& [number, message] : box(mailbox)) {
        if (!message.deleted) ++(message.facts.heard ? count.old : count.fresh);
    }
    return count;
}

std::vector<std::uint64_t> Mailboxes::messages(MailboxId mailbox) const {
    std::vector<std::uint64_t> all;
    for (const bool heard : {false, true}) {
        for (const auto& [number, message] : box(mailbox)) {
            if (!message.deleted && message.facts.heard == heard) all.push_back(number);
        }
    }
    return all;
}

const StoredMessage* Mailboxes::message(MailboxId mailbox, std::uint64_t number) const {
    const auto found = box(mailbox).find(number);
    if (found == box(mailbox).end() || found->second.deleted) return nullptr;
    return &found->second.facts;
}

void Mailboxes::tell(MailboxId mailbox, MailboxChange change, std::uint64_t number) {
    const Count now = count(mailbox);
    const auto found = box(mailbox).find(number);
    const driver::Number caller =
        found == box(mailbox).end() ? driver::Number{} : found->second.facts.caller;
    context_.tell(
        pbx::MailboxChanged{config(mailbox).number, change, number, caller, now.fresh, now.old});
    light(mailbox);
}

// Telephones keep their lamp; the firmware knows when it has to tell them.
void Mailboxes::light(MailboxId mailbox) {
    const auto line = context_.config.lines.station(config(mailbox).number.view());
    if (line) context_.orders.send(pbx::SetLamp{*line, count(mailbox).fresh > 0});
}

// ── what people do ──────────────────────────────────────────────────────────────────────────────

bool Mailboxes::mark(MailboxId mailbox, std::uint64_t number, bool heard) {
    if (message(mailbox, number) == nullptr) return false;
    StoredMessage& facts = box(mailbox).at(number).facts;
    if (facts.heard == heard) return true;
    facts.heard = heard;
    context_.orders.send(ivr_dsp::MarkMessage{mailbox, number, heard});
    tell(mailbox, heard ? MailboxChange::heard : MailboxChange::renewed, number);
    return true;
}

bool Mailboxes::remove(MailboxId mailbox, std::uint64_t number) {
    if (message(mailbox, number) == nullptr) return false;
    box(mailbox).at(number).deleted = true;
    ++being_deleted_;
    context_.orders.send(ivr_dsp::DeleteMessage{mailbox, number});
    tell(mailbox, MailboxChange::deleted, number);
    return true;
}

// ── what the firmware says ──────────────────────────────────────────────────────────────────────

void Mailboxes::stored(const StoredMessage& news) {
    if (!is_there(news.mailbox)) return;
    if (!known_) {
        listing_.push_back(news);
        return;
    }
    const auto [entry, is_new] = box(news.mailbox).emplace(news.message, Message{news});
    if (is_new) return tell(news.mailbox, MailboxChange::left, news.message);
    if (!entry->second.deleted) return;
    entry->second.deleted = false;  // the disk would not let it go
    --being_deleted_;
    tell(news.mailbox, MailboxChange::found, 0);
}

void Mailboxes::gone(const ivr_dsp::MessageGone& news) {
    if (!is_there(news.mailbox)) return;
    const auto found = box(news.mailbox).find(news.message);
    if (found == box(news.mailbox).end()) return;
    const bool as_ordered = found->second.deleted;
    box(news.mailbox).erase(found);
    if (as_ordered) --being_deleted_;
    if (!as_ordered) tell(news.mailbox, MailboxChange::found, 0);
}

void Mailboxes::firmware_began(std::uint64_t epoch) {
    known_ = false;
    listing_.clear();
    list_ = static_cast<std::uint32_t>(epoch);
    if (!boxes_.empty()) context_.orders.send(ivr_dsp::ListMessages{list_});
}

void Mailboxes::listed(const ivr_dsp::MessagesListed& news) {
    if (known_ || news.list != list_) return;
    known_ = true;
    std::vector<Box> found(boxes_.size());
    for (const StoredMessage& one : listing_) {
        found[one.mailbox.value - 1U].emplace(one.message, Message{one});
    }
    listing_.clear();
    for (std::size_t i = 0; i < found.size(); ++i) {
        take_over({static_cast<std::uint16_t>(i + 1)}, std::move(found[i]));
    }
}

// What was ordered and may not have been done is ordered again.
void Mailboxes::take_over(MailboxId mailbox, Box found) {
    const Count before = count(mailbox);
    Box known = std::exchange(box(mailbox), std::move(found));
    for (const auto& [number, message] : known) {
        if (message.deleted) --being_deleted_;
        const auto still = box(mailbox).find(number);
        if (still == box(mailbox).end()) continue;
        if (message.deleted) {
            still->second.deleted = true;
            ++being_deleted_;
            context_.orders.send(ivr_dsp::DeleteMessage{mailbox, number});
        } else if (message.facts.heard != still->second.facts.heard) {
            still->second.facts.heard = message.facts.heard;
            context_.orders.send(ivr_dsp::MarkMessage{mailbox, number, message.facts.heard});
        }
    }
    if (count(mailbox) != before) {
        tell(mailbox, MailboxChange::found, 0);
    } else {
        light(mailbox);
    }
}

// ── resting ─────────────────────────────────────────────────────────────────────────────────────

void Mailboxes::remember(pbx::Rested& rested) const {
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        pbx::RestingMailbox& one = rested.mailboxes.emplace_back();
        one.mailbox = context_.config.voicemail.mailboxes[i].number;
        for (const auto& [number, message] : boxes_[i]) one.messages.push_back(message.facts);
    }
    rested.messages_known = known_;
}

// By number: the configuration may be another now.
void Mailboxes::recall(const pbx::Rested& rested) {
    for (const pbx::RestingMailbox& one : rested.mailboxes) {
        const auto mailbox = find(one.mailbox.view());
        if (!mailbox) continue;
        for (StoredMessage message : one.messages) {
            message.mailbox = *mailbox;
            box(*mailbox).emplace(message.message, Message{message});
        }
    }
    known_ = rested.messages_known;
    list_ = static_cast<std::uint32_t>(rested.firmware_epoch);
}

}  // namespace acd
