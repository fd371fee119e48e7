// SPDX-License-Identifier: GPL-2.0-or-later
// The journal's *out* records, as a link or a store reads them: each with a cursor of its own, so
// that a slow reader falls behind and nobody else notices.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "pbx/journal/events.hpp"

namespace host_bridge {

struct OutRecord {
    std::uint64_t number{};  // from 1, rising by one
    driver::Ticks tick{};
    pbx::Event event;
};

inline constexpr std::uint64_t to_the_end = std::numeric_limits<std::uint64_t>::max();

// One reader's place in the journal. Used by one thread.
class EventSource {
  public:
    virtual ~EventSource() = default;
    // The next record, if it is there and its number is at most `up_to`; else nullptr, ask again
    // later. Valid until the next call. A number higher than expected means that the records
    // between have been deleted from the journal.
    virtual const OutRecord* next(std::uint64_t up_to) = 0;
    // What next() gives is the first record kept whose number is at least `number`.
    virtual void seek(std::uint64_t number) = 0;
    // Why no more records can be read, with the remedy; empty if all is well.
    [[nodiscard]] virtual std::string trouble() const { return {}; }
};

class EventLog {
  public:
    // A new reader at the first record kept whose number is at least `from`. Any thread.
    virtual std::unique_ptr<EventSource> open(std::uint64_t from) = 0;
    // The reader called `reader` has done with all up to record `number` of that epoch and needs
    // what comes after: it is not deleted before. One thread; may wait for the disk.
    virtual void done_with(std::string_view reader, std::uint64_t epoch, std::uint64_t number) = 0;

  protected:
    ~EventLog() = default;
};

}  // namespace host_bridge
