// SPDX-License-Identifier: GPL-2.0-or-later
// A cable joins a board's connector to whatever is at the far end: the office, another board. It is
// memory, in one process or shared by two, carrying the line's bits a millisecond at a time. The
// office includes this header and driver/base/ids.hpp, nothing else of the product.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <variant>

#include "driver/base/chunk.hpp"
#include "driver/base/mailbox.hpp"
#include "driver/base/result.hpp"
#include "driver/board/line_faults.hpp"

namespace driver {

// One millisecond of an E1: eight frames of 32 octets, kept timeslot by timeslot, so that octet k
// of timeslot[t] is timeslot t of frame k. Timeslot 0 carries FAS and NFAS (G.704).
struct E1Millisecond {
    std::array<Chunk, 32> timeslot{};
};

// One millisecond of a T1: eight frames of 193 bits. Bit k (LSB = frame 0) of `framing` is frame
// k's F bit; timeslot[t] holds channel t+1.
struct T1Millisecond {
    std::array<Chunk, 24> timeslot{};
    std::uint8_t framing{};
};

// One millisecond of a station's two-wire loop. Towards the station: audio and ring voltage. From
// the station: audio and loop current (handset lifted).
struct LoopMillisecond {
    Chunk audio{};
    bool ringing{};      // exchange → station: ring voltage is applied
    bool loop_closed{};  // station → exchange: handset off hook
};

// One direction of a cable: a ring of milliseconds with one writer and one reader, each with its
// own clock; the writer's is told with what it writes. The reader owns the millisecond it took
// until it takes the next one, so a board may let the bus read straight from here.
template <class Millisecond>
class CableStrand {
  public:
    static constexpr std::size_t length = 256;  // milliseconds the strand can hold

    // Writer. Where the next millisecond goes, or nullptr while the far end is `length` behind;
    // `ahead`: of it there are so many written, but not sent yet.
    [[nodiscard]] Millisecond* next_to_write(std::size_t ahead = 0) noexcept {
        const auto next = written_.load(std::memory_order_relaxed) + ahead;
        // Acquire: the reader has finished with the place it gives back.
        return next - taken_.load(std::memory_order_acquire) < length ? &ring_[next % length]
                                                                      : nullptr;
    }
    // Release: the millisecond is complete before the reader sees the count.
    void sent() noexcept { written_.fetch_add(1, std::memory_order_release); }
    // Writer. Its clock has gained so many nanoseconds more on a nominal one (negative: lost). Told
    // before what is sent by it: a millisecond more whenever the sum reaches a whole one, a
    // millisecond less whenever it falls below one.
    void gain(std::int64_t ns) noexcept { gained_ns_.fetch_add(ns, std::memory_order_relaxed); }
    // How far the writer's clock has run ahead since the strand was made.
    [[nodiscard]] std::int64_t gained_ns() const noexcept {
        return gained_ns_.load(std::memory_order_relaxed);
    }

    // Reader. Gives back the millisecond taken before and takes the next; nullptr if there is none
    // (then the one taken before is given back all the same).
    [[nodiscard]] const Millisecond* take() noexcept {
        auto taken = taken_.load(std::memory_order_relaxed);
        if (holding_.load(std::memory_order_relaxed) != 0) {
            holding_.store(0, std::memory_order_relaxed);
            taken_.store(++taken, std::memory_order_release);
        }
        if (written_.load(std::memory_order_acquire) == taken) return nullptr;
        holding_.store(1, std::memory_order_relaxed);
        return &ring_[taken % length];
    }
    // Milliseconds written since the strand was made.
    [[nodiscard]] std::uint64_t written() const noexcept {
        return written_.load(std::memory_order_acquire);
    }
    // Milliseconds written and not yet taken.
    [[nodiscard]] std::size_t waiting() const noexcept {
        return static_cast<std::size_t>(written_.load(std::memory_order_acquire) -
                                        taken_.load(std::memory_order_relaxed) -
                                        holding_.load(std::memory_order_relaxed));
    }
    // Reader. Throws away all that waits (a program that has just come back starts with the
    // present).
    void skip_to_present() noexcept {
        holding_.store(0, std::memory_order_relaxed);
        taken_.store(written_.load(std::memory_order_acquire), std::memory_order_release);
    }

  private:
    alignas(64) std::atomic<std::uint64_t> written_{0};
    std::atomic<std::int64_t> gained_ns_{0};
    alignas(64) std::atomic<std::uint64_t> taken_{0};
    std::atomic<std::uint64_t> holding_{0};  // in the cable, so that a reader's death is harmless
    alignas(64) std::array<Millisecond, length> ring_{};
};

// Bits that faults have made wrong since the cable was made, by timeslot; 0 is an E1's timeslot 0
// or a T1's F bits.
struct DamagedBits {
    std::array<std::atomic<std::uint64_t>, 32> timeslot{};
    [[nodiscard]] std::uint64_t total() const noexcept {
        std::uint64_t sum = 0;
        for (const auto& one : timeslot) sum += one.load(std::memory_order_relaxed);
        return sum;
    }
};

// What is wrong on the way. The board puts it into effect, because it is always there.
struct LineTrouble {
    Mailbox<LineFaults, 8> faults;  // disturb() → the board's realtime thread
    DamagedBits to_center;          // counted by the board
    DamagedBits from_center;
};

// Both directions. `near` is the product's board, `far` the office; the names say who writes.
template <class Millisecond>
struct Cable {
    CableStrand<Millisecond> from_near;
    CableStrand<Millisecond> from_far;
    LineTrouble trouble;
};

using E1Cable = Cable<E1Millisecond>;
using T1Cable = Cable<T1Millisecond>;
using LoopCable = Cable<LoopMillisecond>;
using SpanCable = std::variant<E1Cable*, T1Cable*>;  // whichever a span has

// From its next millisecond on the line is so; {}: it is perfect again. For one at a time, whoever
// has mapped the cable. Error: what is out of range, or that no board at the cable takes it.
Result<void> disturb(const SpanCable& cable, const LineFaults& faults);

}  // namespace driver
