// SPDX-License-Identifier: GPL-2.0-or-later
// The journal as its one writer sees it: a directory of segments, opened where it ended.
//
//     auto journal = Journal::open({.directory = "…/journal", .epoch = utc_seconds});
//     journal->keeper().start();
//     journal->writer().append(tick, In{…});      // before the message is popped
//     journal->writer().append(tick, Event{…});   // before the effect leaves
#pragma once

#include <cstdint>
#include <memory>

#include "driver/base/result.hpp"
#include "pbx/journal/keeper.hpp"
#include "pbx/journal/writer.hpp"

namespace pbx {

// How the journal was found.
struct Recovery {
    std::uint64_t epoch{};
    bool fresh{};      // no record had ever been written
    bool new_epoch{};  // the machine stopped in disorder: readers resynchronise
    bool in_order{};   // the last writer closed the journal; else it was killed, or the machine
                       // stopped
    std::uint64_t last_in{};
    std::uint64_t last_out{};
    std::uint64_t replay_from{};     // in record with which a replay begins; 0: the first
    std::uint64_t dropped_octets{};  // of records torn off by the stop, never whole on the disk
};

class Journal {
  public:
    // Opens or makes the journal; may take as long as the disk likes. A program killed while it
    // wrote loses nothing and keeps the epoch; an unclean stop of the machine loses what was not
    // synced and begins a new epoch. Errors: another program writes this journal, a segment of
    // another version, missing or damaged, no permission, no room for the first segments.
    static driver::Result<Journal> open(const JournalOptions& options);
    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;
    // Ends the journal in order.
    ~Journal();

    [[nodiscard]] const Recovery& recovery() const;
    [[nodiscard]] Writer& writer();
    [[nodiscard]] Keeper& keeper();

  private:
    struct State;
    explicit Journal(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

}  // namespace pbx
