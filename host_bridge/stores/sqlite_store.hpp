// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "host_bridge/config.hpp"
#include "host_bridge/stores/row_writer.hpp"

namespace host_bridge {

// Call records, contacts with their data and agent states in one SQLite file. Rows and the place in
// the journal are written in one transaction: whatever is killed when, each record is there once.
// Used by one thread at a time.
class SqliteStore {
  public:
    // Errors: not writable, not ours, or of another version.
    static driver::Result<SqliteStore> open(const SqliteStoreConfig& config);

    // The last record that is in the store.
    [[nodiscard]] std::uint64_t epoch() const { return epoch_; }
    [[nodiscard]] std::uint64_t number() const { return number_; }
    [[nodiscard]] std::uint64_t rows() const { return rows_->rows(); }

    // The records after `number` come next, although the store was further: the journal lost its
    // end.
    void go_back_to(std::uint64_t number) { number_ = number; }
    // Writes at most `most` of the records that `source` gives, which begin after number(), in one
    // transaction. Returns how many. After an error (disk full, locked) nothing of it is written
    // and `source` must be set back to number() + 1.
    [[nodiscard]] driver::Result<std::size_t> write(EventSource& source, std::size_t most);

  private:
    SqliteStore(Database database, RowWriter rows);
    driver::Result<void> load();
    driver::Result<void> save(std::uint64_t number, const acd::Mark& clock);

    Database database_;
    std::unique_ptr<RowWriter> rows_;
    acd::Timeline timeline_;
    std::uint64_t epoch_{};
    std::uint64_t number_{};
};

}  // namespace host_bridge
