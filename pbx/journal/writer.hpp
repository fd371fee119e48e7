// SPDX-License-Identifier: GPL-2.0-or-later
// Appends records. Used by one thread, control's; there is one writer a journal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/base/ticks.hpp"
#include "pbx/journal/keeper.hpp"
#include "pbx/journal/record.hpp"

namespace pbx {

struct JournalEnd;

class Writer {
  public:
    // Used by Journal. Segments come from `keeper`.
    explicit Writer(Keeper& keeper) : keeper_(keeper) {}

    // Appends one record and returns its number. Encodes into memory that is there already, then
    // publishes with one store: never fails, allocates, opens or syncs. Readers see it at once; the
    // disk has it after the keeper's next sync. The record must fit.
    std::uint64_t append(driver::Ticks tick, const In& record);
    std::uint64_t append(driver::Ticks tick, const Event& event);
    // The same for a record that is encoded already; its number is replaced by the next.
    std::uint64_t append(const Record& encoded);

    // A record is in one segment. Only a configuration of many megabytes does not fit: ask before.
    [[nodiscard]] bool fits(const In& record) const;

    // The next in record is one with which a replay can begin: older ones may be deleted.
    void replay_starts_here();

    [[nodiscard]] std::uint64_t epoch() const { return epoch_; }
    [[nodiscard]] std::uint64_t last_in() const { return last_in_; }  // 0: none yet
    [[nodiscard]] std::uint64_t last_out() const { return last_out_; }

    // Used by Journal: goes on where the journal ends …
    void resume(const JournalEnd& end);
    // … or in a prepared segment; what was written before is sealed.
    void begin(std::span<std::byte> segment, std::uint64_t epoch, std::uint64_t boot);

  private:
    [[nodiscard]] SegmentHeader& header() const;
    template <class Variant>
    std::uint64_t append_variant(RecordKind kind, driver::Ticks tick, const Variant& record);
    std::byte* room_for(std::size_t payload);
    std::uint64_t commit(std::byte* at, const Record& record);

    Keeper& keeper_;
    std::span<std::byte> segment_;
    std::size_t position_{};
    std::uint64_t last_in_{};
    std::uint64_t last_out_{};
    std::uint64_t epoch_{};
    std::uint64_t boot_{};
    std::uint64_t replay_from_{};
};

}  // namespace pbx
