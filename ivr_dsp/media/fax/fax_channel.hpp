// SPDX-License-Identifier: GPL-2.0-or-later
// A fax port between the realtime thread, which never waits, and the worker on which T.30 runs,
// which may be late. In the header: both sides use it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "driver/base/chunk.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp {

// Milliseconds on their way from one thread to the other.
class ChunkRing {
  public:
    static constexpr std::uint64_t capacity = 4096;

    // One thread. False when full.
    bool put(const driver::Chunk& chunk) noexcept {
        const std::uint64_t next = put_.load(std::memory_order_relaxed);
        if (next - taken_.load(std::memory_order_acquire) >= capacity) return false;
        chunks_[next % capacity] = chunk;
        put_.store(next + 1, std::memory_order_release);
        return true;
    }
    // The other. False if there is none.
    bool take(driver::Chunk& chunk) noexcept {
        const std::uint64_t at = taken_.load(std::memory_order_relaxed);
        if (at == put_.load(std::memory_order_acquire)) return false;
        chunk = chunks_[at % capacity];
        taken_.store(at + 1, std::memory_order_release);
        return true;
    }
    [[nodiscard]] std::uint64_t waiting() const noexcept {
        return put_.load(std::memory_order_acquire) - taken_.load(std::memory_order_acquire);
    }
    // While nobody else is at it.
    void clear() noexcept {
        put_.store(0, std::memory_order_relaxed);
        taken_.store(0, std::memory_order_relaxed);
    }

  private:
    // Each on a cache line of its own: one thread writes each.
    alignas(64) std::atomic<std::uint64_t> put_{};
    alignas(64) std::atomic<std::uint64_t> taken_{};
    alignas(64) std::array<driver::Chunk, capacity> chunks_{};
};

class FaxChannel {
  public:
    // What the port says waits so long, so that the worker may be unpunctual by as much. T.30 waits
    // 3 s for an answer (its T4) and does not mind.
    static constexpr std::uint64_t delay_ms = 60;
    // After a worker was later than that, so much may wait; what is older is thrown away.
    static constexpr std::uint64_t longest_delay_ms = 250;

    // free → runs (realtime thread) → stopped (realtime thread, or left out) → closed (worker) →
    // free (realtime thread). Each step publishes all that was written before it.
    enum class State : std::uint8_t { free, runs, stopped, closed };
    [[nodiscard]] State state() const noexcept { return state_.load(std::memory_order_acquire); }

    // ── the realtime thread: wait-free, no system call ──────────────────────────────────────────
    void begin(const StartFax& order, driver::Law law, driver::Ticks now) noexcept {
        order_ = order;
        law_ = law;
        begun_ = now;
        missing_ms_ = 0;
        spoke_ = false;
        heard_.clear();
        said_.clear();
        state_.store(State::runs, std::memory_order_release);
    }
    // A millisecond of the line for the worker, and what the port says meanwhile.
    driver::Chunk exchange(const driver::Chunk& heard) noexcept {
        if (!heard_.put(heard)) ++missing_ms_;
        driver::Chunk said = driver::silence(law_);
        const bool has_said = said_.take(said);
        if (!has_said && spoke_) ++missing_ms_;
        spoke_ = spoke_ || has_said;
        while (said_.waiting() > longest_delay_ms && said_.take(said)) ++missing_ms_;
        return said;
    }
    // The line has gone. Nothing, if the worker has closed meanwhile.
    void stop() noexcept {
        State runs = State::runs;
        state_.compare_exchange_strong(runs, State::stopped, std::memory_order_acq_rel);
    }
    // When it is closed.
    [[nodiscard]] FaxEnded outcome(driver::Ticks now) const noexcept {
        FaxEnded outcome = outcome_;
        outcome.fax = order_.fax;
        outcome.port = order_.port;
        outcome.missing_ms = missing_ms_;
        outcome.lasted = now - begun_;
        return outcome;
    }
    void free() noexcept { state_.store(State::free, std::memory_order_release); }

    // ── the worker ──────────────────────────────────────────────────────────────────────────────
    // While it runs or is stopped.
    [[nodiscard]] const StartFax& order() const noexcept { return order_; }
    [[nodiscard]] driver::Law law() const noexcept { return law_; }
    [[nodiscard]] bool next(driver::Chunk& heard) noexcept { return heard_.take(heard); }
    // What does not fit is old anyway.
    void say(const driver::Chunk& said) noexcept { static_cast<void>(said_.put(said)); }
    void close(const FaxEnded& outcome) noexcept {
        outcome_ = outcome;
        state_.store(State::closed, std::memory_order_release);
    }

  private:
    std::atomic<State> state_{State::free};
    StartFax order_{};
    driver::Law law_{};
    driver::Ticks begun_{};
    std::uint32_t missing_ms_{};
    bool spoke_{};
    FaxEnded outcome_{};
    ChunkRing heard_;
    ChunkRing said_;
};

}  // namespace ivr_dsp
