// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "host_bridge/link_row.hpp"
#include "host_bridge/moment.hpp"
#include "host_bridge/stores/sqlite_store.hpp"

namespace host_bridge {

// Keeps a store up to date with the journal, in batches: in a thread of its own, or step by step
// for programs on virtual time. While the database cannot take anything (disk full, locked) it
// tries again; nothing is lost, the store is behind.
class StoreWriter {
  public:
    static constexpr std::size_t most_records = 1000;  // per transaction
    static constexpr driver::Ticks pause{100};         // when there is nothing to write
    static constexpr driver::Ticks retry_pause{1000};

    // `source` gives what comes after the store's number.
    StoreWriter(SqliteStoreConfig config, SqliteStore store, std::unique_ptr<EventSource> source);
    StoreWriter(const StoreWriter&) = delete;
    StoreWriter& operator=(const StoreWriter&) = delete;
    ~StoreWriter();

    void start();
    // Ends the thread after its batch.
    void stop();
    // One batch, by the caller; not beside the thread. True if there may be more at once.
    bool step(const Moment& now);

    // Any thread. `last_number`: the journal's end.
    [[nodiscard]] LinkRow row(std::uint64_t last_number) const;
    // The last record that is in the store, and its epoch. Any thread.
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> position() const;

  private:
    void work();
    bool write();

    SqliteStoreConfig config_;
    SqliteStore store_;
    std::unique_ptr<EventSource> source_;
    driver::Ticks retry_at_{};
    bool more_{};  // the last batch was a full one

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable wake_;
    bool stopping_{};
    LinkRow row_;
    std::uint64_t epoch_{};
    std::thread thread_;
};

}  // namespace host_bridge
