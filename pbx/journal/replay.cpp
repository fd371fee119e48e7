// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/replay.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "pbx/journal/codec.hpp"
#include "pbx/journal/describe.hpp"

namespace pbx {
namespace {

using driver::Error;
using driver::Result;

bool equal(const Record& record, driver::Ticks tick, const Event& event) {
    if (record.type != event.index() || record.tick != tick) return false;
    std::vector<std::byte> octets;
    std::visit(
        [&octets](const auto& one) {
            octets.resize(encoded_size(one));
            encode(one, octets.data());
        },
        event);
    return std::equal(octets.begin(), octets.end(), record.payload.begin(), record.payload.end());
}

// What is not the same in two events.
std::string difference(const Record& record, const Event& journal, driver::Ticks tick,
                       const Event& replay) {
    const std::string where = fmt::format("out record {}", record.number);
    if (record.type != replay.index()) {
        return fmt::format("{}: the journal says {}, the replay {}", where, name_of(journal),
                           name_of(replay));
    }
    if (record.tick != tick) {
        return fmt::format("{} ({}): the journal says it at tick {}, the replay at {}", where,
                           name_of(journal), record.tick.count(), tick.count());
    }
    const auto ours = fields_of(journal);
    const auto theirs = fields_of(replay);
    const auto [a, b] = std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end());
    return fmt::format("{} ({}): the journal says {}, the replay {}", where, name_of(journal),
                       a == ours.end() ? "nothing more" : *a,
                       b == theirs.end() ? "nothing more" : *b);
}

}  // namespace

Result<ReplayReport> Replay::run(Replayable& control) {
    Record record;
    for (;;) {
        const Reader::Next next = reader_.next(record);
        if (next == Reader::Next::damaged) return Error{reader_.trouble()};
        if (next == Reader::Next::removed) {
            return Error{"records that the replay needs have been deleted: keep more (retention)"};
        }
        // What the stop of the machine tore off was said and is lost.
        if (next == Reader::Next::new_epoch) said_.clear();
        if (next == Reader::Next::end || next == Reader::Next::closed) break;
        if (next != Reader::Next::record) continue;
        const auto done = record.kind == RecordKind::in ? take(control, record) : compare(record);
        if (!done) return Error{done.error()};
        if (!report_.difference.empty()) return report_;
    }
    report_.unwritten.assign(said_.begin(), said_.end());
    return report_;
}

Result<void> Replay::take(Replayable& control, const Record& record) {
    if (!said_.empty()) {
        report_.difference =
            fmt::format("before in record {}: the replay says {}, which the journal does not have",
                        record.number, name_of(said_.front().second));
        return {};
    }
    const auto in = in_of(record);
    if (!in) return Error{in.error()};
    control.take(record.tick, *in);
    ++report_.in_records;
    return {};
}

Result<void> Replay::compare(const Record& record) {
    if (said_.empty()) {
        report_.difference = fmt::format("out record {} ({}): the replay does not say it",
                                         record.number, name_of(record));
        return {};
    }
    const auto [tick, event] = std::move(said_.front());
    said_.pop_front();
    if (equal(record, tick, event)) {
        ++report_.out_records;
        return {};
    }
    const auto journal = event_of(record);
    if (!journal) return Error{journal.error()};
    report_.difference = difference(record, *journal, tick, event);
    return {};
}

}  // namespace pbx
