// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/check.hpp"

#include "pbx/journal/reader.hpp"

namespace pbx {
namespace {

using driver::Error;
using driver::Result;

void count(JournalContent& content, const Record& record) {
    ++content.records[std::string(name_of(record))];
    const bool in = record.kind == RecordKind::in;
    std::uint64_t& first = in ? content.first_in : content.first_out;
    if (first == 0) first = record.number;
    (in ? content.last_in : content.last_out) = record.number;
}

Result<void> check_content(const Record& record) {
    if (record.kind == RecordKind::in) {
        const auto in = in_of(record);
        return in ? Result<void>() : Error{in.error()};
    }
    const auto event = event_of(record);
    return event ? Result<void>() : Error{event.error()};
}

}  // namespace

Result<JournalContent> check_journal(const std::filesystem::path& journal) {
    auto reader = Reader::open(journal, Reader::Scope::in_and_out);
    if (!reader) return Error{reader.error()};
    JournalContent content;
    content.epochs = 1;
    for (const std::uint64_t number : segments_in(journal)) {
        std::error_code gone;
        const auto size = std::filesystem::file_size(segment_path(journal, number), gone);
        if (gone) continue;
        ++content.segments;
        content.octets += size;
    }
    Record record;
    for (;;) {
        switch (reader->next(record)) {
            case Reader::Next::record:
                if (const auto good = check_content(record); !good) return Error{good.error()};
                count(content, record);
                break;
            case Reader::Next::new_epoch:
                ++content.epochs;
                break;
            case Reader::Next::closed:
                content.closed = true;
                return content;
            case Reader::Next::end:
                return content;
            case Reader::Next::damaged:
                return Error{reader->trouble()};
            // Deleted while we read: that is no damage.
            case Reader::Next::removed:
                reader->seek_oldest();
                break;
        }
    }
}

}  // namespace pbx
