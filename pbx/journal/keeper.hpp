// SPDX-License-Identifier: GPL-2.0-or-later
// Does for the writer all that may block: makes the next segments ahead of time, brings what was
// written to the disk, removes old segments, watches the disk's room. In a thread of its own, or
// called in between by a program that runs on virtual time.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "driver/base/mailbox.hpp"
#include "driver/base/result.hpp"
#include "pbx/journal/retention.hpp"
#include "pbx/journal/segment.hpp"

namespace pbx {

struct JournalOptions {
    std::filesystem::path directory;  // made if it is missing
    std::size_t segment_octets{std::size_t{64}
                               << 20U};  // a multiple of 4096, at least smallest_segment
    unsigned spare_segments{1};          // made ahead, 1 to 4
    // A power cut loses what was appended during the last period and the sync it needs (some
    // milliseconds; up to a second on a busy disk). 0: never synced, for runs on virtual time.
    std::chrono::milliseconds sync_period{50};
    Retention retention{};
    // The disk's free room below which new calls should be refused. 0: four segments.
    std::uint64_t enough_free_octets{0};
    // What a new epoch shall be called, if one begins. Must be unlike those of earlier journals
    // that readers may remember: UTC seconds serve. Raised above the last one if it is not.
    std::uint64_t epoch{0};
    std::uint64_t boot{0};  // which start of the machine; 0: ask the kernel
};

// What a journal without further disk room can still take.
struct Space {
    bool enough{true};       // for calls not yet begun
    std::uint64_t octets{};  // in segments made already and those the free disk has room for
};

struct KeeperCounters {
    std::uint64_t syncs{};
    std::uint64_t failed_syncs{};  // the disk reported an error: see the system's log
    std::uint64_t waits{};         // the writer had to wait for a segment
    std::uint64_t removed_segments{};
    std::uint64_t unlocked_segments{};  // the limit of locked memory is too low
};

class Keeper {
  public:
    // Used by Journal.
    explicit Keeper(const JournalOptions& options);
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;
    ~Keeper();
    // Before the first round: all segments that have been begun, the last of them, and those made
    // ahead: on a full disk there would be no room to make them again.
    void adopt(Segment active, std::vector<SegmentContent> kept, std::vector<Segment> prepared);
    // Until `count` are ready. Error when the disk is full.
    driver::Result<void> make_spares(unsigned count);

    // From now on a thread does a round each period (each 50 ms if nothing is synced).
    void start();
    void stop();
    // One round. For programs without that thread, as often as they like.
    void work();
    // The writer is done: all is on the disk, and the journal ends in order.
    void close();

    // Any thread.
    [[nodiscard]] Space space() const noexcept;
    [[nodiscard]] KeeperCounters counters() const noexcept;

    // For the writer: the next segment, prepared. Almost always there; else waits two seconds at
    // most and then, when the disk is full, ends the program with a sentence rather than lose a
    // record.
    std::span<std::byte> next_segment() noexcept;
    // What next_segment() ends the program with, when there is no room.
    static constexpr int exit_no_room = 74;

  private:
    using Octets = std::span<std::byte>;

    void run();
    void add_spare(Segment made);
    void retire_sealed();
    void sync_active();
    void remove_old();
    void measure_space();
    bool sync(const Segment& segment);
    [[nodiscard]] std::uint64_t prepared() const;
    [[nodiscard]] std::uint64_t free_octets() const;

    const JournalOptions options_;
    // The keeper's own: the thread's, once there is one.
    std::deque<Segment> segments_;      // the one being written, then the spares
    std::vector<SegmentContent> kept_;  // all on the disk that have been begun, oldest first
    std::uint64_t next_number_{1};
    std::uint64_t synced_to_{};  // of segments_.front()
    std::uint64_t rounds_{};
    bool could_make_{true};

    driver::Mailbox<Octets, 8> spares_;  // keeper → writer
    std::atomic<bool> enough_{true};
    std::atomic<std::uint64_t> room_{0};
    std::atomic<std::uint64_t> syncs_{0};
    std::atomic<std::uint64_t> failed_syncs_{0};
    std::atomic<std::uint64_t> waits_{0};
    std::atomic<std::uint64_t> removed_{0};
    std::atomic<std::uint64_t> unlocked_{0};

    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_{false};
    std::thread thread_;
};

}  // namespace pbx
