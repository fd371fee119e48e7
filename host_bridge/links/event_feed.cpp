// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/event_feed.hpp"

#include <algorithm>

#include "host_bridge/dialects/json_events.hpp"
#include "host_bridge/dialects/json_writer.hpp"

namespace host_bridge {

namespace {

void append_gap(std::string& out, std::uint64_t from, std::uint64_t to) {
    JsonWriter json(out);
    json.begin_object();
    json.member("type", "stream.gap");
    json.member("from", from);
    json.member("to", to);
    json.member("text", "these records are no longer in the journal");
    json.member("remedy", "ask for a snapshot");
    json.end_object();
    out += '\n';
}

}  // namespace

void EventFeed::start(std::uint64_t from, std::vector<std::string> types) {
    source_ = log_.open(from);
    types_ = std::move(types);
    next_ = from;
}

bool EventFeed::wanted(std::string_view type) const {
    return types_.empty() || std::ranges::any_of(types_, [&](std::string_view one) {
               return one == type ||
                      (one.ends_with('*') && type.starts_with(one.substr(0, one.size() - 1)));
           });
}

void EventFeed::fill(std::string& out, std::size_t room) {
    if (source_ == nullptr) return;
    for (int skipped = 0; out.size() < room && skipped < most_skipped;) {
        // Never ahead of the ledger: a snapshot must not be older than what was sent before it.
        const OutRecord* record = source_->next(ledger_.last_number());
        if (record == nullptr) return;
        if (record->number > next_) append_gap(out, next_, record->number - 1);
        next_ = record->number + 1;
        if (!wanted(name_of(record->event))) {
            ++skipped;
            continue;
        }
        append_event(out, record->number, record->tick, ledger_.timeline().at(record->number),
                     record->event);
        ++sent_;
    }
}

}  // namespace host_bridge
