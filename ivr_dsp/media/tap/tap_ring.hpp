// SPDX-License-Identifier: GPL-2.0-or-later
// What a few lines say and hear, for a technician's instruments in other programs. One writer, the
// firmware's realtime thread; readers as many as like, which it never waits for. Plain memory,
// usually a file of the run folder (tap_file.hpp). In the header: realtime code writes, others
// read.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "driver/base/chunk.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"

namespace ivr_dsp {

// A millisecond of a tapped line.
struct TapMoment {
    driver::Chunk says{};  // from the line
    driver::Chunk hears{};
    char digit{};        // DTMF the line begins to say: 0-9 * # A-D, '?' when it is secret; else 0
    bool secret{};       // silence stands for what it said: it was nobody's business
    bool digit_ended{};  // the one before
    std::int16_t level_tenths_dbm0{};  // of both tones of `digit`; 0 when it is secret
    std::int16_t twist_tenths_db{};    // its high tone over its low tone; likewise
};

// What a tap is doing, or did last.
struct TapFacts {
    std::uint64_t number{};  // the technician's, to know it by; 0: never used
    driver::LineId line;
    driver::Law law{};
    driver::Ticks begun{};
    driver::Ticks lasts{};
    std::uint64_t written{};  // milliseconds
    bool over{};
};

class TapRing {
  public:
    static constexpr std::size_t taps = 4;
    // Milliseconds a reader may be behind.
    static constexpr std::uint64_t capacity = 8192;

    // ── the writer ─────────────────────────────────────────────────────────────────────────────
    // Wait-free; no system call.
    void begin(std::size_t tap, const TapFacts& facts) noexcept;
    void write(std::size_t tap, const TapMoment& moment) noexcept;
    void end(std::size_t tap) noexcept { taps_[tap].over.store(1, std::memory_order_release); }

    // ── readers ────────────────────────────────────────────────────────────────────────────────
    [[nodiscard]] TapFacts facts(std::size_t tap) const noexcept;
    // False: it is not there yet, or has been overwritten.
    [[nodiscard]] bool read(std::size_t tap, std::uint64_t millisecond,
                            TapMoment& moment) const noexcept;

  private:
    using Word = std::atomic<std::uint64_t>;
    // Works between programs only without a lock.
    static_assert(Word::is_always_lock_free);

    // The words are atomic because a reader may look meanwhile; it finds out by `written`.
    struct Slot {
        Word says;
        Word hears;
        Word mark;  // what is told of digits: marked()
    };
    struct Tap {
        Word number;
        Word line_and_law;
        Word begun;
        Word lasts;
        Word written;
        Word over;
        std::array<Slot, capacity> slots;
    };

    // Octet 0: the digit. Octet 1: secret, ended. Then level and twist, two octets each.
    static std::uint64_t marked(const TapMoment& moment) noexcept;
    static void unmark(std::uint64_t mark, TapMoment& moment) noexcept;

    std::array<Tap, taps> taps_{};
};

inline std::uint64_t TapRing::marked(const TapMoment& moment) noexcept {
    const auto word = [](auto value) { return std::uint64_t{static_cast<std::uint16_t>(value)}; };
    return static_cast<unsigned char>(moment.digit) | unsigned{moment.secret} << 8U |
           unsigned{moment.digit_ended} << 9U | word(moment.level_tenths_dbm0) << 16U |
           word(moment.twist_tenths_db) << 32U;
}

inline void TapRing::unmark(std::uint64_t mark, TapMoment& moment) noexcept {
    moment.digit = static_cast<char>(mark & 0xFFU);
    moment.secret = (mark >> 8U & 1U) != 0;
    moment.digit_ended = (mark >> 9U & 1U) != 0;
    moment.level_tenths_dbm0 = static_cast<std::int16_t>(mark >> 16U & 0xFFFFU);
    moment.twist_tenths_db = static_cast<std::int16_t>(mark >> 32U & 0xFFFFU);
}

inline void TapRing::begin(std::size_t tap, const TapFacts& facts) noexcept {
    Tap& one = taps_[tap];
    one.number.store(0, std::memory_order_relaxed);
    // Release: who sees anything of what follows sees that the old number is gone.
    std::atomic_thread_fence(std::memory_order_release);
    one.line_and_law.store(facts.line.value | std::uint64_t{facts.law == driver::Law::ulaw} << 16U,
                           std::memory_order_relaxed);
    one.begun.store(static_cast<std::uint64_t>(facts.begun.count()), std::memory_order_relaxed);
    one.lasts.store(static_cast<std::uint64_t>(facts.lasts.count()), std::memory_order_relaxed);
    one.written.store(0, std::memory_order_relaxed);
    one.over.store(0, std::memory_order_relaxed);
    one.number.store(facts.number, std::memory_order_release);
}

inline void TapRing::write(std::size_t tap, const TapMoment& moment) noexcept {
    Tap& one = taps_[tap];
    const std::uint64_t next = one.written.load(std::memory_order_relaxed);
    Slot& slot = one.slots[next % capacity];
    // Release: who sees a word of what follows sees that so many were written, and so knows that
    // the millisecond that was here is going.
    std::atomic_thread_fence(std::memory_order_release);
    slot.says.store(std::bit_cast<std::uint64_t>(moment.says), std::memory_order_relaxed);
    slot.hears.store(std::bit_cast<std::uint64_t>(moment.hears), std::memory_order_relaxed);
    slot.mark.store(marked(moment), std::memory_order_relaxed);
    one.written.store(next + 1, std::memory_order_release);
}

inline TapFacts TapRing::facts(std::size_t tap) const noexcept {
    const Tap& one = taps_[tap];
    TapFacts facts;
    facts.number = one.number.load(std::memory_order_acquire);
    facts.over = one.over.load(std::memory_order_acquire) != 0;
    facts.written = one.written.load(std::memory_order_acquire);
    const std::uint64_t line_and_law = one.line_and_law.load(std::memory_order_relaxed);
    facts.line = {static_cast<std::uint16_t>(line_and_law)};
    facts.law = (line_and_law >> 16U & 1U) == 0 ? driver::Law::alaw : driver::Law::ulaw;
    facts.begun =
        driver::Ticks{static_cast<std::int64_t>(one.begun.load(std::memory_order_relaxed))};
    facts.lasts =
        driver::Ticks{static_cast<std::int64_t>(one.lasts.load(std::memory_order_relaxed))};
    std::atomic_thread_fence(std::memory_order_acquire);
    if (one.number.load(std::memory_order_relaxed) != facts.number) facts.number = 0;
    return facts;
}

inline bool TapRing::read(std::size_t tap, std::uint64_t millisecond,
                          TapMoment& moment) const noexcept {
    const Tap& one = taps_[tap];
    if (millisecond >= one.written.load(std::memory_order_acquire)) return false;
    const Slot& slot = one.slots[millisecond % capacity];
    moment.says = std::bit_cast<driver::Chunk>(slot.says.load(std::memory_order_relaxed));
    moment.hears = std::bit_cast<driver::Chunk>(slot.hears.load(std::memory_order_relaxed));
    unmark(slot.mark.load(std::memory_order_relaxed), moment);
    // Acquire: if a word was newer than the first look, so is the second look.
    std::atomic_thread_fence(std::memory_order_acquire);
    return one.written.load(std::memory_order_relaxed) < millisecond + capacity;
}

}  // namespace ivr_dsp
