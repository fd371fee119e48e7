// SPDX-License-Identifier: GPL-2.0-or-later
// The flight recorder of the D-channels: the last frames of all spans, both directions. One writer,
// the firmware's signalling thread; readers as many as like, in other programs, which it never
// waits for. Plain memory, usually a file of the run folder (trace_file.hpp), so that it can be
// read when every program is dead.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "driver/board/board.hpp"
#include "pbx/signalling/trace/trace_record.hpp"

namespace pbx {

class TraceRing {
  public:
    // Frames. A busy E1 has about 30 a second: some nine minutes of it.
    static constexpr std::uint64_t capacity = 16'384;

    // ── the writer; one at a time ──────────────────────────────────────────────────────────────
    // It is `utc_us` at tick `at`: times of day follow from that until it is said again.
    void set_clock(driver::Ticks at, std::int64_t utc_us) noexcept;
    // Wait-free; no system call.
    void write(const driver::Frame& frame, TraceDirection direction, Side side,
               driver::Ticks at) noexcept;

    // ── readers ────────────────────────────────────────────────────────────────────────────────
    // Number of the last record; 0: none yet.
    [[nodiscard]] std::uint64_t last() const noexcept {
        return written_.load(std::memory_order_acquire);
    }
    // Number of the first record that is still there.
    [[nodiscard]] std::uint64_t first() const noexcept {
        const std::uint64_t end = last();
        return end < capacity ? 1 : end - capacity + 1;
    }
    // False: it is not there yet, or has been overwritten.
    [[nodiscard]] bool read(std::uint64_t number, TraceRecord& record) const noexcept;

  private:
    // Tick, time of day, what it is; then the octets.
    static constexpr std::size_t octets_at = 3;
    static constexpr std::size_t words = octets_at + (TraceRecord::room + 7) / 8;
    // `stamp` is 2n when the slot holds record n and 2n-1 while that is being written. The words
    // are atomic because a reader may look meanwhile; it finds out by the stamp.
    struct alignas(64) Slot {
        std::atomic<std::uint64_t> stamp{};
        std::array<std::atomic<std::uint64_t>, words> word{};
    };

    // Works between programs only without a lock.
    static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

    std::atomic<std::uint64_t> written_{};
    std::atomic<std::int64_t> utc_at_tick_zero_us_{};
    std::array<Slot, capacity> slots_{};
};

// One reader's place in a ring.
class TraceReader {
  public:
    // Begins with the oldest record. `ring` outlives the reader.
    explicit TraceReader(const TraceRing& ring) : ring_(&ring), next_(ring.first()) {}

    // The next record; false: none yet.
    [[nodiscard]] bool next(TraceRecord& record) noexcept;
    // How many were overwritten since the last time this was asked, before they could be read.
    [[nodiscard]] std::uint64_t missed() noexcept;

  private:
    const TraceRing* ring_;
    std::uint64_t next_;
    std::uint64_t missed_{};
};

}  // namespace pbx
