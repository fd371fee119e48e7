// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/serial_feed.hpp"

namespace host_bridge {

const OutRecord* SerialFeed::advance(EventSource& source, const acd::Ledger& ledger) {
    const OutRecord* record = source.next(ledger.last_number());
    if (record == nullptr) return nullptr;
    if (cursor_.number > 0 && record->number > cursor_.number + 1) {
        dropped_ += record->number - cursor_.number - 1;
    }
    cursor_.number = record->number;
    cursor_.epoch = ledger.timeline().at(record->number).epoch;
    return record;
}

// ── SMDI ────────────────────────────────────────────────────────────────────────────────────────

SmdiFeed::SmdiFeed(const SmdiLinkConfig& config, EventLog& log, const acd::Ledger& ledger)
    : format_(config.format),
      expires_after_us_(std::chrono::microseconds(config.expires_after).count()),
      ledger_(ledger),
      source_(log.open(0)) {}

void SmdiFeed::begin(const SerialCursor& cursor) {
    cursor_ = cursor;
    source_->seek(cursor.number + 1);
    answers_.clear();
}

std::optional<SerialFeed::Piece> SmdiFeed::next(const Moment& now) {
    if (!answers_.empty()) {
        Piece piece{std::move(answers_.front()), cursor_};
        answers_.pop_front();
        return piece;
    }
    while (const OutRecord* record = advance(*source_, ledger_)) {
        const auto* started = std::get_if<pbx::IvrStarted>(&record->event);
        if (started == nullptr) continue;
        const std::int64_t utc_us = ledger_.timeline().utc_us(record->number, record->tick);
        if (now.utc_us - utc_us > expires_after_us_) {
            ++dropped_;
            continue;
        }
        return Piece{smdi_record(format_, *started), cursor_};
    }
    return std::nullopt;
}

void SmdiFeed::heard(const SerialOctet& octet) {
    const auto command = lamps_.octet(octet.octet, octet.damaged);
    if (!command) return;
    if (answers_.size() < most_answers) {
        answers_.push_back(smdi_lamp_failure(command->station, "INV"));
    } else {
        ++unanswered_;
    }
}

// ── SMDR ────────────────────────────────────────────────────────────────────────────────────────

SmdrFeed::SmdrFeed(SmdrLayout layout, const Zone& zone, EventLog& log, const acd::Ledger& ledger)
    : layout_(layout), zone_(zone), ledger_(ledger), source_(log.open(0)) {}

void SmdrFeed::begin(const SerialCursor& cursor) {
    cursor_ = cursor;
    source_->seek(cursor.number + 1);
    header_due_ = layout_ == SmdrLayout::csv;
}

std::optional<SerialFeed::Piece> SmdrFeed::next(const Moment&) {
    constexpr std::int64_t hour_us = std::int64_t{3600} * 1'000'000;
    std::string octets;
    if (header_due_) octets = smdr_csv_header;
    header_due_ = false;
    for (int i = 0; octets.empty() && i < most_records; ++i) {
        const OutRecord* record = advance(*source_, ledger_);
        if (record == nullptr) break;
        const acd::Mark clock = ledger_.timeline().at(record->number);
        const std::int64_t utc_us = acd::utc_us(clock, record->tick);
        if (clock.known && utc_us / hour_us > cursor_.hour) {
            // None for the hours before the first record, and one for any number of hours.
            if (cursor_.hour != 0) print(smdr_time_mark(utc_us), octets);
            cursor_.hour = utc_us / hour_us;
        }
        if (const auto* ended = std::get_if<pbx::ContactEnded>(&record->event)) {
            SmdrRecord line = smdr_of(*ended);
            line.start_utc_us = acd::utc_us(clock, ended->contact.since);
            print(std::move(line), octets);
        }
    }
    if (octets.empty()) return std::nullopt;
    return Piece{std::move(octets), cursor_};
}

void SmdrFeed::print(SmdrRecord record, std::string& octets) {
    record.sequence = ++cursor_.sequence;
    record.utc_offset = zone_.offset_at(record.start_utc_us);
    octets += layout_ == SmdrLayout::csv ? smdr_csv(record) : smdr_line(record);
}

}  // namespace host_bridge
