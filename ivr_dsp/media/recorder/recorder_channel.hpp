// SPDX-License-Identifier: GPL-2.0-or-later
// A line being recorded, between the realtime thread, which writes and never waits, and the
// recorder's worker, which reads and may be late. In the header: realtime code writes, others read.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "driver/base/chunk.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp {

// A millisecond of a recorded line.
struct RecordedMoment {
    driver::Chunk says{};  // from the line
    driver::Chunk hears{};
    driver::Ticks tick{};
    bool secret{};  // silence stands for both: it was nobody's business
};

// What is recorded.
struct RecordingFacts {
    std::uint64_t recording{};
    driver::LineId line;
    driver::Law law{};
    driver::Ticks begun{};  // the first millisecond
    // A message that is left; without a mailbox it is a recording.
    MailboxId mailbox;
    driver::Number caller;
    driver::Ticks shortest{};  // one with less that is no silence is not kept
};

// What came of it, as the worker says.
struct RecordingOutcome {
    RecordingEnd end{};
    driver::Ticks lasted{};
    std::uint32_t gaps{};
    driver::Ticks missing{};
};

class RecorderChannel {
  public:
    // Milliseconds the worker may be behind.
    static constexpr std::uint64_t capacity = 8192;

    // free → recording → ended (realtime thread) → closed (worker) → free (realtime thread). Each
    // step publishes all that was written before it.
    enum class State : std::uint8_t { free, recording, ended, closed };
    [[nodiscard]] State state() const noexcept { return state_.load(std::memory_order_acquire); }

    // ── the realtime thread: wait-free, no system call ──────────────────────────────────────────
    void begin(const RecordingFacts& facts) noexcept {
        facts_ = facts;
        state_.store(State::recording, std::memory_order_release);
    }
    // A full ring loses it; the next tick tells the worker how much is missing.
    void write(const RecordedMoment& moment) noexcept {
        const std::uint64_t next = written_.load(std::memory_order_relaxed);
        if (next - read_.load(std::memory_order_acquire) >= capacity) {
            lost_.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        slots_[next % capacity] = moment;
        written_.store(next + 1, std::memory_order_release);
    }
    // `at`: the first millisecond that is not recorded any more.
    // `spoken`: of a message, how much of it was not silence.
    void end(driver::Ticks at, driver::Ticks spoken = {}) noexcept {
        ended_at_ = at;
        spoken_ = spoken;
        state_.store(State::ended, std::memory_order_release);
    }
    [[nodiscard]] const RecordingOutcome& outcome() const noexcept { return outcome_; }
    void free() noexcept { state_.store(State::free, std::memory_order_release); }

    // ── the worker ──────────────────────────────────────────────────────────────────────────────
    // While it is recording or has ended.
    [[nodiscard]] const RecordingFacts& facts() const noexcept { return facts_; }
    // When it has ended.
    [[nodiscard]] driver::Ticks ended_at() const noexcept { return ended_at_; }
    [[nodiscard]] driver::Ticks spoken() const noexcept { return spoken_; }
    // The next millisecond, once; false if there is none yet.
    [[nodiscard]] bool next(RecordedMoment& moment) noexcept {
        const std::uint64_t at = read_.load(std::memory_order_relaxed);
        if (at == written_.load(std::memory_order_acquire)) return false;
        moment = slots_[at % capacity];
        read_.store(at + 1, std::memory_order_release);
        return true;
    }
    // After everything that had been written was read.
    void close(const RecordingOutcome& outcome) noexcept {
        outcome_ = outcome;
        state_.store(State::closed, std::memory_order_release);
    }

    // Milliseconds full rings have lost since the beginning. Any thread.
    [[nodiscard]] std::uint64_t lost() const noexcept {
        return lost_.load(std::memory_order_relaxed);
    }

  private:
    std::atomic<State> state_{State::free};
    RecordingFacts facts_{};
    driver::Ticks ended_at_{};
    driver::Ticks spoken_{};
    RecordingOutcome outcome_{};
    std::atomic<std::uint64_t> lost_{};
    // Each on a cache line of its own: one thread writes each.
    alignas(64) std::atomic<std::uint64_t> written_{};
    alignas(64) std::atomic<std::uint64_t> read_{};
    alignas(64) std::array<RecordedMoment, capacity> slots_{};
};

}  // namespace ivr_dsp
